import ContractEngine
import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing
import Trust

/// The stages of the gateway over an in-memory broker.
struct TestGateway {
    let broker = InMemoryBroker()
    let policy: ExchangePolicy
    let contracts: ContractCatalog
    let views: ViewCatalog
    private let relations: RelationRules
    private let partitions: Int
    private let encryption: EncryptionCheck

    /// - Parameter ciphertext: what may pass encrypted; nil for nothing, as it is shipped.
    init(
        partitions: Int = 4,
        approverSignature: ApproverSignaturePolicy = .warn,
        ciphertext: TestCiphertext? = nil
    ) throws {
        self.partitions = partitions
        policy = ExchangePolicy(
            registry: try TestPlatform.registry(approverSignature, accepting: ciphertext?.accepting ?? []),
            flows: try ciphertext?.flows() ?? Repository.flows()
        )
        encryption = try ciphertext?.check() ?? .none
        contracts = try Repository.contracts.get()
        relations = RelationRules(contracts, flows: policy.flows)
        let (compiled, mistakes) = try Repository.viewCatalog.get()
        #expect(mistakes == [])
        views = try #require(compiled)
        broker.setTime(TestEvent.now)
        for platform in TestPlatform.all {
            for topic in [
                TopicName.submit(platform.id), TopicName.receipt(platform.id), TopicName.deliver(platform.id),
                TopicName.quarantine(platform.id),
            ] {
                broker.createTopic(topic, partitions: partitions)
            }
            broker.createTopic(TopicName.viewUsage(platform.id), partitions: 1)
        }
        for plane in Plane.allCases {
            broker.createTopic(TopicName.admitted(plane), partitions: partitions)
            broker.createTopic(TopicName.cases(plane), partitions: partitions)
            broker.createTopic(TopicName.claims(plane), partitions: partitions)
            broker.createTopic(TopicName.index(plane), partitions: partitions)
            broker.createTopic(TopicName.finding(plane), partitions: partitions)
            broker.createTopic(TopicName.alert(plane), partitions: partitions)
            broker.createTopic(TopicName.ledger(plane), partitions: partitions)
            broker.createTopic(TopicName.redrive(plane), partitions: partitions)
            broker.createTopic(TopicName.facts(plane), partitions: 2)
        }
    }

    /// The tests' own signature: the header says whether it is valid.
    static var signatures: SignatureCheck {
        SignatureCheck { _, headers, _, _, _ in
            let isValid = headers.contains(RecordHeader(SignatureHeader.signature, "valid"))
            guard isValid else {
                return .refused([
                    Problem(
                        .signatureInvalid,
                        at: "/@attributes/signature",
                        rule: "trust.signature.valid",
                        zh: "签名无效",
                        en: "not valid"
                    )
                ])
            }
            return .verified(SignatureCheck.Signer(form: "raw", algorithm: "sm2-sm3"))
        }
    }

    /// The key of the vectors in docs/specs/masking.md.
    static let maskingKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    var submitTopics: [String] { TestPlatform.all.map { TopicName.submit($0.id) } }
    var ledgerTopics: [String] { Plane.allCases.map(TopicName.ledger) }

    func admission(
        signatures: SignatureCheck = TestGateway.signatures,
        approvers: ApproverCheck? = nil,
        sealedDigest: SealedDigest = SealedDigest(),
        configure: (inout AdmissionConfiguration) -> Void = { _ in }
    ) -> AdmissionStage {
        var configuration = AdmissionConfiguration()
        configuration.factsPartitions = 2
        configure(&configuration)
        let sources = Plane.allCases.map { InMemoryTable(broker: broker, topic: TopicName.facts($0)) }
        return AdmissionStage(
            configuration: configuration,
            policy: policy,
            contracts: contracts,
            signatures: signatures,
            facts: FactsTable(sources: sources, keepsOwners: true),
            approvers: approvers,
            submissions: InMemoryPartitionSource(broker: broker),
            encryption: encryption,
            relations: relations,
            sealedDigest: sealedDigest
        )
    }

    /// The second stage of `plane`.
    func registration(
        _ plane: Plane = .trading,
        source: (any PartitionSource)? = nil,
        elapsed: @escaping () -> Int64 = RegistrationStage.monotonicMilliseconds,
        configure: (inout RegistrationConfiguration) -> Void = { _ in }
    ) -> RegistrationStage {
        var configuration = RegistrationConfiguration(plane: plane)
        configuration.factsPartitions = 2
        configuration.claimsPartitions = Int32(partitions)
        configure(&configuration)
        return RegistrationStage(
            configuration: configuration,
            source: source ?? InMemoryPartitionSource(broker: broker),
            elapsed: elapsed
        )
    }

