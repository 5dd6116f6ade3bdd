import Bus
import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp
@testable import Pipeline

/// What really stands in the topics of a small province after everybody sent what he may and was answered, and what a
/// forger makes of a topic that he may write. It knows nothing of principals and of the proof.
final class PrincipalScene {
    /// The province cut down to one or two platforms of each role.
    static func province() throws -> ProvincePolicy {
        var policy = try ProvincePolicy()
        let kept: Set = [
            "fuzhou-trade", "xiamen-trade", "fuzhou-service", "fujian-service", "fuzhou-housing", "fujian-housing",
            "fujian-credit", "fujian-inspection", "fujian-experts", "fujian-archive",
        ]
        policy.registry["platforms"] = policy.platforms.filter { kept.contains($0["id"] as? String ?? "") }
        return policy
    }

    let policy: ExchangePolicy
    private let broker = InMemoryBroker()
    private let views: ViewCatalog
    private let relations: RelationRules

    /// Sends records of every platform through the real stages.
    init() throws {
        let spoilt = try Self.province()
        let file = try JSONSerialization.data(withJSONObject: spoilt.registry)
        let registry = try #require(Registry.load(file, name: "registry.json").registry)
        policy = ExchangePolicy(registry: registry, flows: try #require(try spoilt.table()))
        let contracts = try ProvincePolicy.contracts.get()
        relations = RelationRules(contracts, flows: policy.flows)
        views = try #require(ViewCatalog.compile(policy.flows, contracts: contracts, file: "flows").views)
        broker.setTime(CaseEvents.start)
        for name in topics { broker.createTopic(name, partitions: 1) }
        try run(contracts)
    }

    /// The topics of the exchange.
    var topics: [String] {
        ExchangeTopics(policy.registry, TopicSettings(partitions: 1, replication: 1, minInSyncReplicas: 1))
            .specifications.map(\.name)
    }

    private func run(_ contracts: ContractCatalog) throws {
        let events = try CaseEvents(contracts)
        let admission = AdmissionStage(
            configuration: AdmissionConfiguration(),
            policy: policy,
            contracts: contracts,
            signatures: SignatureCheck { _, _, _, _, _ in
                .verified(SignatureCheck.Signer(form: "raw", algorithm: "sm2-sm3"))
            },
            facts: FactsTable(
                sources: Plane.allCases.map { InMemoryTable(broker: broker, topic: TopicName.facts($0)) },
                keepsOwners: true
            ),
            relations: relations
        )
        var cycles = [
            WorkCycle(
                bus: InMemoryBus(
                    broker: broker,
                    group: "admission",
                    topics: policy.registry.platforms.map { TopicName.submit($0.id) }
                ),
                stage: admission
            )
        ]
        cycles += Plane.allCases.map { plane in
            WorkCycle(
                bus: InMemoryBus(broker: broker, group: "registration.\(plane)", topics: [TopicName.admitted(plane)]),
                stage: RegistrationStage(
                    configuration: RegistrationConfiguration(plane: plane),
                    source: InMemoryPartitionSource(broker: broker)
                )
            )
        }
        cycles += policy.registry.platforms.map { platform in
            WorkCycle(
                bus: InMemoryBus(
                    broker: broker,
                    group: "delivery.\(platform.id)",
                    topics: Plane.allCases.map(TopicName.ledger)
                ),
                stage: delivery(to: platform)
            )
        }
        for platform in policy.registry.platforms {
            let own = policy.flows.datasets.map(\.name).filter { dataset in
                events.canBeMade(dataset) && policy.admission(of: dataset, from: platform, at: CaseEvents.start).isEmpty
            }
            // What founds the case comes first.
            for dataset in ["PROJECT", "TENDER_PROJECT"].filter(own.contains) + own.prefix(12) {
                try broker.produce(events.next(dataset, from: platform).record)
            }
        }
        try settle(&cycles)
    }

    private func settle(_ cycles: inout [WorkCycle]) throws {
        var isBusy = true
        while isBusy {
            isBusy = false
            for place in cycles.indices {
                let turn = try cycles[place].turn(maximum: 100, wait: .zero) {
                    CaseEvents.start.advanced(byMilliseconds: 3_600_000)
                }
                if case .committed = turn { isBusy = true }
            }
        }
    }

    private func delivery(to platform: RegisteredPlatform) -> DeliveryStage {
        DeliveryStage(recipient: platform, policy: policy, views: views, digest: nil)
    }

    // MARK: What stands where

    /// Whose records stand in `topic`, by what each says of its sender; a receipt and a quarantine by whose topic it is.
    func owners(in topic: String) -> Set<String> {
        Set(
            broker.records(of: topic).joined().compactMap { record in
                for family in ["submit.", "receipt.", "quarantine."] where topic.hasPrefix(family) {
                    return String(topic.dropFirst(family.count))
                }
                let sender = record.headers.first { $0.name == RecordHeaderName.sender }?.value
                return sender.map { String(decoding: $0, as: UTF8.self) }
            }
        )
    }

    /// True where a record that nobody signed, written to `topic`, is delivered or told as if it had been judged: by the
    /// real stages behind the topic.
    func takesForgeries(_ topic: String) throws -> Bool {
        if topic.hasPrefix("receipt.") || topic.hasPrefix("deliver.") { return true }
        guard
            let plane = Plane.allCases.first(where: { [TopicName.admitted($0), TopicName.ledger($0)].contains(topic) }),
            let genuine = broker.records(of: topic).joined().first
        else { return false }
        let forged = InboundRecord(
            source: TopicPartition(topic, 0),
            offset: 0,
            timestamp: genuine.timestamp,
            key: genuine.key,
            value: Array(String(decoding: genuine.value ?? [], as: UTF8.self).replacing("福州", with: "伪造").utf8),
            headers: genuine.headers
        )
        var ledger = [forged]
        if topic == TopicName.admitted(plane) {
            let stage = RegistrationStage(
                configuration: RegistrationConfiguration(plane: plane),
                source: InMemoryPartitionSource(broker: InMemoryBroker())
            )
            try stage.assigned([forged.source])
            let outputs = try stage.process(RecordBatch(records: [forged]), at: forged.timestamp).outputs
            ledger = outputs.filter { $0.topic == TopicName.ledger(plane) }.map { output in
                InboundRecord(
                    source: TopicPartition(output.topic, 0),
                    offset: 0,
                    timestamp: forged.timestamp,
                    key: output.key,
                    value: output.value,
                    headers: Array(output.headers)
                )
            }
        }
        return policy.registry.platforms.contains { platform in
            ledger.contains { record in
                delivery(to: platform).process(RecordBatch(records: [record]), at: record.timestamp).outputs
                    .contains { $0.topic == TopicName.deliver(platform.id) }
            }
        }
    }
}
