import ContractEngine
import Core
import Testing

/// Identifier tests, expressions inside expressions, short lists, members always demanded, packages and data sets
/// without counterpart (docs/specs/dialect.md §3 to §6).
struct ExpressionTests {
    /// A valid credit code with the organisation code in it, and an identity number with a valid check digit.
    private static let creditCode = "91350100MA0000090X"
    private static let organisationCode = "MA0000090"
    private static let identityNumber = "350100198506150025"

    @Test func onlyLetsAnIdentifierThroughThatPassesItsCheck() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [
             {"to": "/id", "first": [
              {"from": "OWNER", "as": [{"only": "uscc"}, {"prefix": "U-"}]},
              {"from": "OWNER", "as": [{"only": "organisation-code"}, {"prefix": "O-"}]},
              {"from": "NAME", "as": [{"prefix": "name:"}]}]},
             {"to": "/kind", "constant": "unified", "when": [{"field": "OWNER", "check": "uscc"}]},
             {"to": "/kind", "constant": "other"}]
            """#
        )
        for (code, expected) in [
            (Self.creditCode, #"{"id":"U-91350100MA0000090X","kind":"unified"}"#),
            (Self.organisationCode, #"{"id":"O-MA0000090","kind":"other"}"#),
            (Self.identityNumber, #"{"id":"name:n","kind":"other"}"#),
            ("91350100MA00000901", #"{"id":"name:n","kind":"other"}"#),
        ] {
            #expect(try fixture.write(#"{"NAME": "n", "OWNER": "\#(code)"}"#).text == expected)
        }
        #expect(try fixture.write(#"{"NAME": "n"}"#).text == #"{"id":"name:n","kind":"other"}"#)
    }

    @Test func expressionsNestAndNameTextsOfTheDialect() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [{"to": "/id", "concat": [{"named": "prefix"}, {"text": "-"},
             {"first": [{"concat": ["UNIT", "KIND"]}, {"from": "CODES", "as": [{"split": ";"}, {"item": 0}]}], "as": ["upper"]}]}]
            """#,
            extra: #", "texts": {"prefix": "p"}"#
        )
        #expect(try fixture.write(#"{"UNIT": "u", "KIND": "k", "CODES": "c1;c2"}"#).text == #"{"id":"p-UK"}"#)
        #expect(try fixture.write(#"{"UNIT": "u", "CODES": "c1;c2"}"#).text == #"{"id":"p-C1"}"#)
        #expect(try fixture.write(#"{"UNIT": "u"}"#).text == nil)
    }

    @Test func unknownTextsAndDepthsAreReported() throws {
        let unknown = try DialectFixture(#""write": [{"to": "/id", "concat": [{"named": "nobody"}]}]"#)
        #expect(try unknown.mistakes().contains("SAMPLE.json: write[0].concat[0].named"))
        let nested = String(repeating: #"{"first": ["#, count: 12) + #""CASE""# + String(repeating: "]}", count: 12)
        let deep = try DialectFixture(#""write": [{"to": "/id", "concat": [\#(nested)]}]"#)
        #expect(try !deep.mistakes().isEmpty)
        let check = try DialectFixture(#""write": [{"to": "/id", "from": "OWNER", "as": [{"only": "nothing"}]}]"#)
        #expect(try !check.mistakes().isEmpty)
    }

    @Test func aListWithFewerItemsMayBeDeclared() throws {
        func fixture(_ short: String) throws -> DialectFixture {
            try DialectFixture(
                #"""
                "write": [{"to": "/p", "each": {"items": ["CODES", "NOTE"], "by": ";"\#(short)},
                 "rows": [{"to": "/c", "from": "$0"}, {"to": "/n", "first": ["$1", "NOTE"]}]}]
                """#
            )
        }
        let record = #"{"CODES": "a;b", "NOTE": "x"}"#
        #expect(try fixture("").write(record).problems == ["rule_comparison /NOTE probe.SAMPLE./p"])
        let tolerant = try fixture(#", "short": "absent""#)
        #expect(try tolerant.write(record).text == #"{"p":[{"c":"a","n":"x"},{"c":"b","n":"x"}]}"#)
        let longer = #"{"CODES": "a", "NOTE": "x;y"}"#
        #expect(try tolerant.write(longer).problems == ["rule_comparison /NOTE probe.SAMPLE./p"])
    }

    @Test func anObjectInsideAListIsLeftOutWhenNothingIsWrittenInIt() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [{"to": "/p", "each": {"items": ["CODES"], "by": ";"},
             "rows": [{"to": "/c", "from": "$0"}, {"to": "/o", "rows": [{"to": "/x", "from": "UNIT"}]}]}]
            """#
        )
        #expect(try fixture.write(#"{"CODES": "a;b"}"#).text == #"{"p":[{"c":"a"},{"c":"b"}]}"#)
    }

    @Test func membersAlwaysDemandedAreDemandedOfUpdatesToo() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [{"to": "/id", "from": "CASE"}, {"to": "/n", "from": "NAME"}],
            "always": ["/id"], "mandatory": ["/n"]
            """#
        )
        #expect(try fixture.write(#"{"CASE": "c"}"#, operation: .change).text == #"{"id":"c"}"#)
        let partial = try fixture.write(#"{"NAME": "n"}"#, operation: .change)
        #expect(partial.problems == ["field_missing  probe.SAMPLE./id"])
        #expect(try fixture.write(#"{"CASE": "c"}"#).problems == ["field_missing  probe.SAMPLE./n"])
    }

    @Test func malformedDatesMayBeLeftOut() throws {
        func fixture(_ malformed: String) throws -> DialectFixture {
            try DialectFixture(
                #""write": [{"to": "/c", "from": "CASE"}, {"to": "/d", "from": "START", "as": [{"date": "iso8601"\#(malformed)}]}]"#
            )
        }
        let record = #"{"CASE": "c", "START": "20260231000000"}"#
        #expect(try fixture("").write(record).problems == ["field_date /START probe.SAMPLE./d"])
        #expect(try fixture(#", "malformed": "omit""#).write(record).text == #"{"c":"c"}"#)
    }

    @Test func aPackageHoldsDocumentsConstantsAndTheNewestText() throws {
        let fixture = try DialectFixture(
            #""write": [{"to": "/d", "from": "CASE"}]"#,
            extra: #"""
                , "package": {"list": "/list", "uri": "/uri", "members": {"v": "1.1", "e": ["x"]},
                 "newest": {"to": "/when", "from": "/d"}}
                """#
        )
        let form = try #require(try fixture.load().packageForm)
        let documents = [#"{"d":"2026-01-02"}"#, #"{"d":"2026-01-10"}"#, #"{"d":"2025-12-31"}"#]
        let package = form.document(of: documents.map { Array($0.utf8) }, uri: "https://example.org/p")
        #expect(
            String(decoding: package, as: UTF8.self)
                == #"{"uri":"https://example.org/p","v":"1.1","e":["x"],"when":"2026-01-10","list":["#
                + documents.joined(separator: ",") + "]}"
        )
    }

    @Test func aDataSetWithoutCounterpartIsRefusedWithTheReason() throws {
        let fixture = try DialectFixture(
            #""write": [{"to": "/d", "from": "CASE"}]"#,
            extra: #", "without": {"*": {"zh": "不公开", "en": "not public"}}"#
        )
        let dialect = try fixture.load()
        #expect(dialect.reasonWithout("ANYTHING")?.en == "not public")
        let program = try #require(try fixture.contracts.load().programs.first)
        let refusal = dialect.refusal(of: program)
        #expect(refusal.code == .translationFailed)
        #expect(refusal.message.zh.contains("不公开"))
        let both = try DialectFixture(
            #""write": [{"to": "/d", "from": "CASE"}]"#,
            extra: #", "without": {"SAMPLE": {"zh": "无", "en": "no"}, "NOBODY": {"zh": "无", "en": "no"}}"#
        )
        #expect(try both.mistakes() == ["dialect.json: without.NOBODY", "dialect.json: without.SAMPLE"])
    }
}
