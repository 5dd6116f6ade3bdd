import ContractEngine
import Core
import Foundation
import Testing

/// Every mistake of dialect and mapping files, all at once, at its place.
struct DialectLintTests {
    @Test(arguments: [
        (#""both": [{"national": "NO_SUCH", "foreign": "/x"}]"#, ["SAMPLE.json: both[0].national"]),
        (#""write": [{"to": "x", "from": "CASE"}]"#, ["SAMPLE.json: write[0].to"]),
        (#""write": [{"to": "/x", "from": "CASE", "constant": 1}]"#, ["SAMPLE.json: write[0]"]),
        (#""write": [{"to": "/x", "from": "CASE", "colour": 1}]"#, ["SAMPLE.json: write[0].colour"]),
        (#""write": [{"to": "/x", "from": "CASE"}, {"to": "/x", "from": "NAME"}]"#, ["SAMPLE.json: write[1].to"]),
        (#""write": [{"to": "/x", "from": "CASE"}, {"to": "/x/y", "from": "NAME"}]"#, ["SAMPLE.json: write[1].to"]),
        (#""write": [{"to": "/x", "from": "@COLOUR"}]"#, ["SAMPLE.json: write[0].from"]),
        (#""write": [{"to": "/x", "from": "$0"}]"#, ["SAMPLE.json: write[0].from"]),
        (
            #""write": [{"to": "/x", "from": "CASE", "as": ["shout", {"codes": "none"}, {"pad": {"to": 0, "with": "ab"}}]}]"#,
            [
                "SAMPLE.json: write[0].as[0]", "SAMPLE.json: write[0].as[2].pad.to",
                "SAMPLE.json: write[0].as[2].pad.with",
                "SAMPLE.json: write[0].as[1].codes",
            ]
        ),
        (#""read": [{"to": "NAME", "from": "/x/*/y"}]"#, ["SAMPLE.json: read[0].as"]),
        (#""read": [{"to": "NAME", "rows": []}]"#, ["SAMPLE.json: read[0]"]),
        (
            #""both": [{"national": "NAME", "foreign": "/x", "as": [{"pad": {"to": 3, "with": "0"}}]}]"#,
            ["SAMPLE.json: both[0].as[0]"]
        ),
        (#""rest": "most", "unmapped": {"NO_SUCH": "why"}"#, ["SAMPLE.json: rest", "SAMPLE.json: unmapped.NO_SUCH"]),
        (
            #""both": [{"national": "NAME", "foreign": "/x"}], "unmapped": {"NAME": "why"}"#,
            ["SAMPLE.json: unmapped.NAME"]
        ),
        (#""write": [{"to": "/x", "from": "CASE", "when": [{"field": "KIND"}]}]"#, ["SAMPLE.json: write[0].when[0]"]),
    ])
    func mistakesOfMappings(mapping: String, places: [String]) throws {
        #expect(try DialectFixture(mapping).mistakes().sorted() == places.sorted())
    }

    @Test(arguments: [
        (#"{"x": {"map": {"1": "a", "2": "a"}, "unmapped": "refuse"}}"#, ["dialect.json: tables.x.unmappedBack"]),
        (#"{"x": {"map": {"1": "a"}, "back": {"a": "2"}, "unmapped": "refuse"}}"#, ["dialect.json: tables.x.lossy"]),
        (#"{"x": {"map": {"1": "a"}, "unmapped": "perhaps"}}"#, ["dialect.json: tables.x.unmapped"]),
    ])
    func mistakesOfTables(tables: String, places: [String]) throws {
        let dialect = #"""
            {"dialect": "probe", "title": {"zh": "试", "en": "Probe"}, "format": "json", "source": "test", "signs": [],
             "tables": \#(tables)}
            """#
        let fixture = try DialectFixture(#""rest": "copy""#, files: ["dialects/probe/dialect.json": dialect])
        let found = try fixture.mistakes()
        if places == ["dialect.json: tables.x.unmappedBack"] {
            // Ambiguous backwards only matters to rows that read with it.
            #expect(found == [])
        } else {
            #expect(found == places)
        }
    }

    @Test func everyMistakeIsReportedAtOnce() throws {
        let fixture = try DialectFixture(
            #""rest": "copy""#,
            files: [
                "dialects/probe/mappings/NOWHERE.json": #"{"dataset": "ELSEWHERE"}"#,
                "dialects/probe/mappings/broken.json": "{",
                "dialects/other/dialect.json": #"{"dialect": "another", "format": "yaml"}"#,
            ]
        )
        let mistakes = try fixture.mistakes()
        #expect(mistakes.contains("NOWHERE.json: source"))
        #expect(mistakes.contains("NOWHERE.json: dataset"))
        #expect(mistakes.contains("broken.json: "))
        #expect(mistakes.contains("dialect.json: format"))
        #expect(throws: ContractLoadFailure.self) { try fixture.load() }
    }

    /// Losses that nobody declared fail the test of the dialect; declared ones must be seen.
    @Test func roundTripsAreStrict() throws {
        func problems(_ mapping: String) throws -> [String] {
            let fixture = try DialectFixture(
                #""both": [{"national": "@DATA_TYPE", "foreign": "/type"}], "rest": "copy", \#(mapping)"#,
                files: [
                    "national/v9/engineering/900-SAMPLE/samples.json":
                        #"{"accept": [{"name": "one", "record": {"CASE": "c0001", "NAME": "Abc", "STAMP": "20260101000000"}}], "reject": []}"#
                ]
            )
            return DialectSuite.test(
                directory: fixture.directory.path(),
                contracts: try fixture.contracts.load(),
                only: nil
            ).problems.map(\.message.en)
        }
        #expect(try problems(#""unfilled": {}"#) == [])
        #expect(
            try problems(
                #""write": [{"to": "/NAME", "from": "NAME", "as": ["upper"]}], "read": [{"to": "NAME", "from": "/NAME"}]"#
            )
                == ["SAMPLE: sample one comes back with NAME changed, which neither unmapped nor lossy names"]
        )
        #expect(
            try problems(
                #""write": [{"to": "/NAME", "from": "NAME", "as": ["upper"]}], "read": [{"to": "NAME", "from": "/NAME"}], "lossy": {"NAME": "case"}"#
            ) == []
        )
        #expect(try problems(#""lossy": {"NAME": "case"}"#) == ["SAMPLE: no sample shows that NAME changes"])
        #expect(try problems(#""unmapped": {"NAME": "no place"}"#) == [])
    }

    @Test func coverageNamesEveryHole() throws {
        let fixture = try DialectFixture(
            #"""
            "both": [{"national": "CASE", "foreign": "/id"}, {"national": "KIND", "foreign": "/kind", "as": [{"codes": "grade"}]}],
            "write": [{"to": "/n", "from": "NAME", "when": [{"field": "KIND", "in": ["a"]}]}],
            "mandatory": ["/id", "/owner"], "unfilled": {"STAMP": "not told"},
            "unmapped": {"STAMP": "not told"}, "ignored": {"/n": "names are not read"}
            """#,
            files: [
                "national/v9/engineering/900-SAMPLE/samples.json":
                    #"{"accept": [{"name": "one", "record": {"CASE": "c0001", "NAME": "Abc", "KIND": "a", "STAMP": "20260101000000"}}], "reject": []}"#
            ]
        )
        let report = DialectSuite.coverage(
            directory: fixture.directory.path(),
            contracts: try fixture.contracts.load(),
            only: nil
        )
        #expect(report.problems == [])
        #expect(report.losses.map(\.place) == ["STAMP", "/n", "STAMP"])
        func places(_ kind: CoverageReport.Kind) -> [String] { report.holes.filter { $0.kind == kind }.map(\.place) }
        #expect(places(.unread).contains("CODES") && !places(.unread).contains("STAMP"))
        #expect(places(.unfilled) == ["NAME", "/owner"])
        #expect(places(.unexercised).contains("tables.grade.map.b"))
        #expect(places(.unexercised).contains("tables.kept"))
        #expect(places(.unexercised).contains("write write[0].when[0] false"))
        #expect(!places(.unexercised).contains("tables.grade.map.a"))
    }
}
