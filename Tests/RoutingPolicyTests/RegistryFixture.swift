import Core
import Foundation
import Testing

@testable import RoutingPolicy

/// A registry entry as JSON, with some keys replaced (nil removes one).
func entry(_ id: String, _ changes: [String: Any?] = [:]) -> [String: Any] {
    var members: [String: Any] = [
        "id": id, "code": "12350100000000019K", "name": ["zh": "平台", "en": "Platform"],
        "body": "12350100000000019K", "plane": "trading", "level": "city", "region": "350100", "sectors": ["*"],
        "certification": ["state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z"],
    ]
    for (key, value) in changes { members[key] = value }
    return members
}

/// The value of a JSON text; nil when there is none.
func json(_ text: String) throws -> Any? {
    text.isEmpty ? nil : try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
}

/// Loads `entries` as a registry file named `registry.json`.
func load(_ entries: [[String: Any]]) throws -> (registry: Registry?, mistakes: [ConfigurationProblem]) {
    Registry.load(try JSONSerialization.data(withJSONObject: ["platforms": entries]), name: "registry.json")
}

/// The registry of the decision tests: one province with two cities, and a neighbouring province.
func provinceRegistry() throws -> Registry {
    func platform(_ id: String, _ number: Int, _ plane: String, _ level: String, _ region: String, _ sectors: [String])
        -> [String: Any]
    {
        let code = "1235010000000\(10000 + number)"
        return entry(
            id,
            ["code": code, "body": code, "plane": plane, "level": level, "region": region, "sectors": sectors]
        )
    }
    let result = try load([
        platform("trade", 1, "trading", "city", "350100", ["*"]),
        platform("city-service", 2, "service", "city", "350100", ["*"]),
        platform("other-city-service", 3, "service", "city", "350200", ["*"]),
        platform("province-service", 4, "service", "province", "350000", ["*"]),
        platform("other-province-service", 5, "service", "province", "360000", ["*"]),
        platform("city-roads", 6, "supervision", "city", "350100", ["A02", "A03"]),
        platform("other-city-roads", 7, "supervision", "city", "350200", ["A02"]),
        platform("province-water", 8, "supervision", "province", "350000", ["A07"]),
        platform("nation-all", 9, "supervision", "nation", "100000", ["*"]),
        entry(
            "suspended",
            [
                "code": "123501000000010010", "body": "123501000000010010", "plane": "supervision", "sectors": ["*"],
                "certification": ["state": "suspended"],
            ]
        ),
    ])
    #expect(result.mistakes == [])
    return try #require(result.registry)
}

/// The flow table that ships with the product.
func nationalFlows() throws -> FlowTable {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let result = FlowTable.load(file: root.appending(path: "Contracts/flows/national.json").path)
    #expect(result.mistakes == [])
    return try #require(result.table)
}

/// A time at which every certified platform of the fixtures is certified.
let today = Instant(milliseconds: 1_763_695_080_000)
