internal import Core
internal import Foundation
internal import RoutingPolicy

/// A registry and a flow table of any size, the same for the same seed: provinces and cities by the form of GB/T 2260,
/// one public-service platform in each, trading platforms, and supervisors of some classes.
struct SyntheticPolicy {
    let platforms: Int
    let flows: Int
    private var random: BenchmarkRandom

    private static let cities = 10
    private static let classes = (1...14).map { "A" + digits($0, 2) } + (1...13).map { "G" + digits($0, 2) }
    private static let roles: [ExchangeRole] = [.trading, .service, .supervision]
    /// The ways between the three planes; nothing goes from one trading platform to another.
    private static let ways = roles.flatMap { from in roles.map { (from: from, to: $0) } }
        .filter { $0.from != .trading || $0.to != .trading }

    /// A policy of `platforms` and `flows`.
    init(platforms: Int, flows: Int, seed: UInt64) {
        self.platforms = platforms
        self.flows = flows
        random = BenchmarkRandom(seed: seed)
    }

    /// The policy, loaded from files as that of an exchange is.
    mutating func load() throws -> ExchangePolicy {
        let registry = Registry.load(registryFile(), name: "registry.json")
        let flows = FlowTable.load(flowFile(), name: "flows.json")
        guard let loaded = registry.registry, let table = flows.table else {
            throw BenchmarkFailure(70, "\((registry.mistakes + flows.mistakes).prefix(3))")
        }
        return ExchangePolicy(registry: loaded, flows: table)
    }

    private mutating func registryFile() -> Data {
        // Every province and every city of it has one hub; what is left is divided among all of them.
        let provinces = max(1, min(56, platforms / 100))
        var regions = [(level: "nation", code: "000000")]
        for province in 0..<provinces {
            regions.append(("province", "\(10 + province)0000"))
            for city in 1...Self.cities { regions.append(("city", "\(10 + province)\(Self.digits(city, 2))00")) }
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("platforms")
        writer.beginArray()
        for number in 0..<platforms {
            let isHub = number < regions.count
            let region = regions[number % regions.count]
            let plane: Plane = isHub ? .service : number % 2 == 0 ? .trading : .supervision
            let count = Int.random(in: 1...4, using: &random)
            let classes = Set((0..<count).compactMap { _ in Self.classes.randomElement(using: &random) }).sorted()
            let isForAll = plane != .supervision || Int.random(in: 0..<20, using: &random) == 0
            let isSuspended = !isHub && Int.random(in: 0..<20, using: &random) == 0
            let code = "1235" + Self.digits(number, 14)
            writer.beginObject()
            writer.member("id", "\(plane.rawValue)-\(Self.digits(number, 5))")
            writer.member("code", code)
            writer.member("body", code)
            writer.key("name")
            writer.bilingual(BilingualText(zh: "平台 \(number)", en: "Platform \(number)"))
            writer.member("plane", plane.rawValue)
            writer.member("level", region.level)
            writer.member("region", region.code)
            writer.key("sectors")
            Self.list(isForAll ? ["*"] : classes, &writer)
            writer.key("certification")
            writer.beginObject()
            writer.member("state", isSuspended ? "suspended" : "certified")
            if !isSuspended {
                writer.member("from", "2024-01-01T00:00:00Z")
                writer.member("until", "2034-01-01T00:00:00Z")
            }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return Data(writer.bytes)
    }

    private mutating func flowFile() -> Data {
        let datasets = (0..<(flows + Self.ways.count - 1) / Self.ways.count).map {
            "SYNTHETIC_SET_" + Self.digits($0, 5)
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("edition", "synthetic")
        writer.member("version", "1")
        writer.key("datasets")
        writer.beginArray()
        for dataset in datasets {
            writer.beginObject()
            writer.key("number")
            writer.null()
            writer.member("name", dataset)
            writer.endObject()
        }
        writer.endArray()
        writer.key("views")
        writer.beginArray()
        for dataset in datasets {
            for view in Self.roles {
                writer.beginObject()
                writer.member("id", "for-\(view.rawValue)")
                writer.member("contract", dataset)
                writer.key("fields")
                writer.beginArray()
                writer.beginObject()
                writer.member("name", "PLATFORM_CODE")
                writer.endObject()
                writer.endArray()
                writer.endObject()
            }
        }
        writer.endArray()
        writer.key("flows")
        writer.beginArray()
        for number in 0..<flows { write(flow: number, of: datasets, &writer) }
        writer.endArray()
        writer.key("groups")
        writer.beginArray()
        writer.beginObject()
        writer.member("id", "envelope")
        writer.key("name")
        writer.bilingual(BilingualText(zh: "平台", en: "Platform"))
        writer.key("fields")
        Self.list(["PLATFORM_CODE"], &writer)
        writer.endObject()
        writer.endArray()
        for name in ["sealed", "facts"] {
            writer.key(name)
            Self.list([], &writer)
        }
        writer.endObject()
        return Data(writer.bytes)
    }

    private mutating func write(flow number: Int, of datasets: [String], _ writer: inout JSONWriter) {
        let way = Self.ways[number % Self.ways.count]
        writer.beginObject()
        writer.member("id", "synthetic-flow-\(Self.digits(number, 6))")
        writer.key("datasets")
        Self.list([datasets[number / Self.ways.count]], &writer)
        writer.member("from", way.from.rawValue)
        writer.member("to", way.to.rawValue)
        if Set([way.from, way.to]) == [.trading, .supervision] { writer.member("via", ExchangeRole.service.rawValue) }
        writer.member("direction", "peer")
        writer.key("condition")
        writer.beginObject()
        writer.member("sector", ["any", "match", "optional"].randomElement(using: &random) ?? "any")
        writer.member("region", ["any", "match", "match", "match", "optional"].randomElement(using: &random) ?? "any")
        if way.to == .supervision {
            if Bool.random(using: &random) { writer.member("department", "optional") }
            if Bool.random(using: &random) { writer.member("opentype", "all") }
        } else if Int.random(in: 0..<4, using: &random) == 0 {
            writer.member("opentype", "open")
        }
        if way.to == .trading, Int.random(in: 0..<8, using: &random) == 0 { writer.member("case", "owner") }
        writer.endObject()
        writer.member("view", "for-\(way.to.rawValue)")
        writer.key("basis")
        Self.list(["R2"], &writer)
        writer.endObject()
    }

    private static func list(_ texts: [String], _ writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