    /// The stage behind registration of `plane`; that of supervision knows what trading acknowledges.
    func index(
        _ plane: Plane = .trading,
        source: (any PartitionSource)? = nil,
        elapsed: @escaping () -> Int64 = RegistrationStage.monotonicMilliseconds,
        configure: (inout IndexConfiguration) -> Void = { _ in }
    ) -> IndexStage {
        var configuration = IndexConfiguration(plane: plane)
        for rule in policy.flows.acknowledgements {
            configuration.acknowledgements[rule.dataset] = rule.withinMilliseconds
        }
        configure(&configuration)
        let facts = [InMemoryTable(broker: broker, topic: TopicName.facts(.trading))]
        return IndexStage(
            configuration: configuration,
            source: source ?? InMemoryPartitionSource(broker: broker),
            facts: plane == .supervision ? FactsTable(sources: facts, keepsOwners: true) : nil,
            registry: policy.registry,
            elapsed: elapsed
        )
    }

    func delivery(
        to platform: TestPlatform,
        accounts: (any TailSource)? = nil,
        tellsSenders: Bool = false
    ) throws -> DeliveryStage {
        DeliveryStage(
            recipient: try #require(policy.registry[platform.id]),
            policy: policy,
            views: views,
            digest: try MaskingKey(copying: TestGateway.maskingKey).digest(for: platform.id),
            accounts: accounts,
            tellsSenders: tellsSenders
        )
    }

    /// Runs `event` alone through a fresh admission stage.
    func admit(_ event: TestEvent, by stage: AdmissionStage? = nil, at time: Instant = TestEvent.now) throws -> Outcome
    {
        let stage = stage ?? admission()
        try stage.refresh()
        let effects = try stage.process(RecordBatch(records: [event.inbound(at: time)]), at: TestEvent.now)
        stage.committed()
        let registered = try effects.outputs.flatMap(registered)
        // What registration states is known to admission from here on.
        for fact in registered where fact.topic.hasPrefix("facts.") { try broker.produce(fact) }
        return Outcome(outputs: effects.outputs + registered)
    }

    /// What registration makes of `output` where it goes there, in a case in which everything that it needs has come
    /// before.
    func registered(_ output: OutboundRecord) throws -> [OutboundRecord] {
        guard let plane = Plane.allCases.first(where: { TopicName.admitted($0) == output.topic }) else { return [] }
        let stage = registration(plane)
        let partition = TopicPartition(output.topic, 0)
        try stage.assigned([partition])
        var records: [InboundRecord] = []
        func add(_ relation: String?, _ attributes: [AttributeName: String]) {
            var headers = output.headers.map { header in
                let changed = AttributeName.allCases.first { $0.header == header.name }.flatMap { attributes[$0] }
                return changed.map { RecordHeader(header.name, $0) } ?? header
            }
            if let relation {
                headers.removeAll { $0.name == RecordHeaderName.relation }
                headers.append(RecordHeader(RecordHeaderName.relation, relation))
            }
            records.append(
                InboundRecord(
                    source: partition,
                    offset: Int64(records.count),
                    timestamp: TestEvent.now,
                    key: output.key,
                    value: output.value,
                    headers: headers
                )
            )
        }
        let relation = RelationWords(output.headers.text(RecordHeaderName.relation) ?? "")
        for parent in relation.parents {
            add(
                relation.root(of: parent),
                [.id: "earlier-root", .type: "cn.ggzy.\(parent.dataset)", .operation: "add"]
            )
        }
        if output.headers.text("ce_operation") != "add" {
            add(relation.before, [.id: "earlier-add", .operation: "add"])
        }
        let earlier = records.count
        add(nil, [:])
        if earlier > 0 {
            _ = try stage.process(RecordBatch(records: Array(records[..<earlier])), at: TestEvent.now)
            stage.committed()
        }
        return try stage.process(RecordBatch(records: Array(records[earlier...])), at: TestEvent.now).outputs
    }

    /// What one submission led to.
    struct Outcome {
        let outputs: [OutboundRecord]

        func records(_ prefix: String) -> [OutboundRecord] { outputs.filter { $0.topic.hasPrefix(prefix) } }

        func receipt() throws -> ReceiptDocument {
            let receipts = records("receipt.")
            #expect(receipts.count == 1)
            return try ReceiptDocument(try #require(receipts.first?.value))
        }
    }
}
