import Core
import GatewayApp
import RoutingPolicy
import Testing

/// The decision of the stages and its explanation are the same, for platforms, data sets, sectors, regions and times of
/// the province drawn by a seed.
struct PolicyMatrixTests {
    @Test func anObstacleIsWhereNothingIsDelivered() throws {
        let model = try ProvincePolicy().model()
        let policy = ExchangePolicy(registry: model.registry, flows: model.flows)
        let datasets = model.flows.datasets.map(\.name) + ["NO_SUCH_SET"]
        let regions = [nil, "350100", "350102", "350200", "350000", "000000", "110000", "x"]
        let sectors = [nil, "A01", "A07", "B01", "C02", "D01", "M01", "Z99"]
        // Of the housing bureau of Fuzhou, of the housing department of the province, of nobody, and several.
        let departments = [nil, nil, "1135010000000129XF", "11350000000001142U", "无", "无;1135010000000129XF"]
        let marks = [
            Openness(), Openness(), Openness(opentype: "0", classification: "none"), Openness(opentype: "1"),
            Openness(opentype: "2"), Openness(classification: "national-security"),
        ]
        // Within all certifications, before some, after some.
        let times = ["2026-11-22T00:00:00Z", "2024-08-01T00:00:00Z", "2031-01-01T00:00:00Z", "2040-01-01T00:00:00Z"]
            .compactMap { Instant(rfc3339: $0) }
        var random = OracleRandom(seed: 6)
        var delivered = 0
        for _ in 0..<40_000 {
            guard let sender = policy.registry.platforms.randomElement(using: &random),
                let recipient = policy.registry.platforms.randomElement(using: &random),
                let dataset = datasets.randomElement(using: &random),
                let region = regions.randomElement(using: &random),
                let sector = sectors.randomElement(using: &random),
                let department = departments.randomElement(using: &random),
                let openness = marks.randomElement(using: &random),
                let time = times.randomElement(using: &random)
            else { continue }
            let decision = policy.delivery(
                of: dataset,
                sender: sender,
                sector: sector,
                region: region,
                department: department,
                openness: openness,
                to: recipient,
                at: time
            )
            let obstacles = policy.obstacles(
                of: dataset,
                sender: sender,
                sector: sector,
                region: region,
                department: department,
                openness: openness,
                to: recipient,
                at: time
            )
            let question =
                "\(dataset) \(sender.id) → \(recipient.id) \(sector ?? "-") \(region ?? "-") \(department ?? "-")"
                + " \(time.rfc3339)"
            #expect((decision == nil) == !obstacles.isEmpty, "\(question): \(obstacles)")
            let all = policy.recipients(
                dataset: dataset,
                sender: sender,
                sector: sector,
                region: region,
                department: department,
                openness: openness,
                at: time
            )
            #expect(all.contains { $0.platform.id == recipient.id } == (decision != nil), "\(question)")
            if decision != nil { delivered += 1 }
            guard decision != nil, recipient.plane != .supervision else { continue }
            #expect(openness.opentype != "2" && openness.classification != "national-security", "\(question)")
            // The province authorises expert pool and inspection, and nobody else.
            #expect(openness.opentype != "1" || !recipient.authorised.isEmpty, "\(question)")
        }
        #expect(delivered > 200)
    }
}
