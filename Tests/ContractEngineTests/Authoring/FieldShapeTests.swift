import Testing

@testable import ContractEngine

/// Notations of types and lengths, each with what its authors mean by it.
struct FieldShapeTests {
    @Test(arguments: [
        ("C..200", "", 200, false), ("C17", "", 17, true), ("c 17", "", 17, true), ("Ｃ．．２００", "", 200, false),
        ("C…200", "", 200, false), ("C", "200", 200, false), ("C", "定长17", 17, true), ("C", "=17", 17, true),
        ("字符型", "..50", 50, false), ("varchar(2000)", "", 2000, false), ("CHAR(18)", "", 18, true),
        ("an..20", "", 20, false), ("C(200)", "", 200, false), ("字符串", "≤200", 200, false), ("C17", "17", 17, true),
    ])
    func texts(type: String, length: String, expected: Int, isFixed: Bool) throws {
        let shape = try FieldShape(type: type, length: length, line: 1)
        #expect(shape.type == .text)
        #expect(shape.length == expected)
        #expect(shape.isFixed == isFixed)
        #expect(shape.minimumLength == nil)
    }

    @Test(arguments: [
        ("N14,6", "", 14, 6), ("N14.6", "", 14, 6), ("N..20,6", "", 14, 6), ("NUMBER(20,6)", "", 14, 6),
        ("N", "14,6", 14, 6), ("N1", "", 1, 0), ("N..4", "", 4, 0), ("数值型", "(18,2)", 16, 2),
        ("decimal(16,2)", "", 14, 2), ("整数型", "8", 8, 0),
    ])
    func numbers(type: String, length: String, integer: Int, fraction: Int) throws {
        let shape = try FieldShape(type: type, length: length, line: 1)
        #expect(shape.type == .number)
        #expect(shape.digits == FieldDefinition.Digits(integer: integer, fraction: fraction))
    }

    @Test(arguments: [
        ("T14", "", FieldType.dateTime), ("D8", "", .date), ("T12", "", .minute), ("T8", "", .date),
        ("D", "14", .dateTime),
        ("日期型", "8", .date), ("日期时间", "", .dateTime), ("YYYYMMDDhhmmss", "", .dateTime), ("DT14", "", .dateTime),
        ("DATE", "", .date), ("YYYYMMDD", "", .date),
    ])
    func dates(type: String, length: String, expected: FieldType) throws {
        #expect(try FieldShape(type: type, length: length, line: 1).type == expected)
    }

    @Test func withoutLimitAndWithAMinimum() throws {
        #expect(try FieldShape(type: "C", length: "", line: 1).length == nil)
        #expect(try FieldShape(type: "N", length: "", line: 1).digits == nil)
        let range = try FieldShape(type: "C5..20", length: "", line: 1)
        #expect(range.minimumLength == 5)
        #expect(range.length == 20)
        #expect(!range.isFixed)
    }

    @Test(arguments: [
        ("", ""), ("??", "3"), ("C..x", ""), ("C", "多"), ("C..20", "30"), ("T9", ""), ("N40,2", ""), ("N..2,6", ""),
        ("C20..5", ""),
    ])
    func whatCannotBeUnderstoodIsSaid(type: String, length: String) {
        #expect(throws: LineProblem.self) { try FieldShape(type: type, length: length, line: 7) }
    }
}
