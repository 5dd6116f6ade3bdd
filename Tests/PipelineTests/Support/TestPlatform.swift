import Foundation
import RoutingPolicy
import Testing

/// The platforms of the tests: one province, two trading platforms, two public-service and three supervision platforms.
struct TestPlatform: Sendable {
    let id: String
    let code: String
    let code11: String
    let plane: String
    let level: String
    let region: String
    let sectors: [String]
    var state = "certified"
    var until = "2030-01-01T00:00:00Z"

    /// A county of the city 350100; the sector is that of the golden sample of 501.
    static let region = "350182"
    static let sector = "A99"

    static let trade = TestPlatform(
        id: "trade",
        code: "12350100000000019K",
        code11: "E3501000001",
        plane: "trading",
        level: "city",
        region: "350100",
        sectors: ["*"]
    )
    static let rival = TestPlatform(
        id: "rival",
        code: "91350200MA0000007F",
        code11: "E3502000001",
        plane: "trading",
        level: "city",
        region: "350200",
        sectors: ["*"]
    )
    static let lapsed = TestPlatform(
        id: "lapsed",
        code: "91350100MA0000066D",
        code11: "E3501000002",
        plane: "trading",
        level: "city",
        region: "350100",
        sectors: ["*"],
        until: "2024-12-31T00:00:00Z"
    )
    static let cityService = TestPlatform(
        id: "city-service",
        code: "123501000000000359",
        code11: "E3501000009",
        plane: "service",
        level: "city",
        region: "350100",
        sectors: ["*"]
    )
    static let provinceService = TestPlatform(
        id: "province-service",
        code: "12350000000000043Y",
        code11: "E3500000009",
        plane: "service",
        level: "province",
        region: "350000",
        sectors: ["*"]
    )
    static let cityConstruction = TestPlatform(
        id: "city-construction",
        code: "113501000000000512",
        code11: "E3501000005",
        plane: "supervision",
        level: "city",
        region: "350100",
        sectors: ["A99", "G02"]
    )
    static let provinceWater = TestPlatform(
        id: "province-water",
        code: "11350000000000027C",
        code11: "E3500000005",
        plane: "supervision",
        level: "province",
        region: "350000",
        sectors: ["A07"]
    )
    static let provinceAll = TestPlatform(
        id: "province-all",
        code: "113500000000000357",
        code11: "E3500000006",
        plane: "supervision",
        level: "province",
        region: "350000",
        sectors: ["*"]
    )

    static let all = [
        trade, rival, lapsed, cityService, provinceService, cityConstruction, provinceWater, provinceAll,
    ]
    static let recipients = [cityService, provinceService, cityConstruction, provinceWater, provinceAll]

    private var entry: [String: Any] {
        [
            "id": id, "code": code, "code11": code11, "name": ["zh": id, "en": id], "body": code, "plane": plane,
            "level": level, "region": region, "sectors": sectors,
            "certification": ["state": state, "from": "2020-01-01T00:00:00Z", "until": until],
        ]
    }

    /// - Parameter accepting: ids of the platforms that take encrypted content.
    static func registry(
        _ approverSignature: ApproverSignaturePolicy = .warn,
        accepting: Set<String> = []
    ) throws -> Registry {
        let entries = all.map { platform in
            var entry = platform.entry
            entry["approverSignature"] = approverSignature.rawValue
            if accepting.contains(platform.id) {
                entry["acceptsEncrypted"] = true
                entry["encryptionCertificates"] = ["\(platform.id).pem"]
            }
            return entry
        }
        let data = try JSONSerialization.data(withJSONObject: ["platforms": entries])
        let (registry, mistakes) = Registry.load(
            data,
            name: "registry.json",
            leavingToProof: !accepting.isEmpty
        )
        #expect(mistakes == [])
        return try #require(registry)
    }
}
