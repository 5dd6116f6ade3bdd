import Core
import Testing

/// Each conversion of docs/specs/dialect.md §6, with values worked out by hand.
struct ConversionTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let conversions: String
        let input: String
        /// The JSON that is written; nil when nothing is.
        let output: String?
        /// The code of the problem; nil when all is well.
        var problem: String?

        var testDescription: String { "\(conversions) \(input)" }
    }

    static let writing = [
        Row(conversions: "", input: #""a\u0041\n中""#, output: #""a\u0041\n中""#),
        Row(conversions: "", input: "1.50", output: "1.50"),
        Row(conversions: "", input: "null", output: nil),
        Row(conversions: "", input: #""""#, output: nil),
        Row(conversions: "", input: "[1]", output: nil, problem: "field_type"),
        Row(conversions: #"{"codes": "grade"}"#, input: #""b""#, output: #""beta""#),
        Row(conversions: #"{"codes": "grade"}"#, input: #""c""#, output: nil, problem: "field_code"),
        Row(conversions: #"{"codes": "kept"}"#, input: #""c""#, output: #""c""#),
        Row(conversions: #"{"codes": "dropped"}"#, input: #""c""#, output: nil),
        Row(conversions: #"{"codes": "nine"}"#, input: #""c""#, output: #""nine""#),
        Row(conversions: #"{"date": "iso8601"}"#, input: #""20240229235959""#, output: #""2024-02-29T23:59:59+08:00""#),
        Row(conversions: #"{"date": "iso8601"}"#, input: #""20240229""#, output: #""2024-02-29T00:00:00+08:00""#),
        Row(
            conversions: #"{"date": "yyyy-MM-dd HH:mm:ss"}"#,
            input: #""20240229235959""#,
            output: #""2024-02-29 23:59:59""#
        ),
        Row(conversions: #"{"date": "yyyy/MM/dd"}"#, input: #""20240229235959""#, output: #""2024/02/29""#),
        Row(conversions: #"{"date": "iso8601"}"#, input: #""20230229""#, output: nil, problem: "field_date"),
        Row(conversions: #"{"date": "iso8601"}"#, input: #""tomorrow""#, output: nil, problem: "field_date"),
        Row(conversions: #"{"scale": {"factor": "10000"}}"#, input: #""5.84""#, output: #""58400""#),
        Row(conversions: #"{"scale": {"factor": "10000"}}"#, input: "0.00005", output: "0.5"),
        Row(conversions: #"{"scale": {"factor": "10000"}}"#, input: "-12.340", output: "-123400"),
        Row(conversions: #"{"scale": {"factor": "10000", "divide": true}}"#, input: #""58400""#, output: #""5.84""#),
        Row(
            conversions: #"{"scale": {"factor": "3", "divide": true}}"#,
            input: #""10""#,
            output: nil,
            problem: "field_number"
        ),
        Row(conversions: #"{"scale": {"factor": "3", "divide": true}}"#, input: #""9""#, output: #""3""#),
        Row(conversions: #"{"scale": {"factor": "10000"}}"#, input: #""much""#, output: nil, problem: "field_number"),
        Row(
            conversions: #"{"scale": {"factor": "10000"}}"#,
            input: "99999999999999999999999999999999999999",
            output: nil,
            problem: "field_number"
        ),
        Row(conversions: #""number""#, input: #""007.50""#, output: "7.50"),
        Row(conversions: #""number""#, input: "1.5e3", output: "1500"),
        Row(conversions: #""number""#, input: #""-0.5""#, output: "-0.5"),
        Row(conversions: #""number""#, input: #""1,000""#, output: nil, problem: "field_number"),
        Row(conversions: #""number""#, input: #""1e999""#, output: nil, problem: "field_number"),
        Row(conversions: #""integer""#, input: #""12.00""#, output: "12"),
        Row(conversions: #""integer""#, input: #""12.01""#, output: nil, problem: "field_number"),
        Row(conversions: #""string""#, input: "3e5", output: #""300000""#),
        Row(conversions: #""string""#, input: "true", output: #""true""#),
        Row(conversions: #"{"boolean": {"true": "1", "false": "0"}}"#, input: #""1""#, output: "true"),
        Row(conversions: #"{"boolean": {"true": "1", "false": "0"}}"#, input: "0", output: "false"),
        Row(
            conversions: #"{"boolean": {"true": "1", "false": "0"}}"#,
            input: #""2""#,
            output: nil,
            problem: "field_code"
        ),
        Row(conversions: #"{"separator": {"from": ";", "to": ","}}"#, input: #""a;b;""#, output: #""a,b""#),
        Row(
            conversions: #"{"separator": {"from": ";", "to": ","}}"#,
            input: #""a,b;c""#,
            output: nil,
            problem: "field_type"
        ),
        Row(conversions: #"{"split": ";"}"#, input: #""甲;乙;""#, output: #"["甲","乙"]"#),
        Row(conversions: #"{"split": ";"}, {"codes": "grade"}"#, input: #""a;b""#, output: #"["alpha","beta"]"#),
        Row(conversions: #"{"split": ";"}, "number""#, input: #""1;2.5""#, output: "[1,2.5]"),
        Row(conversions: #"{"split": ";"}, {"join": "|"}"#, input: #""a;b""#, output: #""a|b""#),
        Row(conversions: #"{"split": ";"}, {"item": 1}"#, input: #""a;b""#, output: #""b""#),
        Row(conversions: #"{"split": ";"}, {"item": 2}"#, input: #""a;b""#, output: nil),
        Row(conversions: #"{"pad": {"to": 7, "with": "0"}}"#, input: #""C02""#, output: #""C020000""#),
        Row(conversions: #"{"pad": {"to": 4, "with": "x", "side": "left"}}"#, input: #""中""#, output: #""xxx中""#),
        Row(conversions: #"{"prefix": "P\""}"#, input: #""1""#, output: #""P\"1""#),
        Row(conversions: #"{"strip": "P"}"#, input: #""P1""#, output: #""1""#),
        Row(conversions: #"{"strip": "P"}"#, input: #""1""#, output: nil, problem: "field_type"),
        Row(conversions: #"{"slice": [1, 2]}"#, input: #""一二三四""#, output: #""二三""#),
        Row(conversions: #"{"slice": [4, 2]}"#, input: #""一二三四""#, output: nil),
        Row(conversions: #"{"replace": {"from": "--", "to": "+"}}"#, input: #""a---b""#, output: #""a+-b""#),
        Row(conversions: #""trim""#, input: #""\u3000 甲 乙\t""#, output: #""甲 乙""#),
        Row(conversions: #""upper""#, input: #""aé1""#, output: #""Aé1""#),
        Row(conversions: #""lower""#, input: #""AÉ1""#, output: #""aÉ1""#),
    ]

    @Test(arguments: writing)
    func writes(row: Row) throws {
        let fixture = try DialectFixture(#""write": [{"to": "/x", "from": "NOTE", "as": [\#(row.conversions)]}]"#)
        let outcome = try fixture.write(#"{"NOTE": \#(row.input)}"#)
        if let problem = row.problem {
            #expect(outcome.text == nil)
            #expect(outcome.problems == ["\(problem) /NOTE probe.SAMPLE./x"])
        } else if let output = row.output {
            #expect(outcome.problems == [])
            #expect(outcome.text == #"{"x":\#(output)}"#)
        } else {
            // A document in which nothing stands is no document.
            #expect(outcome.problems == ["translation_failed  probe.SAMPLE"])
        }
    }

    static let reading = [
        Row(conversions: #"{"codes": "grade"}"#, input: #""beta""#, output: #""b""#),
        Row(conversions: #"{"codes": "dropped"}"#, input: #""gamma""#, output: #""b""#),
        Row(conversions: #"{"codes": "kept"}"#, input: #""gamma""#, output: nil),
        Row(conversions: #"{"boolean": {"true": "1", "false": "0"}}"#, input: "false", output: #""0""#),
        Row(
            conversions: #"{"boolean": {"true": "1", "false": "0"}}"#,
            input: #""no""#,
            output: nil,
            problem: "field_code"
        ),
        Row(conversions: #"{"join": ";"}"#, input: #"["a", null, "c"]"#, output: #""a;;c""#),
        Row(conversions: #"{"join": ";"}"#, input: #"["a;b", "c"]"#, output: nil, problem: "field_type"),
        Row(conversions: #"{"join": ";"}"#, input: #""a""#, output: #""a""#),
        Row(conversions: #"{"join": ";"}"#, input: #"[{}]"#, output: nil, problem: "field_type"),
        Row(conversions: "", input: #"["a"]"#, output: nil, problem: "field_type"),
    ]

    @Test(arguments: reading)
    func reads(row: Row) throws {
        let fixture = try DialectFixture(#""read": [{"to": "NOTE", "from": "/x", "as": [\#(row.conversions)]}]"#)
        let outcome = try fixture.read(#"{"x": \#(row.input)}"#)
        if let problem = row.problem {
            #expect(outcome.problems == ["\(problem) /x probe.SAMPLE.NOTE"])
        } else {
            #expect(outcome.problems == [])
            #expect(outcome.text == row.output.map { #"{"NOTE":\#($0)}"# } ?? "{}")
        }
    }

    /// The target says how many digits a date has; offsets are brought to +08:00 (1970-01-01T00:00Z is eight o'clock).
    @Test(arguments: [
        ("iso8601", "2026-03-15T23:30:00Z", "START", "20260316073000"),
        ("iso8601", "2026-03-16T07:30:00.999+08:00", "START", "20260316073000"),
        ("iso8601", "1970-01-01T00:00:00Z", "DAY", "19700101"),
        ("iso8601", "2025-12-31T20:00:00-05:00", "DAY", "20260101"),
        ("yyyy-MM-dd HH:mm", "2026-03-16 07:30", "START", "20260316073000"),
        ("yyyy年MM月dd日", "2026年03月16日", "DAY", "20260316"),
    ])
    func readsDates(form: String, text: String, field: String, digits: String) throws {
        let fixture = try DialectFixture(#""read": [{"to": "\#(field)", "from": "/x", "as": [{"date": "\#(form)"}]}]"#)
        #expect(try fixture.read(#"{"x": "\#(text)"}"#).text == #"{"\#(field)":"\#(digits)"}"#)
    }

    @Test(arguments: ["2026-02-30T00:00:00Z", "2026-03-16", "16.03.2026", "9999-12-31T23:59:59Z", ""])
    func refusesOtherDates(text: String) throws {
        let fixture = try DialectFixture(#""read": [{"to": "START", "from": "/x", "as": [{"date": "iso8601"}]}]"#)
        let outcome = try fixture.read(#"{"x": "\#(text)"}"#)
        #expect(outcome.problems == (text.isEmpty ? [] : ["field_date /x probe.SAMPLE.START"]))
    }

    /// Amounts by unit: 万元 are ten thousand yuan each.
    @Test func scalesByUnit() throws {
        let fixture = try DialectFixture(
            #""write": [{"to": "/yuan", "from": "MONEY", "as": [{"scale": {"unit": "UNIT", "factors": {"0": "1", "1": "10000"}}}, "number"]}]"#
        )
        #expect(try fixture.write(#"{"MONEY": "5.84", "UNIT": "1"}"#).text == #"{"yuan":58400}"#)
        #expect(try fixture.write(#"{"MONEY": 5.84, "UNIT": "0"}"#).text == #"{"yuan":5.84}"#)
        #expect(try fixture.write(#"{"MONEY": 1, "UNIT": "7"}"#).problems == ["field_code /MONEY probe.SAMPLE./yuan"])
        #expect(try fixture.write(#"{"MONEY": 1}"#).problems == ["field_missing /MONEY probe.SAMPLE./yuan"])
    }
}
