import ContractEngine
import Core
import Testing

/// What version 1.1 of docs/specs/contract.md added to the rows; expectations by hand.
struct NoticeRecordTests {
    private let program: ContractProgram

    init() throws {
        program = try NoticeFixture.program()
    }

    /// Everything that is required.
    private static let start =
        #"{"CASE":"A0001","STAMP":"20260102030405","OWNER":"甲","PRICE":"1","CHANGED":"20260101000000","SECTIONS":"E3501000001000001001001""#

    /// Problems as `code pointer rule severity`.
    private func problems(_ members: String) -> [String] {
        let text = Self.start + (members.isEmpty ? "" : ",") + members + "}"
        var validator = RecordValidator()
        var list = ProblemList()
        let isClean = validator.validate(Array(text.utf8), against: program, operation: .add, problems: &list)
        #expect(isClean == !list.refuses)
        return list.problems.map { "\($0.code.rawValue) \($0.pointer) \($0.rule) \($0.severity.rawValue)" }
    }

    @Test(arguments: [
        "", #""BODY":"三个字""#, #""BRIEF":"ab""#, #""BRIEF":"a;b;""#, #""MINUTE":"202602282359""#, #""GUESSED":12"#,
        #""GUESSED":"-12""#, #""GUESSED_DAY":"20240229""#, #""DOUBTED":"c2""#, #""BODY":"""#,
    ])
    func accepts(members: String) {
        #expect(problems(members) == [])
    }

    @Test(
        arguments: [
            (#""BODY":"两字""#, "field_length /BODY NOTICE.BODY.length error"),
            (#""BRIEF":"a""#, "field_length /BRIEF NOTICE.BRIEF.length error"),
            (#""BRIEF":"ab;cd""#, "field_length /BRIEF NOTICE.BRIEF.length error"),
            (#""MINUTE":"202602290000""#, "field_date /MINUTE NOTICE.MINUTE.date error"),
            (#""MINUTE":"202602282400""#, "field_date /MINUTE NOTICE.MINUTE.date error"),
            (#""MINUTE":"202602282360""#, "field_date /MINUTE NOTICE.MINUTE.date error"),
            (#""MINUTE":"20260228235959""#, "field_date /MINUTE NOTICE.MINUTE.date error"),
            (#""MINUTE":202602282359"#, "field_type /MINUTE NOTICE.MINUTE.type error"),
            // A type that is not found only warns; what has no form at all refuses.
            (#""GUESSED":123"#, "field_number /GUESSED NOTICE.GUESSED.digits warning"),
            (#""GUESSED":"twelve""#, "field_number /GUESSED NOTICE.GUESSED.digits warning"),
            (#""GUESSED":true"#, "field_type /GUESSED NOTICE.GUESSED.type warning"),
            (#""GUESSED":[12]"#, "field_type /GUESSED NOTICE.GUESSED.type error"),
            (#""GUESSED":{}"#, "field_type /GUESSED NOTICE.GUESSED.type error"),
            (#""GUESSED_DAY":20240229"#, "field_type /GUESSED_DAY NOTICE.GUESSED_DAY.type warning"),
            (#""GUESSED_DAY":"20240230""#, "field_date /GUESSED_DAY NOTICE.GUESSED_DAY.date warning"),
            // L refuses elsewhere; here it is doubtful whether it applies.
            (#""DOUBTED":"c3""#, "field_code /DOUBTED NOTICE.DOUBTED.list warning"),
            (#""EXTRA":1"#, "field_unknown /EXTRA NOTICE.unknown error"),
        ] as [(String, String)]
    )
    func reports(members: String, expected: String) {
        #expect(problems(members) == [expected])
    }

    @Test func aDataSetWithoutNumberGoesByItsName() {
        #expect(program.number == nil)
        #expect(program.stem == "NOTICE")
        #expect(program.directory == "national/v9/engineering/NOTICE")
        #expect(program.completeness == .fieldsOnly)
        #expect(program.ruleIDs.contains("NOTICE.BRIEF.length"))
        #expect(program.registration.map(\.kind) == [.unique, .immutable, .parent, .repeat, .filingHeld])
        #expect(program.registration[2].contract == "SAMPLE")
        #expect(program.registration[3].fields == ["BODY", "STAMP"])
    }
}
