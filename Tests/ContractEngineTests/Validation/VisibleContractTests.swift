import ContractEngine
import Core
import Testing

/// Contracts for readers who see some fields only: what cannot be seen is neither demanded nor told.
struct VisibleContractTests {
    /// A rule, a record that breaks it, and all the fields that the rule looks at.
    struct Case: Sendable {
        let rule: String
        let record: String
        let fields: [String]
        let code: String
    }

    static let cases = [
        Case(
            rule:
                #""kind": "required-when", "when": [{"field": "A", "in": ["1"]}], "fields": ["B"], "policy": "reject""#,
            record: #"{"ID": "x", "A": "1"}"#,
            fields: ["A", "B"],
            code: "rule_required"
        ),
        Case(
            rule:
                #""kind": "forbidden-when", "when": [{"field": "A", "in": ["1"]}, {"field": "B", "present": false}], "policy": "reject""#,
            record: #"{"ID": "x", "A": "1"}"#,
            fields: ["A", "B"],
            code: "rule_forbidden"
        ),
        Case(
            rule:
                #""kind": "prefix", "field": "A", "prefix": "B", "when": [{"field": "D", "starts": "d"}], "policy": "reject""#,
            record: #"{"ID": "x", "A": "1", "B": "2", "D": "dd"}"#,
            fields: ["A", "B", "D"],
            code: "rule_prefix"
        ),
        Case(
            rule: #""kind": "compare", "left": "FROM", "operator": "<=", "right": "TO", "policy": "reject""#,
            record: #"{"ID": "x", "FROM": "20260102000000", "TO": "20260101"}"#,
            fields: ["FROM", "TO"],
            code: "rule_comparison"
        ),
        Case(
            rule:
                #""kind": "amount-at-most", "field": "PART", "unit": "UNIT", "units": {"0": "1"}, "limit": "5", "unless": [{"field": "D", "in": ["w"]}], "policy": "reject""#,
            record: #"{"ID": "x", "PART": 6, "UNIT": "0"}"#,
            fields: ["PART", "UNIT", "D"],
            code: "rule_amount"
        ),
        Case(
            rule: #""kind": "one-of", "alternatives": [["A", "B"], ["C", "D"]], "policy": "reject""#,
            record: #"{"ID": "x", "A": "1"}"#,
            fields: ["A", "B", "C", "D"],
            code: "rule_required"
        ),
        Case(
            rule: #""kind": "items-match", "fields": ["MANY", "THIRD"], "policy": "reject""#,
            record: #"{"ID": "x", "MANY": "a;b", "THIRD": "a"}"#,
            fields: ["MANY", "THIRD"],
            code: "rule_comparison"
        ),
        Case(
            rule: #""kind": "clock", "from": "FROM", "to": "TO", "atLeast": 5, "unit": "days", "policy": "reject""#,
            record: #"{"ID": "x", "FROM": "20260101000000", "TO": "20260102"}"#,
            fields: ["FROM", "TO"],
            code: "rule_clock"
        ),
        Case(
            rule:
                #""kind": "ratio-at-most", "field": "PART", "unit": "UNIT", "of": "WHOLE", "ofUnit": "OTHER", "units": {"0": "1"}, "limit": "0.5", "policy": "reject""#,
            record: #"{"ID": "x", "PART": 6, "UNIT": "0", "WHOLE": 10, "OTHER": "0"}"#,
            fields: ["PART", "UNIT", "WHOLE", "OTHER"],
            code: "rule_amount"
        ),
    ]

    private func codes(_ record: String, _ program: ContractProgram, _ operation: RecordOperation = .add) -> [String] {
        var problems = ProblemList()
        var validator = RecordValidator()
        _ = validator.validate(Array(record.utf8), against: program, operation: operation, problems: &problems)
        return problems.problems.map { "\($0.code.rawValue)\($0.pointer)" }
    }

    @Test(arguments: cases) func aRuleAppliesToThoseWhoSeeAllItsFields(_ test: Case) throws {
        let program = try RuleFixture.program([test.rule])
        let found = codes(test.record, program.judging(only: test.fields, writtenBy: program))
        #expect(found.count == 1 && found[0].hasPrefix(test.code + "/"), "\(found)")
        for hidden in test.fields {
            let seen = program.judging(only: test.fields.filter { $0 != hidden }, writtenBy: program)
            #expect(codes(test.record, seen) == [], "without \(hidden)")
        }
    }

    /// CASE, NAME and STAMP are required; on a change CASE, the key, and STAMP, of the group.
    @Test func onlyFieldsThatAreSeenAreDemanded() throws {
        let program = try ContractFixture.program()
        let all = program.judging(only: ["CASE", "NAME", "STAMP"], writtenBy: program)
        #expect(codes("{}", all) == ["field_missing/CASE", "field_missing/NAME", "field_missing/STAMP"])
        #expect(codes("{}", all, .change) == ["field_missing/CASE", "field_missing/STAMP"])
        let some = program.judging(only: ["NAME", "KIND"], writtenBy: program)
        #expect(codes("{}", some) == ["field_missing/NAME"])
        #expect(codes("{}", some, .change) == [])
        #expect(codes(#"{"NAME": "abcde", "KIND": "c"}"#, some) == ["field_length/NAME", "field_code/KIND"])
    }

    /// The record is in the national form still: a destination's own separator does not split it.
    @Test func valuesAreToldApartAsTheyWereWritten() throws {
        let catalog = try ContractFixture(replacing: [
            "profiles/here/profile.json": #"""
            {"profile": "here", "title": {"zh": "此地", "en": "Here"}, "base": "national/v9", "source": "s",
             "options": {"separator": ","}}
            """#
        ]).load()
        let base = try #require(catalog.program(named: "SAMPLE", version: nil))
        let here = try #require(catalog.program(named: "SAMPLE", version: nil, profile: "here"))
        #expect(codes(#"{"CODES": "c1;c2"}"#, base.judging(only: ["CODES"], writtenBy: base)) == [])
        #expect(codes(#"{"CODES": "c1;c2"}"#, here.judging(only: ["CODES"], writtenBy: base)) == [])
        #expect(codes(#"{"CODES": "c1;c2"}"#, here.judging(only: ["CODES"], writtenBy: here)) == ["field_length/CODES"])
        #expect(codes(#"{"CODES": "c1,c2"}"#, here.judging(only: ["CODES"], writtenBy: base)) == ["field_length/CODES"])
    }
}
