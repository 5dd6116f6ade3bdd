import ContractEngine
import Core
import Foundation
import Testing

/// Records of other versions than the current one: translated by what their version has, or said to be lost.
struct DialectVersionTests {
    private static let path = "national/v9/engineering/900-SAMPLE/0.9/contract.json"
    private static let own = "dialects/probe/mappings/SAMPLE@0.9.json"

    /// The fixture's contract as version 0.9: with a field OLD, without LONG, and with DAY to the second.
    private static let older = ContractFixture.contract
        .replacing(#""number": 900, "version": "1.0""#, with: #""number": 900, "version": "0.9""#)
        .replacing(
            #"{"name": "LONG", "title": "长", "type": "C", "list": "LONG", "grade": "FOUND"}"#,
            with: #"{"name": "OLD", "title": "旧", "type": "C", "grade": "FOUND"}"#
        )
        .replacing(#""name": "DAY", "title": "日", "type": "T8""#, with: #""name": "DAY", "title": "日", "type": "T14""#)

    private func fixture(_ mapping: String, _ files: [String: String] = [:]) throws -> DialectFixture {
        try DialectFixture(mapping, files: files.merging([Self.path: Self.older]) { first, _ in first })
    }

    private func coverage(_ fixture: DialectFixture) throws -> CoverageReport {
        DialectSuite.coverage(directory: fixture.directory.path(), contracts: try fixture.contracts.load(), only: nil)
    }

    @Test func theFixtureIsWhatItSays() throws {
        let catalog = try fixture(#""rest": "copy""#).contracts.load()
        let older = try #require(catalog.program(named: "SAMPLE", version: "0.9"))
        #expect(older.field(named: "OLD") != nil && older.field(named: "LONG") == nil)
        #expect(older.field(named: "DAY")?.type == .dateTime)
        #expect(catalog.program(named: "SAMPLE", version: nil)?.field(named: "OLD") == nil)
    }

    /// A field that nobody maps is refused when it comes, and is a hole of that version in the report.
    @Test func aFieldOfAnOlderVersionIsNeverLostSilently() throws {
        let fixture = try fixture(#""both": [{"national": "NAME", "foreign": "/name"}]"#)
        #expect(try fixture.write(#"{"NAME":"n"}"#, version: "0.9").text == #"{"name":"n"}"#)
        let refused = try fixture.write(#"{"NAME":"n","OLD":"o"}"#, version: "0.9")
        #expect(refused.text == nil)
        #expect(refused.problems == ["field_unknown /OLD probe.SAMPLE.unknown"])
        let holes = try coverage(fixture).holes.filter { $0.kind == .unread }
        #expect(holes.contains { $0.dataset == "SAMPLE@0.9" && $0.place == "OLD" })
        #expect(!holes.contains { $0.dataset == "SAMPLE" && $0.place == "OLD" })
        #expect(holes.contains { $0.dataset == "SAMPLE" && $0.place == "LONG" })
        #expect(!holes.contains { $0.dataset == "SAMPLE@0.9" && $0.place == "LONG" })
    }

    @Test func itMayBeDeclaredLost() throws {
        let fixture = try fixture(#""both": [{"national": "NAME", "foreign": "/name"}], "unmapped": {"OLD": "why"}"#)
        #expect(try fixture.write(#"{"NAME":"n","OLD":"o"}"#, version: "0.9").text == #"{"name":"n"}"#)
        #expect(try fixture.write(#"{"NAME":"n"}"#).text == #"{"name":"n"}"#)
        let report = try coverage(fixture)
        #expect(report.losses.contains { $0.dataset == "SAMPLE" && $0.kind == "unmapped" && $0.place == "OLD" })
        #expect(!report.holes.contains { $0.kind == .unread && $0.place == "OLD" })
    }

    /// One mapping for all versions: a row for a field that one of them lacks does nothing there.
    @Test func versionsShareAMapping() throws {
        let fixture = try fixture(
            #""both": [{"national": "NAME", "foreign": "/name"}, {"national": "OLD", "foreign": "/old"}, {"national": "LONG", "foreign": "/long"}]"#
        )
        let older = try fixture.write(#"{"NAME":"n","OLD":"o"}"#, version: "0.9")
        #expect(older.text == #"{"name":"n","old":"o"}"#)
        #expect(try fixture.write(#"{"NAME":"n","LONG":"l"}"#).text == #"{"name":"n","long":"l"}"#)
        #expect(try fixture.write(#"{"OLD":"o"}"#).problems == ["field_unknown /OLD probe.SAMPLE.unknown"])
        #expect(try fixture.read(#"{"old":"o"}"#, version: "0.9").text == #"{"OLD":"o"}"#)
        #expect(try fixture.read(#"{"old":"o"}"#).problems == ["field_unknown /old probe.SAMPLE.unknown"])
        #expect(
            try fixture.read(#"{"long":"l"}"#, version: "0.9").problems == ["field_unknown /long probe.SAMPLE.unknown"]
        )
    }

    /// `rest` speaks of the fields of each version.
    @Test func theRestIsThatOfTheVersion() throws {
        let fixture = try fixture(#""rest": {"prefix": "x_"}"#)
        #expect(try fixture.write(#"{"OLD":"o"}"#, version: "0.9").text == #"{"x_OLD":"o"}"#)
        #expect(try fixture.write(#"{"LONG":"l"}"#).text == #"{"x_LONG":"l"}"#)
        #expect(try coverage(fixture).holes.filter { $0.kind == .unread } == [])
    }

    @Test func theTypeIsThatOfTheVersion() throws {
        let fixture = try fixture(
            #""both": [{"national": "DAY", "foreign": "/day", "as": [{"date": "yyyy-MM-dd HH:mm:ss"}]}]"#
        )
        let document = #"{"day":"2026-01-02 03:04:05"}"#
        #expect(try fixture.read(document, version: "0.9").text == #"{"DAY":"20260102030405"}"#)
        #expect(try fixture.write(#"{"DAY":"20260102030405"}"#, version: "0.9").text == document)
        #expect(try fixture.read(document).text == #"{"DAY":"20260102"}"#)
    }

    /// A mapping of its own counts for its version alone.
    @Test func aVersionMayHaveAMappingOfItsOwn() throws {
        let fixture = try fixture(
            #""both": [{"national": "NAME", "foreign": "/name"}]"#,
            [
                Self.own:
                    #"{"dataset": "SAMPLE", "version": "0.9", "source": "test", "both": [{"national": "NAME", "foreign": "/former"}, {"national": "OLD", "foreign": "/old"}]}"#
            ]
        )
        #expect(try fixture.write(#"{"NAME":"n","OLD":"o"}"#, version: "0.9").text == #"{"former":"n","old":"o"}"#)
        #expect(try fixture.write(#"{"NAME":"n"}"#).text == #"{"name":"n"}"#)
        #expect(try fixture.read(#"{"former":"n"}"#, version: "0.9").text == #"{"NAME":"n"}"#)
        #expect(try fixture.mistakes() == [])
        let unexercised = try coverage(fixture).holes.filter { $0.kind == .unexercised && $0.dataset != nil }
        #expect(Set(unexercised.compactMap(\.dataset)) == ["SAMPLE", "SAMPLE@0.9"])
    }

    /// A member that the dialect demands and that this version has no field for is a hole of the version.
    @Test func aDemandedMemberMustHaveASourceInEachVersion() throws {
        let fixture = try fixture(
            #""both": [{"national": "NAME", "foreign": "/name"}, {"national": "LONG", "foreign": "/long"}], "mandatory": ["/long"]"#
        )
        let holes = try coverage(fixture).holes.filter { $0.kind == .unfilled && $0.place == "/long" }
        #expect(holes.map(\.dataset) == ["SAMPLE@0.9"])
        #expect(try fixture.write(#"{"NAME":"n"}"#, version: "0.9").problems == ["field_missing  probe.SAMPLE./long"])
    }

    @Test func mistakesOfVersions() throws {
        let unknown = try fixture(#""write": [{"to": "/x", "from": "NO_SUCH"}]"#)
        #expect(try unknown.mistakes() == ["SAMPLE.json: write[0].from"])
        func mistakes(_ file: String, version: String) throws -> [String] {
            let mapping = #"{"dataset": "SAMPLE", "version": "\#(version)", "source": "test", "rest": "copy"}"#
            return try fixture(#""rest": "copy""#, ["dialects/probe/mappings/\(file)": mapping]).mistakes()
        }
        #expect(try mistakes("SAMPLE@0.9.json", version: "0.9") == [])
        #expect(try mistakes("SAMPLE@0.8.json", version: "0.8") == ["SAMPLE@0.8.json: version"])
        #expect(try mistakes("SAMPLE@1.0.json", version: "1.0") == ["SAMPLE@1.0.json: version"])
        #expect(try mistakes("SAMPLE-0.9.json", version: "0.9") == ["SAMPLE-0.9.json: dataset"])
    }
}
