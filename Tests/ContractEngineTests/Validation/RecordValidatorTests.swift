import ContractEngine
import Core
import Testing

/// Every constraint and every record rule by the wording of docs/specs/contract.md; expectations by hand.
struct RecordValidatorTests {
    private let program: ContractProgram

    init() throws {
        program = try ContractFixture.program()
    }

    /// Problems as `code pointer rule severity`, the rule without the number of the contract.
    private func problems(_ text: String, _ operation: RecordOperation = .add) -> [String] {
        var validator = RecordValidator()
        var list = ProblemList()
        let isClean = validator.validate(Array(text.utf8), against: program, operation: operation, problems: &list)
        #expect(isClean == !list.refuses)
        return list.problems.map {
            "\($0.code.rawValue) \($0.pointer) \($0.rule.replacing("900.", with: "")) \($0.severity.rawValue)"
        }
    }

    /// A record with everything required, and `members`.
    private func record(_ members: String) -> String {
        #"{"CASE":"A0001","NAME":"名","STAMP":"20260102030405""# + (members.isEmpty ? "" : ",") + members + "}"
    }

    @Test(arguments: [
        "", #""NOTE":null,"MONEY":"","START":null,"DARK":"""#, #""KIND":null"#,
        #""CODES":"c1;c2","NOTE":"x","KIND":"b""#, #""CODES":"c1;c2;""#, #""NOTE":"公共资源;;""#, #""KIND":"a""#,
        #""SOFT":"c1""#,
        #""LONG":"12345678""#, #""LONG":"1234567""#, #""LONG":"中文代码""#, #""OWNER":"91110000600037341L""#,
        #""OWNER":"91350211M00013FA1N""#,
        #""PARTIES":"91110000600037341L;MA0GTCLY4;360426199101010071;91350211M00013FA1N""#,
        #""MONEY":0"#, #""MONEY":-999.99"#, #""MONEY":"999.99""#, #""MONEY":1e2"#, #""MONEY":1.5E-1"#, #""MONEY":-0"#,
        #""MONEY":9.99e2"#, #""LIMIT":12345678901234567890123456789012345678"#,
        #""LIMIT":"0.000000000000000000000000001""#,
        #""GRADE":1"#, #""GRADE":"2""#, #""START":"20240229235959""#, #""DAY":"20000229""#, #""KIND":"\u0061""#,
        #""OWNER":"K""#,
        #""CODES":"\u0063\u0031""#, #""NOTE":"\ud83d\ude00\ud83d\ude00\u4e2d\u6587ab""#, #""NOTE":"😀😀中文ab""#,
        #""START":"20260101000000","FINISH":"20260101000001""#, #""DAY":"20260101","START":"20260101235959""#,
        #""MONEY":1.10,"LIMIT":"1.11""#, #""PART":"A0001x;A0001;""#, #""\u004bIND":"a""#,
        #""KIND":"b","UNIT":"1","MONEY":5"#, #""KIND":"b","UNIT":"0","MONEY":999.99"#,
        #""KIND":"a","UNIT":"1","MONEY":999"#,
        #""KIND":"b","UNIT":"2","MONEY":999"#, #""KIND":"b","MONEY":999"#, #""KIND":"b","UNIT":"8""#, #""UNIT":"9""#,
        #""KIND":"a","CODES":"c1","NOTE":"n","UNIT":"u""#, #""KIND":"a","CODES":"c2""#, #""CODES":"c1""#,
    ])
    func accepts(members: String) {
        #expect(problems(record(members)) == [])
    }

