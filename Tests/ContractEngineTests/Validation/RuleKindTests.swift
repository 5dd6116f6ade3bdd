import ContractEngine
import Core
import Testing

/// Conditions and record rules of version 1.1 of docs/specs/contract.md; expectations by hand.
struct RuleKindTests {
    private static let amount = #""kind": "amount-at-most", "field": "PART", "limit": "10", "policy": "reject""#

    /// Each condition decides whether B is needed.
    @Test(
        arguments: [
            (#"{"field": "A", "in": ["x"]}"#, #""A":"x""#, true), (#"{"field": "A", "in": ["x"]}"#, #""A":"y""#, false),
            (#"{"field": "A", "not-in": ["x"]}"#, #""A":"y""#, true),
            (#"{"field": "A", "not-in": ["x"]}"#, #""A":"x""#, false),
            (#"{"field": "A", "not-in": ["x"]}"#, "", false),
            (#"{"field": "A", "not-in": ["x"]}"#, #""A":null"#, false),
            (#"{"field": "MANY", "not-in": ["x"]}"#, #""MANY":"y;z""#, true),
            (#"{"field": "MANY", "not-in": ["x"]}"#, #""MANY":"y;x""#, false),
            (#"{"field": "C", "not-in": ["x"]}"#, #""C":"long""#, false),
            (#"{"field": "A", "present": true}"#, #""A":"y""#, true), (#"{"field": "A", "present": true}"#, "", false),
            (#"{"field": "A", "present": true}"#, #""A":"""#, false),
            (#"{"field": "A", "present": true}"#, #""A":"-""#, false),
            (#"{"field": "C", "present": true}"#, #""C":"long""#, true),
            (#"{"field": "A", "present": false}"#, "", true),
            (#"{"field": "A", "present": false}"#, #""A":null"#, true),
            (#"{"field": "A", "present": false}"#, #""A":"无""#, true),
            (#"{"field": "A", "present": false}"#, #""A":"y""#, false),
            (#"{"field": "A", "starts": "G0"}"#, #""A":"G01""#, true),
            (#"{"field": "A", "starts": "G0"}"#, #""A":"\u00470""#, true),
            (#"{"field": "A", "starts": "G0"}"#, #""A":"G""#, false),
            (#"{"field": "A", "starts": "G0"}"#, #""A":"AG0""#, false),
            (#"{"field": "A", "starts": "中"}"#, #""A":"中文""#, true),
            (#"{"field": "A", "starts": "b"}"#, #""A":"a;b""#, false),
            (#"{"field": "MANY", "starts": "b"}"#, #""MANY":"a;b""#, true),
            (#"{"field": "MANY", "starts": "b"}"#, #""MANY":"ab;c;""#, false),
        ] as [(String, String, Bool)]
    )
    func conditionsHold(condition: String, members: String, expected: Bool) throws {
        let rule = #""kind": "required-when", "when": [\#(condition)], "fields": ["B"], "policy": "reject""#
        let found = try RuleFixture.problems(rule, members)
        #expect(found.contains("rule_required B error") == expected)
    }

    /// A change brings only the columns it touches: what is absent may well be known.
    @Test func absenceIsNotConcludedFromAChange() throws {
        let rule = #""kind": "forbidden-when", "when": [{"field": "A", "present": false}], "policy": "reject""#
        #expect(try RuleFixture.problems(rule, "") == ["rule_forbidden A error"])
        #expect(try RuleFixture.problems(rule, "", .change) == [])
        let other = #""kind": "forbidden-when", "when": [{"field": "A", "present": true}], "policy": "reject""#
        #expect(try RuleFixture.problems(other, #""A":"x""#, .change) == ["rule_forbidden A error"])
    }

    /// `when` belongs to every kind.
    @Test(
        arguments: [
            (#""kind": "prefix", "field": "A", "prefix": "ID""#, #""A":"y""#, "rule_prefix A error"),
            (
                #""kind": "compare", "left": "FROM", "operator": "<", "right": "TO""#,
                #""FROM":"20260102000000","TO":"20260101""#, "rule_comparison FROM error"
            ),
            (#""kind": "one-of", "alternatives": [["A"], ["C"]]"#, "", "rule_required A error"),
            (
                #""kind": "items-match", "fields": ["MANY", "MORE"]"#, #""MANY":"a","MORE":"a,b""#,
                "rule_comparison MORE error"
            ),
            (
                #""kind": "clock", "from": "FROM", "to": "TO", "unit": "days", "atLeast": 1"#,
                #""FROM":"20260102000000","TO":"20260102""#, "rule_clock TO error"
            ),
            (
                #""kind": "ratio-at-most", "field": "PART", "of": "WHOLE", "limit": "0.5""#, #""PART":6,"WHOLE":10"#,
                "rule_amount PART error"
            ),
        ] as [(String, String, String)]
    )
    func rulesTakeConditions(rule: String, members: String, expected: String) throws {
        let conditional = rule + #", "policy": "reject", "when": [{"field": "B", "in": ["1"]}]"#
        let separator = members.isEmpty ? "" : ","
        #expect(try RuleFixture.problems(conditional, members) == [])
        #expect(try RuleFixture.problems(conditional, members + separator + #""B":"2""#) == [])
        #expect(try RuleFixture.problems(conditional, members + separator + #""B":"1""#) == [expected])
    }

    @Test(
        arguments: [
            ("", ["rule_required A error"]), (#""A":"1""#, ["rule_required A error"]), (#""A":"1","B":"2""#, []),
            (#""C":"1""#, ["rule_required A error"]), (#""D":"1""#, []), (#""A":"1","C":"2","D":"3""#, []),
            (#""A":"1","B":"无""#, ["field_placeholder B warning"]), (#""A":"1","B":"""#, ["rule_required A error"]),
            (#""A":"1","B":7"#, ["field_type B error"]),
        ] as [(String, [String])]
    )
    func oneGroupIsWhole(members: String, expected: [String]) throws {
        let rule = #""kind": "one-of", "alternatives": [["A", "B"], ["D"]], "policy": "reject""#
        #expect(try RuleFixture.problems(rule, members) == expected)
        #expect(try RuleFixture.problems(rule, members, .change).contains("rule_required A error") == false)
    }

    @Test(
        arguments: [
            (#""MANY":"a;b","MORE":"1,2","THIRD":"x;y""#, true), (#""MANY":"a;b;","MORE":"1,2","THIRD":"x;y""#, true),
            (#""MANY":"a;;b","MORE":"1,2,3","THIRD":"x;y;z""#, true),
            (#""MANY":"a;b","MORE":"1;2","THIRD":"x;y""#, false),
            (#""MANY":"a;b","MORE":"1,2","THIRD":"x""#, false),
            (#""MANY":"a\u003bb","MORE":"1,2","THIRD":"x;y""#, true),
            (#""MANY":"a;b","MORE":"1","THIRD":"x;y""#, false), (#""MANY":"a;b","MORE":"1""#, true),
            (#""MANY":"a;b","MORE":"1","THIRD":null"#, true),
        ]
    )
    func parallelFieldsMatch(members: String, expected: Bool) throws {
        let rule = #""kind": "items-match", "fields": ["MANY", "MORE", "THIRD"], "policy": "warn""#
        #expect(try RuleFixture.problems(rule, members) == (expected ? [] : ["rule_comparison MORE warning"]))
    }

    /// Calendar days: day(to) - day(from), whatever the clock; across a leap day and the turn of a year.
    @Test(
        arguments: [
            ("atLeast", 3, "20260101235959", "20260104", true), ("atLeast", 3, "20260101000000", "20260103", false),
            ("atLeast", 1, "20240228120000", "20240229", true), ("atLeast", 2, "20240228120000", "20240301", true),
            ("atLeast", 2, "20230228120000", "20230301", false), ("atLeast", 0, "20260101000000", "20251231", false),
            ("atMost", 30, "20251215000000", "20260114", true), ("atMost", 30, "20251215000000", "20260115", false),
            ("atMost", 0, "20260101235959", "20260101", true), ("atMost", 5, "20260110000000", "20260101", true),
            ("atLeast", 3_652_058, "00010101000000", "99991231", true),
            ("atLeast", 3_652_059, "00010101000000", "99991231", false),
        ]
    )
    func daysAreCounted(limit: String, days: Int, from: String, to: String, expected: Bool) throws {
        let rule = #""kind": "clock", "from": "FROM", "to": "TO", "unit": "days", "\#(limit)": \#(days)"#
        // Without a policy a clock only warns.
        #expect(
            try RuleFixture.problems(rule, #""FROM":"\#(from)","TO":"\#(to)""#)
                == (expected ? [] : ["rule_clock TO warning"])
        )
    }

    /// Working days after the first day up to and with the last. In 2026: 13 February is a Friday, 14 (Saturday) is
    /// worked, 15 to 23 are free, 24 is a Tuesday, 28 (Saturday) is worked, 1 March a Sunday.
    @Test(
        arguments: [
            ("20260212000000", "20260213", 1), ("20260213000000", "20260214", 1), ("20260214000000", "20260223", 0),
            ("20260213000000", "20260224", 2), ("20260213000000", "20260228", 6), ("20260213000000", "20260301", 6),
            ("20260213000000", "20260302", 7), ("20260213000000", "20260213", 0), ("20260214000000", "20260213", -1),
            ("20260224000000", "20260213", -2),
            // A year without data has weekends only: 2 March 2029 is a Friday.
            ("20290302000000", "20290305", 1), ("20290302000000", "20290309", 5), ("20290302000000", "20290304", 0),
            // Whole weeks, before 1970 too: 1 January 1900 and 7 January 2030 are Mondays.
            ("19000101000000", "19000108", 5), ("19000101000000", "19000106", 4),
        ]
    )
    func workingDaysAreCounted(from: String, to: String, days: Int) throws {
        let members = #""FROM":"\#(from)","TO":"\#(to)""#
        func verdict(_ limit: String) throws -> [String] {
            try RuleFixture.problems(
                #""kind": "clock", "from": "FROM", "to": "TO", "unit": "working-days", \#(limit)"#,
                members
            )
        }
        let broken = ["rule_clock TO warning"]
        #expect(try verdict(#""atLeast": \#(max(days, 0))"#) == (days < 0 ? broken : []))
        #expect(try verdict(#""atLeast": \#(max(days, 0) + 1)"#) == broken)
        #expect(try verdict(#""atMost": \#(max(days, 0))"#) == [])
        if days > 0 { #expect(try verdict(#""atMost": \#(days - 1)"#) == broken) }
    }

    @Test(
        arguments: [
            ("202602131200", "20260214", true), ("202602131200", "20260216", false),
            ("202602131200", "20260223", false),
            ("202602131200", "20260221", false), ("202602131200", "20260228", true),
            ("202602131200", "20260301", false),
            ("202603021200", "20260303", true), ("202603021200", "20260307", false),
            ("202603021200", "20260308", false),
        ]
    )
    func theLastDayIsWorked(from: String, to: String, expected: Bool) throws {
        let rule = #""kind": "clock", "from": "AT", "to": "TO", "unit": "days", "atLeast": 0, "endsOnWorkingDay": true"#
        #expect(
            try RuleFixture.problems(rule, #""AT":"\#(from)","TO":"\#(to)""#)
                == (expected ? [] : ["rule_clock TO warning"])
        )
    }

    @Test(
        arguments: [
            #""FROM":"20260101000000""#, #""TO":"20260101""#, #""FROM":null,"TO":"20260101""#,
            #""FROM":"00000000000000","TO":"20260101""#, #""FROM":"20260101","TO":"20260101""#,
        ]
    )
    func aClockNeedsBothDates(members: String) throws {
        let rule = #""kind": "clock", "from": "FROM", "to": "TO", "unit": "days", "atLeast": 99"#
        #expect(try RuleFixture.problems(rule, members).contains { $0.hasPrefix("rule_clock") } == false)
    }

    /// Two per cent, in yuan (0) and ten thousand yuan (1); exact to the last decimal.
    @Test(
        arguments: [
            (#""PART":"20000","UNIT":"0","WHOLE":"100","OTHER":"1""#, true),
            (#""PART":"20000.000001","UNIT":"0","WHOLE":"100","OTHER":"1""#, false),
            (#""PART":"2","UNIT":"1","WHOLE":"1000000","OTHER":"0""#, true),
            (#""PART":"2.000001","UNIT":"1","WHOLE":"1000000","OTHER":"0""#, false),
            (#""PART":2e0,"UNIT":"0","WHOLE":1e2,"OTHER":"0""#, true),
            (#""PART":"2","UNIT":"0","WHOLE":"99.999999","OTHER":"0""#, false),
            (#""PART":"99999999999999.999999","UNIT":"1","WHOLE":"0.000001","OTHER":"0""#, false),
            // Skipped: no whole, a whole that is none, an unknown unit, no unit.
            (#""PART":"2","UNIT":"0","WHOLE":"0","OTHER":"0""#, true),
            (#""PART":"2","UNIT":"0","WHOLE":"-5","OTHER":"0""#, true),
            (#""PART":"2","UNIT":"0""#, true), (#""PART":"2","UNIT":"9","WHOLE":"1","OTHER":"0""#, true),
            (#""PART":"2","WHOLE":"1","OTHER":"0""#, true), (#""PART":"-2","UNIT":"0","WHOLE":"1","OTHER":"0""#, true),
        ]
    )
    func aPartIsNotTooLarge(members: String, expected: Bool) throws {
        let rule =
            #""kind": "ratio-at-most", "field": "PART", "unit": "UNIT", "of": "WHOLE", "ofUnit": "OTHER", "units": {"0": "1", "1": "10000"}, "limit": "0.02", "policy": "reject""#
        #expect(try RuleFixture.problems(rule, members) == (expected ? [] : ["rule_amount PART error"]))
    }

    /// The allow-list of a ceiling: all its conditions together lift it.
    @Test func aCeilingHasExceptions() throws {
        let rule = Self.amount + #", "unless": [{"field": "A", "in": ["big"]}, {"field": "B", "starts": "E"}]"#
        #expect(try RuleFixture.problems(rule, #""PART":11"#) == ["rule_amount PART error"])
        #expect(try RuleFixture.problems(rule, #""PART":11,"A":"big""#) == ["rule_amount PART error"])
        #expect(try RuleFixture.problems(rule, #""PART":11,"A":"big","B":"E1""#) == [])
        #expect(try RuleFixture.problems(rule, #""PART":10"#) == [])
    }

    /// Mistakes, as `key: English`.
    @Test(
        arguments: [
            (
                #""kind": "one-of", "alternatives": [["A"]], "policy": "warn""#,
                "rules[0].alternatives: must be an array of at least two groups of fields"
            ),
            (
                #""kind": "one-of", "alternatives": [["A"], []], "policy": "warn""#,
                "rules[0].alternatives[1]: a group must be an array of field names"
            ),
            (
                #""kind": "one-of", "alternatives": [["A"], ["X"]], "policy": "warn""#,
                "rules[0].alternatives[1][0]: there is no field X"
            ),
            (#""kind": "one-of", "alternatives": [["A"], ["B"]]"#, "rules[0].policy: is missing"),
            (
                #""kind": "items-match", "fields": ["MANY"], "policy": "warn""#,
                "rules[0].fields: needs at least two fields"
            ),
            (
                #""kind": "items-match", "fields": ["MANY", "A"], "policy": "warn""#,
                "rules[0].fields[1]: field A has no separator"
            ),
            (
                #""kind": "clock", "from": "FROM", "to": "TO", "unit": "days""#,
                "rules[0].atLeast: needs either atLeast or atMost"
            ),
            (
                #""kind": "clock", "from": "FROM", "to": "TO", "unit": "days", "atLeast": 1, "atMost": 2"#,
                "rules[0].atLeast: needs either atLeast or atMost"
            ),
            (
                #""kind": "clock", "from": "FROM", "to": "TO", "unit": "weeks", "atLeast": 1"#,
                "rules[0].unit: must be one of days, working-days"
            ),
            (
                #""kind": "clock", "from": "FROM", "to": "A", "unit": "days", "atLeast": 1"#,
                "rules[0].to: counts days between two dates only"
            ),
            (
                #""kind": "clock", "from": "FROM", "to": "TO", "unit": "days", "atLeast": -1"#,
                "rules[0].atLeast: must be an integer of at least 0"
            ),
            (
                #""kind": "ratio-at-most", "field": "PART", "of": "FREE", "limit": "0.02", "policy": "warn""#,
                "rules[0].of: needs digits, at most 37 together"
            ),
            (
                #""kind": "ratio-at-most", "field": "PART", "of": "WHOLE", "unit": "UNIT", "limit": "2", "policy": "warn""#,
                "rules[0].units: is missing"
            ),
            (
                #""kind": "ratio-at-most", "field": "PART", "of": "WHOLE", "units": {"0": "1"}, "limit": "2", "policy": "warn""#,
                "rules[0].unit: is missing"
            ),
            (
                #""kind": "ratio-at-most", "field": "PART", "of": "WHOLE", "limit": "2%", "policy": "warn""#,
                "rules[0].limit: must be a positive decimal number"
            ),
            (
                #""kind": "prefix", "field": "A", "prefix": "B", "unless": [], "policy": "warn""#,
                "rules[0].unless: unknown key"
            ),
            (
                #""kind": "forbidden-when", "when": [{"field": "A"}], "policy": "warn""#,
                "rules[0].when[0].in: is missing"
            ),
            (
                #""kind": "forbidden-when", "when": [{"field": "A", "in": ["1"], "present": true}], "policy": "warn""#,
                "rules[0].when[0].present: cannot stand beside in"
            ),
            (
                #""kind": "forbidden-when", "when": [{"field": "A", "present": "yes"}], "policy": "warn""#,
                "rules[0].when[0].present: must be true or false"
            ),
            (
                #""kind": "forbidden-when", "when": [{"field": "A", "starts": ""}], "policy": "warn""#,
                "rules[0].when[0].starts: must be a non-empty string"
            ),
        ]
    )
    func aMistakeIsNamed(rule: String, expected: String) throws {
        let failure = #expect(throws: ContractLoadFailure.self) { try RuleFixture.program([rule]) }
        #expect(failure?.problems.map { "\($0.key): \($0.message.en)" }.contains(expected) == true)
    }

    @Test(
        arguments: [
            (#""20260214""#, #""20260215""#, "years.2026.workdays[0]: must not be among the holidays"),
            (#""20260214""#, #""20260229""#, "years.2026.workdays[0]: 20260229 must be a day yyyyMMdd of 2026"),
            (#""20260214""#, #""20250214""#, "years.2026.workdays[0]: 20250214 must be a day yyyyMMdd of 2026"),
            (#""2026":"#, #""26":"#, "years.26: must be a year of four digits"),
            (#", "source": "s""#, "", "years.2026.source: is missing"),
            (
                #""grade": "FOUND""#, #""grade": "SURE""#,
                "years.2026.grade: must be one of FOUND, LABEL_SUPPLIED, INFERRED, RECALLED"
            ),
        ]
    )
    func theCalendarIsChecked(old: String, new: String, expected: String) throws {
        #expect(RuleFixture.calendar.contains(old))
        let fixture = try ContractFixture(replacing: [
            RuleFixture.calendarPath: RuleFixture.calendar.replacing(old, with: new)
        ])
        let failure = #expect(throws: ContractLoadFailure.self) { try fixture.load() }
        #expect(failure?.problems.map { "\($0.key): \($0.message.en)" } == [expected])
    }
}
