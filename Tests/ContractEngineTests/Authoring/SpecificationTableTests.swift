import Testing

@testable import ContractEngine

/// Tables as people export them.
struct SpecificationTableTests {
    private func table(_ text: String, lists: Set<String> = []) -> SpecificationTable {
        SpecificationTable(Array(text.utf8), lists: lists)
    }

    /// `字段名,名称,类型,必填`, `A_CODE,编号甲,C17,M`, `B,"多行<LF>说明",C..20,O` in GBK, as an independent tool encodes it.
    private static let gbk: [UInt8] = [
        0xd7, 0xd6, 0xb6, 0xce, 0xc3, 0xfb, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xc0, 0xe0, 0xd0, 0xcd, 0x2c, 0xb1,
        0xd8, 0xcc,
        0xee, 0x0d, 0x0a, 0x41, 0x5f, 0x43, 0x4f, 0x44, 0x45, 0x2c, 0xb1, 0xe0, 0xba, 0xc5, 0xbc, 0xd7, 0x2c, 0x43,
        0x31, 0x37,
        0x2c, 0x4d, 0x0d, 0x0a, 0x42, 0x2c, 0x22, 0xb6, 0xe0, 0xd0, 0xd0, 0x0a, 0xcb, 0xb5, 0xc3, 0xf7, 0x22, 0x2c,
        0x43, 0x2e,
        0x2e, 0x32, 0x30, 0x2c, 0x4f, 0x0d, 0x0a,
    ]

    @Test func readsGBKAndLineBreaksInQuotes() {
        let table = SpecificationTable(Self.gbk, lists: [])
        #expect(table.problems.isEmpty)
        #expect(table.fields.map(\.name) == ["A_CODE", "B"])
        #expect(table.fields.map(\.title) == ["编号甲", "多行 说明"])
        #expect(table.fields.map(\.isRequired) == [true, false])
        #expect(table.fields[0].shape.isFixed)
    }

    @Test func readsAByteOrderMark() {
        let table = SpecificationTable([0xef, 0xbb, 0xbf] + Array("字段名,类型\nA,C\n".utf8), lists: [])
        #expect(table.problems.isEmpty)
        #expect(table.fields.map(\.name) == ["A"])
    }

    @Test func headersInOtherWordsAndAnOrderOfTheirOwn() {
        let table = table("序号\t数据类型\t英文名称\t中文名称\t约束/条件\t取值范围\n1\tC..20\tkind\t类别\tM\t0-否；1-是\n")
        #expect(table.problems.isEmpty)
        #expect(table.fields.map(\.name) == ["KIND"])
        #expect(table.fields.first?.values.map(\.code) == ["0", "1"])
        #expect(table.fields.first?.values.map(\.title) == ["否", "是"])
        #expect(table.fields.first?.isRequired == true)
    }

    @Test func fieldNameBesideChineseNameIsTheName() {
        let table = table("字段名称,中文名称,数据类型,是否必填\nA_CODE,编号,字符型,是\n")
        #expect(table.problems.isEmpty)
        #expect(table.fields.map(\.name) == ["A_CODE"])
        #expect(table.fields.map(\.title) == ["编号"])
    }

    @Test func everyMistakeOfARowIsReported() {
        let table = table("字段名,名称,类型,长度,必填\nbad name!,甲,X9,,maybe\nB,乙,C,x,perhaps\n")
        #expect(table.problems.map(\.line) == [2, 2, 2, 3, 3])
        #expect(table.fields.isEmpty)
    }

    @Test func everyBadRowIsReportedWithItsLine() {
        let table = table(
            "字段名,名称,类型,长度,必填\nA,甲,C,20,M\nA,乙,C,20,M\n,丙,C,20,M\n\"D\",\"丁\n丁\",X9,,M\nE,戊,C,20,maybe\nF,己,C,20,M,,extra\n甲,庚,C,1,O\n"
        )
        #expect(table.problems.map(\.line) == [3, 4, 5, 7, 8, 9])
        #expect(table.fields.map(\.name) == ["A"])
    }

    @Test(arguments: ["", "just text\n", "名称,说明\na,b\n", "字段名,类型\n"])
    func atLeastNamesAndTypesAreNeeded(text: String) {
        #expect(!table(text).problems.isEmpty)
    }

    @Test func anOpenQuotationMarkIsReported() {
        #expect(table("字段名,类型\nA,\"C\nB,C\n").problems.contains { $0.line == 2 })
    }

    @Test func rangesBecomeListsAndChecks() {
        let table = table(
            """
            字段名,名称,类型,必填,值域,说明
            A,甲,C1,M,见代码表 1000,
            B,乙,C18,M,统一社会信用代码（GB 32100）,
            C,丙,C..50,C,按有关规定,多个值以分号分隔
            D,丁,C..50,O,,

            """,
            lists: ["1000", "10"]
        )
        #expect(table.problems.isEmpty)
        #expect(table.fields.map(\.list) == ["1000", nil, nil, nil])
        #expect(table.fields.map(\.check) == [nil, "uscc", nil, nil])
        #expect(table.fields.map(\.separator) == [nil, nil, ";", nil])
        // Required on a condition, several values, a range that nothing checks.
        #expect(table.remarks.map(\.line) == [4, 4, 4])
    }
}
