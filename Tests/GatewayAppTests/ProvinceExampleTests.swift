import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

/// The configuration of a whole province under `Ops/examples/province` is fine and says what its README promises.
struct ProvinceExampleTests {
    static let directory = Checkout.root + "/Ops/examples/province"

    let policy: ExchangePolicy

    init() throws {
        let registry = Registry.load(file: Self.directory + "/registry.json")
        let flows = FlowTable.load(file: Checkout.contracts + "/flows/national.json")
        #expect(registry.mistakes == [] && flows.mistakes == [])
        policy = ExchangePolicy(registry: try #require(registry.registry), flows: try #require(flows.table))
    }

    var platforms: [RegisteredPlatform] { policy.registry.platforms }

    @Test func theCheckFindsNothing() {
        let console = CapturedConsole()
        let code = console.run("check", "--config", Self.directory + "/hutong.json", "--format", "json")
        #expect(code == .success, "\(console.output)\(console.error)")
    }

    @Test func thereAreThirtyPlatformsOfAllLevelsAndPlanes() {
        #expect(platforms.count >= 30)
        let separate: [Plane] = [.trading, .service, .supervision]
        for level in AdministrativeLevel.allCases {
            for plane in separate {
                #expect(
                    platforms.contains { $0.level == level && $0.plane == plane },
                    "no platform of \(plane.rawValue) at level \(level.rawValue)"
                )
            }
        }
        for city in cities {
            let planes = Set(platforms.filter { $0.region == city }.map(\.plane))
            #expect(planes.isSuperset(of: separate), "\(city) lacks a plane")
        }
        #expect(cities.count >= 3)
    }

    /// Each system that stands beside the three planes, with a body of its own.
    @Test func everyAdjacentSystemIsThere() {
        for system in AdjacentSystem.allCases {
            #expect(platforms.contains { $0.role == ExchangeRole(system) }, "no \(system.rawValue)")
        }
    }

    /// The example has to hold for some years: a certification that lapses would take its platform out of every flow.
    @Test(arguments: ["2026-01-01T00:00:00Z", "2026-11-22T00:00:00Z", "2029-12-31T00:00:00Z"])
    func everyPlatformIsCertifiedAndEveryDataSetHasASender(at text: String) throws {
        let time = try #require(Instant(rfc3339: text))
        for platform in platforms { #expect(platform.certification.holds(at: time), "\(platform.id)") }
        for dataset in policy.flows.datasets {
            #expect(
                platforms.contains { policy.admission(of: dataset.name, from: $0, at: time).isEmpty },
                "nobody may send \(dataset.text)"
            )
        }
    }

    /// Rules R1 and R6: every body has one function, and a channel at a public-service platform is its supervisor's.
    @Test func noBodyServesTwoPlanes() {
        #expect(Set(platforms.map(\.body)).count == platforms.count)
        let channels = platforms.filter { $0.id.hasSuffix("-channel") }
        #expect(!channels.isEmpty)
        for channel in channels {
            #expect(channel.plane == .supervision)
            #expect(channel.body.hasPrefix("11"), "an organ of the state: \(channel.id)")
            let hosts = platforms.filter {
                $0.plane == .service && $0.region == channel.region && $0.level == channel.level
            }
            #expect(hosts.count == 1 && hosts.first?.body != channel.body)
        }
    }

    /// Rule R15: the transaction classes of dictionary 10, and those of procurement, each have a supervisor of their
    /// own in the province; what housing, roads, water, finance, land and state assets have there, each city has too.
    @Test func everySectorHasASupervisor() throws {
        let classes = try dictionary10() + ["D01", "D02", "D03"]
        #expect(classes.count > 20)
        for sector in classes {
            #expect(supervisors(of: sector, level: .province, region: "350000").count == 1, "class \(sector)")
        }
        for city in cities {
            for sector in ["A01", "A02", "A03", "A06", "A07", "B01", "C01", "C02", "C03", "D01", "D02", "D03"] {
                #expect(supervisors(of: sector, level: .city, region: city).count == 1, "class \(sector) in \(city)")
            }
        }
    }

    /// A tender of the city of Xiamen, by hand from DATA-SPEC.md §7.2: its hub and those above it; of the supervisors
    /// of its class that of the city and that of the province, and who supervises everything there.
    @Test func aTenderOfACityReachesWhoIsCompetent() throws {
        let sender = try #require(policy.registry["xiamen-construction-trade"])
        let time = try #require(Instant(rfc3339: "2026-11-22T00:00:00Z"))
        let recipients = policy.recipients(
            dataset: "TENDER_PROJECT",
            sender: sender,
            sector: "A01",
            region: "350203",
            at: time
        )
        #expect(
            Set(recipients.map(\.platform.id)) == [
                "xiamen-service", "fujian-service", "nation-service", "xiamen-housing", "xiamen-audit-channel",
                "fujian-housing", "fujian-comprehensive", "fujian-inspection-channel", "nation-supervision",
                // And of the adjacent systems those of city and province that follow a tender.
                "xiamen-inspection", "fujian-inspection", "fujian-investment", "xiamen-archive", "fujian-archive",
            ]
        )
    }

    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func theTableSaysWhoIsWho(file: String) throws {
        let text = try String(contentsOfFile: Self.directory + "/" + file, encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.hasSuffix("` |") }
        #expect(rows.count == platforms.count)
        for (row, platform) in zip(rows, platforms) {
            let name = file == "README.md" ? platform.name.en : platform.name.zh
            #expect(row.hasPrefix("| `\(platform.id)` | \(name) |"))
            #expect(row.contains("| \(platform.region) |") && row.hasSuffix("| `\(platform.code)` |"))
        }
    }

    private var cities: [String] {
        Set(platforms.filter { $0.level == .city }.map(\.region)).sorted()
    }

    private func supervisors(of sector: String, level: AdministrativeLevel, region: String) -> [RegisteredPlatform] {
        platforms.filter { platform in
            platform.plane == .supervision && platform.level == level && platform.region == region
                && platform.sectors != .all && platform.sectors.contains(sector)
        }
    }

    private func dictionary10() throws -> [String] {
        let path = Checkout.contracts + "/national/v2/codelists/10.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let list = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let values = try #require(list["values"] as? [[String: Any]])
        return values.compactMap { $0["code"] as? String }
    }
}
