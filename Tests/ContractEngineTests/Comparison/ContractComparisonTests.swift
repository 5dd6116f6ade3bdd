import ContractEngine
import Core
import Testing

/// Single changes of a contract: what the comparison says of them, both ways, and that a record shows it.
struct ContractComparisonTests {
    private static let records = [
        #"{"CASE": "12345", "NAME": "名", "STAMP": "20260105093000"}"#,
        #"""
        {"CASE": "12345", "NAME": "abcd", "STAMP": "20260105093000", "CODES": "c1;c2", "NOTE": "1;2", "KIND": "a", "UNIT": "0",
         "OWNER": "91350100MA00000230", "MONEY": "1", "LIMIT": "2", "GRADE": "1", "START": "20260105093000",
         "FINISH": "20260106093000", "DAY": "20260105", "PART": "12345a", "LONG": "1234567"}
        """#,
    ]

    /// A change, the rules that can fail after it, and those that could fail were it taken back.
    struct Case: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        var forward: [String] = []
        var backward: [String] = []
        /// Rules for which no record can be expected.
        var undecided: Set<String> = []

        var testDescription: String { "\(old) -> \(new)" }
    }

    static let cases = [
        Case(old: #""length": 4, "required": true"#, new: #""length": 3, "required": true"#, forward: ["NAME.length"]),
        Case(old: #""length": 4, "required": true"#, new: #""length": 4"#, backward: ["NAME.required"]),
        Case(
            old: #""length": 4, "required": true"#,
            new: #""length": 4, "fixed": true, "required": true"#,
            forward: ["NAME.length"]
        ),
        Case(
            old: #""length": 6, "separator": ";""#,
            new: #""length": 6, "minLength": 3, "separator": ";""#,
            forward: ["NOTE.length"]
        ),
        Case(
            old: #""name": "DAY", "title": "日", "type": "T8""#,
            new: #""name": "DAY", "title": "日", "type": "T14""#,
            forward: ["DAY.date"],
            backward: ["DAY.date"]
        ),
        Case(
            old: #""name": "FINISH", "title": "终", "type": "T14""#,
            new: #""name": "FINISH", "title": "终", "type": "T14", "typeGrade": "INFERRED""#,
            backward: ["FINISH.type", "window"],
            undecided: ["window"]
        ),
        Case(old: #""type": "N", "digits": [3, 2]"#, new: #""type": "N", "digits": [3, 1]"#, forward: ["MONEY.digits"]),
        Case(
            old: #""type": "N", "digits": [3, 2]"#,
            new: #""type": "N", "digits": [4, 2]"#,
            backward: ["MONEY.digits"]
        ),
        Case(old: #""separator": ";", "list": "L""#, new: #""separator": ";", "list": "W""#, backward: ["CODES.list"]),
        Case(old: #""type": "C", "list": "LONG""#, new: #""type": "C""#, backward: ["LONG.list"]),
        Case(
            old: #""length": 1, "values": [{"code": "a", "title": "甲"}, "#,
            new: #""length": 1, "values": ["#,
            forward: ["KIND.list"]
        ),
        Case(
            old: #""separator": ";", "list": "L""#,
            new: #""separator": ",", "list": "L""#,
            forward: ["CODES.length", "CODES.list", "needs"],
            backward: ["CODES.length", "CODES.list", "needs"],
            undecided: ["CODES.list", "needs"]
        ),
        Case(old: #""type": "C", "check": "uscc""#, new: #""type": "C""#, backward: ["OWNER.uscc"]),
        Case(
            old: #""operator": "<", "right": "FINISH""#,
            new: #""operator": "<=", "right": "FINISH""#,
            backward: ["window"]
        ),
        Case(
            old: #""operator": "<", "right": "FINISH""#,
            new: #""operator": "==", "right": "FINISH""#,
            forward: ["window"],
            backward: ["window"]
        ),
        Case(
            old: #""operator": ">=", "right": "START", "policy": "warn""#,
            new: #""operator": ">=", "right": "START", "policy": "reject""#,
            forward: ["day"]
        ),
        Case(old: #""limit": "50000""#, new: #""limit": "60000""#, backward: ["most"]),
        Case(old: #""fields": ["NOTE", "UNIT"]"#, new: #""fields": ["NOTE"]"#, backward: ["needs"]),
        Case(old: #"{"field": "UNIT", "in": ["9"]}"#, new: #"{"field": "UNIT", "in": ["8", "9"]}"#, forward: ["never"]),
        Case(old: #"{"field": "KIND", "in": ["b"]}, {"field": "UNIT""#, new: #"{"field": "UNIT""#, forward: ["never"]),
        Case(
            old: #""id": "silent", "kind": "prefix", "field": "NAME", "prefix": "CASE", "policy": "off""#,
            new: #""id": "silent", "kind": "prefix", "field": "NAME", "prefix": "CASE", "policy": "reject""#,
            forward: ["silent"]
        ),
        Case(old: #""title": "软""#, new: #""title": "柔""#),
        Case(old: #""name": "SOFT""#, new: #""name": "HARD""#, forward: ["unknown"], backward: ["unknown"]),
    ]

    private static func programs(_ item: Case) throws -> (ContractProgram, ContractProgram) {
        #expect(ContractFixture.contract.contains(item.old))
        let changed = ContractFixture.contract.replacing(item.old, with: item.new)
            .replacing(#""version": "1.0""#, with: #""version": "2.0""#)
        let catalog = try ContractFixture(replacing: ["national/v9/engineering/900-SAMPLE/2.0/contract.json": changed])
            .load()
        return (
            try #require(catalog.program(named: "SAMPLE", version: "1.0")),
            try #require(catalog.program(named: "SAMPLE", version: "2.0"))
        )
    }

    @Test(arguments: cases)
    func aSingleChange(_ item: Case) throws {
        let (first, second) = try Self.programs(item)
        let comparison = ContractComparison(first, second, records: Self.records.map { Array($0.utf8) })
        #expect(comparison.forward.map { String($0.rule.dropFirst(4)) } == item.forward)
        #expect(comparison.backward.map { String($0.rule.dropFirst(4)) } == item.backward)
        #expect(!comparison.changes.isEmpty)
        for (reasons, former, next) in [(comparison.forward, first, second), (comparison.backward, second, first)] {
            for reason in reasons {
                #expect(!reason.message.zh.isEmpty && !reason.message.en.isEmpty)
                guard let witness = reason.witness else {
                    #expect(item.undecided.contains(String(reason.rule.dropFirst(4))), "no witness of \(reason.rule)")
                    continue
                }
                var validator = RecordValidator()
                var before = ProblemList()
                var after = ProblemList()
                #expect(
                    validator.validate(
                        witness.payload,
                        against: former,
                        operation: witness.operation,
                        problems: &before
                    )
                )
                #expect(
                    !validator.validate(witness.payload, against: next, operation: witness.operation, problems: &after)
                )
                let pointer = "/\(reason.fields[0])"
                #expect(
                    after.problems.contains { problem in
                        problem.severity == .error
                            && (problem.rule == reason.rule || reason.kind == .type && problem.pointer == pointer)
                    }
                )
            }
        }
    }

    @Test func aContractIsLikeItself() throws {
        let program = try ContractFixture.program()
        let comparison = ContractComparison(program, program, records: Self.records.map { Array($0.utf8) })
        #expect(comparison.changes == [] && comparison.forward == [] && comparison.backward == [])
    }

    @Test func differencesAreToldInWords() throws {
        let item = Case(old: #""length": 4, "required": true"#, new: #""length": 8"#)
        let (first, second) = try Self.programs(item)
        let changes = ContractComparison(first, second).changes
        #expect(
            changes.map { "\($0.part.rawValue) \($0.subject): \($0.message.en)" } == [
                "head version: 1.0 becomes 2.0", "field NAME: length ≤4 becomes ≤8",
                "field NAME: is no longer required",
            ]
        )
        #expect(changes.map(\.message.zh) == ["1.0 改为 2.0", "长度由 ≤4 改为 ≤8", "不再必填"])
    }
}