    @Test(
        arguments: [
            // One constraint each.
            (#""EXTRA":1"#, ["field_unknown /EXTRA unknown error"]),
            (
                #""EX~/A":{"CASE":[]},"kind":"a""#,
                ["field_unknown /EX~0~1A unknown error", "field_unknown /kind unknown error"]
            ),
            (#""KIND":1"#, ["field_type /KIND KIND.type error"]),
            (#""KIND":true"#, ["field_type /KIND KIND.type error"]),
            (#""KIND":["a"]"#, ["field_type /KIND KIND.type error"]),
            (#""KIND":{}"#, ["field_type /KIND KIND.type error"]),
            (#""MONEY":true"#, ["field_type /MONEY MONEY.type error"]),
            (#""MONEY":[1]"#, ["field_type /MONEY MONEY.type error"]),
            (#""START":20260101000000"#, ["field_type /START START.type error"]),
            (#""NOTE":"1234567""#, ["field_length /NOTE NOTE.length error"]),
            (#""NOTE":"公共资源交易平""#, ["field_length /NOTE NOTE.length error"]),
            (#""CODES":"c1;c22""#, ["field_length /CODES CODES.length error"]),
            (#""CODES":"c1;;c2""#, ["field_length /CODES CODES.length error"]),
            (#""CODES":";""#, ["field_length /CODES CODES.length error"]),
            (#""CODES":"c1;c3;c4""#, ["field_code /CODES CODES.list error"]),
            (#""KIND":"c""#, ["field_code /KIND KIND.list error"]),
            (#""KIND":"ab""#, ["field_length /KIND KIND.length error"]),
            (#""SOFT":"zz""#, ["field_code /SOFT SOFT.list warning"]),
            (#""DARK":"x""#, ["code_list_absent /DARK DARK.list warning"]),
            (#""DARK":"xxxx""#, ["field_length /DARK DARK.length error"]),
            (#""LONG":"123456789""#, ["field_code /LONG LONG.list error"]),
            (#""LONG":"12345""#, ["field_code /LONG LONG.list error"]),
            (#""OWNER":"91110000600037341N""#, ["field_identifier /OWNER OWNER.uscc error"]),
            // U+212A equals K as text, and U+037E a semicolon; here bytes count.
            (#""OWNER":"\u212a""#, ["field_identifier /OWNER OWNER.uscc error"]),
            (#""CODES":"c1\u037ec2""#, ["field_length /CODES CODES.length error"]),
            (#""PARTIES":"123;91110000600037341L;456""#, ["field_identifier /PARTIES PARTIES.party-code error"]),
            // Numbers.
            (#""MONEY":1000"#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":1.001"#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":1.000"#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"1e2""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":1e3"#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":1e-3"#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"1,000""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":" 1""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"+1""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"1.""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":".5""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"-""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"１""#, ["field_number /MONEY MONEY.digits error"]),
            (#""MONEY":"0001""#, ["field_number /MONEY MONEY.digits error"]),
            (#""LIMIT":1e999999999999999999999"#, ["field_number /LIMIT LIMIT.digits error"]),
            (#""LIMIT":123456789012345678901234567890123456789"#, ["field_number /LIMIT LIMIT.digits error"]),
            (#""GRADE":3"#, ["field_code /GRADE GRADE.list error"]),
            (#""GRADE":1.0"#, ["field_number /GRADE GRADE.digits error"]),
            // Dates.
            (#""START":"20230229000000""#, ["field_date /START START.date error"]),
            (#""START":"20260101240000""#, ["field_date /START START.date error"]),
            (#""START":"20260101006000""#, ["field_date /START START.date error"]),
            (#""START":"20260101""#, ["field_date /START START.date error"]),
            (#""START":"2026-01-01 00:00""#, ["field_date /START START.date error"]),
            (#""DAY":"20261301""#, ["field_date /DAY DAY.date error"]),
            (#""DAY":"2026010１""#, ["field_date /DAY DAY.date error"]),
            (#""DAY":"00000101""#, ["field_date /DAY DAY.date error"]),
            // Record rules.
            (#""KIND":"a","CODES":"c2;c1""#, ["rule_required /NOTE needs error", "rule_required /UNIT needs error"]),
            (#""KIND":"a","CODES":"c1","UNIT":"u""#, ["rule_required /NOTE needs error"]),
            (#""KIND":"b","UNIT":"9""#, ["rule_forbidden /UNIT never error"]),
            (#""START":"20260101000000","FINISH":"20260101000000""#, ["rule_comparison /START window error"]),
            (#""START":"2026010100000\u0031","FINISH":"20260101000000""#, ["rule_comparison /START window error"]),
            (#""DAY":"20251231","START":"20260101000000""#, ["rule_comparison /DAY day warning"]),
            (#""MONEY":1.10,"LIMIT":"1.1""#, ["rule_comparison /MONEY cap error"]),
            (#""MONEY":"-0","LIMIT":0e5"#, ["rule_comparison /MONEY cap error"]),
            (#""MONEY":100,"LIMIT":1e2"#, ["rule_comparison /MONEY cap error"]),
            (#""PART":"A0001x;B0001""#, ["rule_prefix /PART parts warning"]),
            (#""PART":"A000""#, ["rule_prefix /PART parts warning"]),
            (#""KIND":"b","UNIT":"1","MONEY":5.01"#, ["rule_amount /MONEY most error"]),
            (#""KIND":"b","UNIT":"1","MONEY":"5.01""#, ["rule_amount /MONEY most error"]),
            // A malformed side silences the rules that look at it.
            (#""START":"20260101000000","FINISH":"2026""#, ["field_date /FINISH FINISH.date error"]),
            (#""KIND":"b","UNIT":"1","MONEY":1000"#, ["field_number /MONEY MONEY.digits error"]),
        ] as [(String, [String])]
    )
    func refuses(members: String, expected: [String]) {
        #expect(problems(record(members)) == expected)
    }

    @Test func requiredFieldsAreMissedWhenAbsentNullOrEmpty() {
        let missing = ["CASE", "NAME", "STAMP"].map { "field_missing /\($0) \($0).required error" }
        #expect(problems("{}") == missing)
        #expect(problems(#"{"CASE":null,"NAME":"","STAMP":null}"#) == missing)
        #expect(
            problems(#"{"CASE":"A0001","NAME":5,"STAMP":"20260102030405"}"#) == ["field_type /NAME NAME.type error"]
        )
    }

    /// A change brings the key, the group fields and the columns it touches.
    @Test func aChangeNeedsKeyAndGroupOnly() {
        #expect(problems(#"{"CASE":"A0001","STAMP":"20260102030405","KIND":"a","CODES":"c1"}"#, .change) == [])
        #expect(
            problems("{}", .change) == [
                "field_missing /CASE CASE.required error", "field_missing /STAMP STAMP.required error",
            ]
        )
        #expect(
            problems(#"{"CASE":"A0001","STAMP":"20260102030405","KIND":"b","UNIT":"9","NAME":"12345"}"#, .change) == [
                "field_length /NAME NAME.length error", "rule_forbidden /UNIT never error",
            ]
        )
    }

    @Test func aDeleteHasNoBody() {
        #expect(problems("", .delete) == [])
        #expect(problems(" null ", .delete) == [])
        for body in ["{}", "0", "[]", "nul", "{\"CASE\":\"A0001\"}"] {
            #expect(problems(body, .delete) == ["body_forbidden  envelope.operation error"])
        }
    }

    @Test(arguments: ["[]", "null", "1", "\"x\"", "true"])
    func aRecordIsAnObject(text: String) {
        #expect(problems(text).map { $0.prefix(17) } == ["record_not_object"])
    }

    @Test(arguments: [
        ("", "json_syntax  json.syntax error"), ("{", "json_syntax  json.syntax error"),
        ("{\"CASE\":1,\"CASE\":2}", "json_duplicate_key /CASE json.duplicate-key error"),
        ("{\"CASE\":\"\\ud800\"}", "json_encoding  json.encoding error"),
    ])
    func whatIsNoJSONHasThatOneProblem(text: String, expected: String) {
        #expect(problems(text) == [expected])
    }

    @Test func valuesOfTheLastRecordCanBeRead() {
        var validator = RecordValidator()
        var list = ProblemList()
        let text = record(#""CODES":"c1;\u0063\u0032;","MONEY":1.50,"NOTE":null,"OWNER":["x"]"#)
        _ = validator.validate(Array(text.utf8), against: program, operation: .add, problems: &list)
        #expect(validator.text(of: "CODES") == "c1;c2;")
        #expect(validator.items(of: "CODES") == ["c1", "c2"])
        #expect(validator.items(of: "NAME") == ["名"])
        #expect(validator.text(of: "MONEY") == "1.50")
        #expect(validator.text(of: "NOTE") == nil)
        #expect(validator.text(of: "OWNER") == nil)
        #expect(validator.text(of: "NOTHING") == nil)
        let marked = record(#""NOTE":"a;\u0301b\u037ec""#)
        _ = validator.validate(Array(marked.utf8), against: program, operation: .add, problems: &list)
        #expect(validator.items(of: "NOTE") == ["a", "\u{301}b\u{37e}c"])
        _ = validator.validate(Array("{".utf8), against: program, operation: .add, problems: &list)
        #expect(validator.text(of: "CODES") == nil)
        #expect(validator.items(of: "CODES").isEmpty)
    }

    /// Problems name the field by name and title.
    @Test(arguments: [
        (#"{"CASE":"A0001","STAMP":"20260102030405"}"#, "字段 NAME(名称)", "field NAME "),
        (#"{"CASE":"A0001","NAME":7,"STAMP":"20260102030405"}"#, "字段 NAME(名称)须为字符串", "field NAME must be a string"),
        (
            #"{"CASE":"A001","NAME":"名","STAMP":"20260102030405"}"#, "字段 CASE(编号)长度须为 5 个字符",
            "field CASE must have exactly 5 characters"
        ),
        (
            #"{"CASE":"A0001","NAME":"名","STAMP":"20260132030405"}"#, "字段 STAMP(时间)须为 yyyyMMddHHmmss",
            "field STAMP "
        ),
    ])
    func messagesNameTheField(text: String, zh: String, en: String) throws {
        var validator = RecordValidator()
        var list = ProblemList()
        _ = validator.validate(Array(text.utf8), against: program, operation: .add, problems: &list)
        try #require(list.problems.count == 1)
        #expect(list.problems[0].message.zh.hasPrefix(zh))
        #expect(list.problems[0].message.en.hasPrefix(en))
    }
}
