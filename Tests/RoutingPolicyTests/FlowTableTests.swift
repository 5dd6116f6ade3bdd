import Core
import Foundation
import Testing

@testable import RoutingPolicy

@Suite struct FlowTableTests {
    static let sound = """
        {"edition": "test", "version": "1",
         "datasets": [{"number": 1, "name": "A"}, {"number": 2, "name": "B"}],
         "flows": [{"id": "f", "datasets": [1, "B"], "from": "trading", "to": "supervision", "via": "service",
                    "direction": "up", "condition": {"sector": "match", "region": "any"}, "view": "v",
                    "basis": ["R2"]}],
         "views": [{"id": "v", "contract": "A", "fields": [{"name": "X"}, {"name": "Y", "mask": "last-four"}]},
                   {"id": "v", "contract": 2, "fields": [{"name": "X"}]}],
         "sealed": [{"dataset": 2, "until": "opened", "section": "S", "source": "law"}],
         "facts": [{"dataset": "A", "fact": "opened", "sections": "S"}],
         "groups": [{"id": "g", "name": {"zh": "组", "en": "group"}, "fields": ["X", "Y"]}]}
        """

    /// The sound table as a dictionary, to be spoiled.
    func soundFile() throws -> [String: Any] {
        try #require(try json(FlowTableTests.sound) as? [String: Any])
    }

    func load(_ value: [String: Any]) throws -> (table: FlowTable?, mistakes: [ConfigurationProblem]) {
        FlowTable.load(try JSONSerialization.data(withJSONObject: value), name: "flows.json")
    }

    /// Departments are supervision's; a word that is none never turns into `any`.
    @Test(arguments: [
        ("optional", "supervision", true), ("optional", "service", false), ("match", "supervision", false),
    ])
    func departmentsSelectSupervisorsOnly(department: String, to: String, isSound: Bool) throws {
        var file = try soundFile()
        var flows = try #require(file["flows"] as? [[String: Any]])
        flows[0]["to"] = to
        flows[0]["condition"] = ["sector": "any", "region": "any", "department": department]
        file["flows"] = flows
        let (table, mistakes) = try load(file)
        #expect((table != nil) == isSound)
        // A flow that cannot be read carries nothing either, which is told behind it.
        #expect(mistakes.first?.key == (isSound ? nil : "flows[0].condition.department"))
    }

    @Test func soundTableLoads() throws {
        let (table, mistakes) = try load(soundFile())
        #expect(mistakes == [])
        let loaded = try #require(table)
        #expect(loaded.flows(of: "A", from: .trading).map(\.id) == ["f"])
        #expect(loaded.flows(of: "A", from: .supervision) == [])
        #expect(loaded.view("v", of: "A")?.fields.map(\.mask) == [.whole, .lastFour])
        #expect(loaded.view("v", of: "A")?.label == "v/A")
        #expect(loaded.seal(of: "B")?.until == .opened)
        #expect(loaded.seal(of: "A") == nil)
        #expect(loaded.facts(of: "A").map(\.sections) == ["S"])
        #expect(loaded.declares("A") && !loaded.declares("C"))
    }

