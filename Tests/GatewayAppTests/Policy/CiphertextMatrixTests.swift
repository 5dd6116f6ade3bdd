import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

@testable import Pipeline

/// Who gets sealed data encrypted before its release, by the real stages in a whole province, under tables and registries
/// that allow it by chance; and what the proof says of these.
@Suite("Ciphertext in a province")
struct CiphertextMatrixTests {
    private static let now = Instant(milliseconds: 1_795_231_080_000)
    private static let sector = "A01"
    private static let region = "350100"
    private static let roles = ["trading", "service", "supervision", "inspection", "experts", "adjacent"]

    /// Lets each sealed set go to some planes and has some platforms take it.
    private func province(
        _ random: inout OracleRandom,
        towardsTrading: Bool
    ) throws -> (policy: ProvincePolicy, allowed: [String: Set<String>], accepting: Set<String>) {
        var policy = try ProvincePolicy()
        var allowed: [String: Set<String>] = [:]
        let before = policy
        policy.flows["sealed"] = (policy.flows["sealed"] as? [[String: Any]] ?? []).map { rule in
            let chosen = Self.roles.filter { role in
                (towardsTrading || role != "trading") && Bool.random(using: &random)
            }
            allowed[before.dataset(rule["dataset"]) ?? ""] = Set(chosen)
            return rule.merging(["encrypted": chosen]) { $1 }
        }
        var accepting: Set<String> = []
        policy.registry["platforms"] = (policy.registry["platforms"] as? [[String: Any]] ?? []).map { platform in
            let isTrading = platform["plane"] as? String == "trading"
            guard towardsTrading || !isTrading, Bool.random(using: &random) else { return platform }
            accepting.insert(platform["id"] as? String ?? "")
            return platform.merging(["acceptsEncrypted": true, "encryptionCertificates": ["x.pem"]]) { $1 }
        }
        return (policy, allowed, accepting)
    }

    @Test func itGoesWhereTableAndRegistryAllowAndNeverToTrading() throws {
        var random = OracleRandom(seed: 20_261_122)
        var passed = 0
        for round in 0..<12 {
            let (spoilt, allowed, accepting) = try province(&random, towardsTrading: round % 2 == 1)
            let model = try spoilt.model()
            let policy = ExchangePolicy(registry: model.registry, flows: model.flows)
            let compiled = ViewCatalog.compile(
                model.flows,
                contracts: try ProvincePolicy.contracts.get(),
                file: "flows"
            )
            let views = try #require(compiled.views)
            let sender = try #require(policy.registry["fuzhou-trade"])
            for dataset in allowed.keys.sorted() {
                for recipient in policy.registry.platforms {
                    let submission = submission(dataset, from: sender, for: recipient)
                    let isRefused = CiphertextCheck(policy: policy, encryption: .none)
                        .problems(
                            of: Submission(submission, registry: policy.registry),
                            dataset: dataset,
                            sender: sender
                        )
                        .contains { $0.code == .ciphertextForbidden }
                    let isDelivered = DeliveryStage(recipient: recipient, policy: policy, views: views)
                        .process(RecordBatch(records: [ledgerRecord(of: submission, from: sender)]), at: Self.now)
                        .outputs.contains { $0.topic == TopicName.deliver(recipient.id) && $0.value == [0x30] }
                    // By the files alone: a role that the table names, or its plane, a platform that takes it, and a record that it
                    // would get after the release.
                    let isEntitled =
                        policy.delivery(
                            of: dataset,
                            sender: sender,
                            sector: Self.sector,
                            region: Self.region,
                            to: recipient,
                            at: Self.now
                        ) != nil
                    let words = [recipient.role.rawValue, recipient.plane.rawValue]
                    let expected =
                        recipient.plane != .trading && words.contains { allowed[dataset]?.contains($0) == true }
                        && accepting.contains(recipient.id) && isEntitled
                    #expect(isRefused == !expected, "\(dataset) for \(recipient.id)")
                    #expect(isDelivered == expected, "\(dataset) for \(recipient.id)")
                    if expected { passed += 1 }
                }
            }
            // The proof finds what the table and the registry say of trading, though the code does not follow them.
            let saysTrading =
                allowed.values.contains { $0.contains("trading") }
                || policy.registry.platforms.contains { $0.plane == .trading && accepting.contains($0.id) }
            #expect(try spoilt.broken().contains(.sealsHoldUntilReleased) == saysTrading)
        }
        print("\(passed) encrypted deliveries allowed in 12 provinces")
        #expect(passed > 50)
    }

    private func submission(
        _ dataset: String,
        from sender: RegisteredPlatform,
        for recipient: RegisteredPlatform
    ) -> InboundRecord {
        let envelope = EventEnvelope(attributes: [
            .specversion: "1.0", .id: "e-1", .source: "/platforms/\(sender.code)", .type: "cn.ggzy.\(dataset)",
            .time: Self.now.rfc3339, .dataschema: "/contracts/national/v2/\(dataset)",
            .contenttype: ContentForm.enveloped.mediaType, .partitionkey: "E3501000001000001001",
            .datakey: "0123456789abcdefghijkl", .operation: "add", .region: Self.region, .sector: Self.sector,
            .encryptedfor: recipient.id, .releasetime: Self.now.advanced(byMilliseconds: 1000).rfc3339,
        ])
        return InboundRecord(
            source: TopicPartition(TopicName.submit(sender.id), 0),
            offset: 0,
            timestamp: Self.now,
            key: nil,
            value: [0x30],
            headers: envelope.headers
        )
    }

    private func ledgerRecord(of submission: InboundRecord, from sender: RegisteredPlatform) -> InboundRecord {
        InboundRecord(
            source: TopicPartition(TopicName.ledger(sender.plane), 0),
            offset: 0,
            timestamp: Self.now,
            key: nil,
            value: submission.value,
            headers: submission.headers + [
                RecordHeader(RecordHeaderName.origin, "submit.\(sender.id)/0/0"),
                RecordHeader(RecordHeaderName.digest, "sha-256:\(String(repeating: "0", count: 64))"),
                RecordHeader(RecordHeaderName.sender, sender.id),
            ]
        )
    }
}