    /// Replacing one part of the sound table leads to exactly these mistakes; values as JSON, empty for an absent key.
    @Test(arguments: [
        ("edition", "", [ConfigurationProblem.Code.missing]),
        ("comment", #""x""#, [.unknownKey]),
        ("views", #"[{"id": "v", "contract": "A", "fields": [{"name": "X"}]}]"#, [.dangling]),
        (
            "views",
            #"[{"id": "v", "contract": "A", "fields": [{"name": "X"}, {"name": "X"}]}, {"id": "v", "contract": "B", "fields": []}]"#,
            [.duplicate, .invalid]
        ),
        (
            "views",
            #"[{"id": "v", "contract": "A", "fields": [{"name": "X", "mask": "half"}]}, {"id": "v", "contract": "B", "fields": [{"name": "X"}]}]"#,
            [.invalid, .invalid]
        ),
        ("sealed", #"[{"dataset": 3, "until": "opened", "section": "S", "source": "law"}]"#, [.dangling]),
        ("sealed", #"[{"dataset": 1, "until": "closed", "section": "S", "source": "law"}]"#, [.invalid]),
        ("facts", #"[{"dataset": 1, "fact": "opened"}]"#, [.missing]),
        ("groups", "", [.missing, .untreated, .untreated, .untreated]),
        ("groups", #"[{"id": "g", "name": {"zh": "组", "en": "g"}, "fields": ["X"]}]"#, [.untreated]),
        ("groups", #"[{"id": "g", "name": {"zh": "组", "en": "g"}, "fields": ["X", "A/Y"]}]"#, []),
        ("groups", #"[{"id": "g", "name": {"zh": "组", "en": "g"}, "fields": ["X", "B/Y"]}]"#, [.untreated]),
        (
            "groups",
            #"[{"id": "g", "name": {"zh": "组", "en": "g"}, "fields": ["X", "Y"]}, {"id": "g", "name": {"zh": "组", "en": "g"}, "fields": ["Y"]}]"#,
            [.duplicate, .duplicate]
        ),
        (
            "groups", #"[{"id": "g", "name": {"zh": "组"}, "fields": ["X", "Y"]}]"#,
            [.missing, .untreated, .untreated, .untreated]
        ),
        (
            "views",
            #"[{"id": "v", "contract": "A", "fields": [{"name": "X", "mask": "digest"}]}, {"id": "v", "contract": "B", "fields": [{"name": "X", "mask": "last-four", "domain": "d"}]}]"#,
            [.missing, .invalid]
        ),
        (
            "views",
            #"[{"id": "v", "contract": "A", "fields": [{"name": "X", "mask": "digest", "domain": "No Word"}]}, {"id": "v", "contract": "B", "fields": [{"name": "X", "mask": "digest", "domain": "d"}]}]"#,
            [.invalid]
        ),
        (
            "datasets", #"[{"number": 1, "name": "A"}, {"number": 2, "name": "B"}, {"number": 3, "name": "C"}]"#,
            [.untreated]
        ),
        (
            "datasets", #"[{"number": 1, "name": "A"}, {"number": 2, "name": "B"}, {"number": 2, "name": "B"}]"#,
            [.duplicate, .duplicate]
        ),
    ])
    func mistakes(key: String, value: String, codes: [ConfigurationProblem.Code]) throws {
        var file = try soundFile()
        file[key] = try json(value)
        let (table, mistakes) = try load(file)
        #expect((table == nil) == !codes.isEmpty)
        #expect(mistakes.map(\.code) == codes)
    }

    /// Replacing one key of the only flow leads to exactly these mistakes.
    @Test(arguments: [
        ("via", "", [ConfigurationProblem.Code.separation]),
        ("to", #""trading""#, [.separation]),
        ("basis", "[]", [.invalid]),
        ("basis", #"["R21"]"#, [.invalid]),
        ("datasets", #"["A", "C"]"#, [.dangling, .untreated]),
        ("condition", #"{"sector": "match"}"#, [.missing, .untreated, .untreated]),
        ("direction", #""sideways""#, [.invalid, .untreated, .untreated]),
        ("view", #""w""#, [.dangling, .dangling]),
    ])
    func flowMistakes(key: String, value: String, codes: [ConfigurationProblem.Code]) throws {
        var file = try soundFile()
        var flow = try #require((file["flows"] as? [[String: Any]])?.first)
        flow[key] = try json(value)
        file["flows"] = [flow]
        let (table, mistakes) = try load(file)
        #expect(table == nil)
        #expect(mistakes.map(\.code) == codes)
    }

    /// Some data sets of the catalogue have no number; they are referred to by name.
    @Test func dataSetsMayLackANumber() throws {
        var file = try soundFile()
        file["datasets"] = try json(#"[{"number": null, "name": "A"}, {"number": null, "name": "B"}]"#)
        var flow = try #require((file["flows"] as? [[String: Any]])?.first)
        flow["datasets"] = ["A", "B"]
        file["flows"] = [flow]
        file["sealed"] = try json(#"[{"dataset": "B", "until": "opened", "section": "S", "source": "law"}]"#)
        file["views"] = try json(
            #"[{"id": "v", "contract": "A", "fields": [{"name": "X"}]}, {"id": "v", "contract": "B", "fields": [{"name": "X"}]}]"#
        )
        let (table, mistakes) = try load(file)
        #expect(mistakes == [])
        #expect(table?.datasets == [DatasetName(number: nil, name: "A"), DatasetName(number: nil, name: "B")])
        file["datasets"] = try json(#"[{"name": "A"}, {"number": null, "name": "B"}]"#)
        #expect(try load(file).mistakes.first?.code == .missing)
    }

    @Test func twoFlowsForOneWayAreRefused() throws {
        var file = try soundFile()
        var flow = try #require((file["flows"] as? [[String: Any]])?.first)
        let first = flow
        flow["id"] = "g"
        flow["datasets"] = ["A"]
        file["flows"] = [first, flow]
        let (table, mistakes) = try load(file)
        #expect(table == nil)
        #expect(mistakes.map(\.code) == [.duplicate])
        #expect(mistakes.map(\.key) == ["flows[1]"])
    }

    @Test func lintComparesWithTheCatalogue() throws {
        let table = try #require(try load(soundFile()).table)
        let catalogue: [DatasetName: Set<String>] = [
            DatasetName(number: 1, name: "A"): ["X", "Y", "S"], DatasetName(number: 2, name: "B"): ["X", "S"],
        ]
        #expect(table.lint(against: catalogue, file: "f") == [])
        var larger = catalogue
        larger[DatasetName(number: 3, name: "C")] = []
        #expect(table.lint(against: larger, file: "f").map(\.code) == [.untreated])
        var other = catalogue
        other[DatasetName(number: 1, name: "A")] = ["X", "S"]
        #expect(table.lint(against: other, file: "f").map(\.key) == ["views[0].fields[1].name"])
        var smaller = catalogue
        smaller[DatasetName(number: 2, name: "B")] = nil
        #expect(table.lint(against: smaller, file: "f").map(\.key) == ["datasets[1]"])
    }
}
