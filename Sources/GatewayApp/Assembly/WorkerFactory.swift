import Bus
import ContractEngine
import Core
import Pipeline
import Platform
import RoutingPolicy
import Telemetry
import Trust

/// Makes bus and stage of a worker; called on the worker's thread, again after each loss of its bus.
struct WorkerFactory: Sendable {
    /// How long the facts may take to be read before the cluster counts as unavailable.
    private static let factsPatience: UInt64 = 30_000_000_000
    /// How long the trust data may take to be read before the cluster counts as unavailable.
    private static let trustPatience: UInt64 = 30_000_000_000

    let plan: WorkerPlan
    let connection: ClusterConnection
    let settings: WorkerSettings
    let artifacts: GatewayArtifacts
    let trust: TrustService
    /// Partitions of the topics that are keyed by cases or values.
    let topicPartitions: Int32
    let componentsCode: String
    /// True on the embedded broker, which stamps no record.
    let isEmbedded: Bool
    /// Directory of the contracts, for the digests of mappings.
    let contracts: String
    let events: GatewayEvents
    let heartbeat: Heartbeat
    let probe: WorkerProbe
    let stop: StopSignal

    /// The parts of the worker, its facts read to the end.
    ///
    /// - Throws: ``BusFailure`` when the bus cannot be used.
    func make() throws(BusFailure) -> Worker.Parts {
        var configuration = BusConfiguration(
            connection: connection,
            groupID: plan.group,
            groupInstanceID: "\(settings.instance).\(plan.name)",
            transactionalIDPrefix: plan.transactionalIDPrefix
        )
        configuration.drainWait = .milliseconds(settings.waitMilliseconds)
        let stage = try makeStage()
        heartbeat.beat()
        let positions = isEmbedded ? nil : makePositions()
        let bus = try KafkaBatchBus(configuration, topics: plan.inputs, positions: positions, stop: stop)
        try bus.prepare(outputs: plan.outputs + (positions.map { [$0.topic.name] } ?? []))
        return Worker.Parts(bus: WatchedBus(bus, probe: probe), stage: stage, sealer: artifacts.sealer)
    }

    /// The books of the worker's group. Not on the embedded broker: it shows what was aborted, positions among it.
    private func makePositions() -> GroupPositions {
        GroupPositions(
            PositionTopic(name: plan.positions, group: plan.group, partitions: topicPartitions),
            from: KafkaPartitionSource(connection, stop: stop) { [heartbeat] in heartbeat.beat() },
            onCorrection: { [events, stage = plan.stage.rawValue] correction in
                events.positionCorrected(
                    stage: stage,
                    correction.partition,
                    position: correction.position,
                    answered: correction.answered
                )
            }
        )
    }

    private func makeStage() throws(BusFailure) -> any Stage {
        let limits = RecordLimits(payload: settings.maximumPayloadBytes)
        if plan.stage == .registration { return makeRegistration(limits) }
        if plan.stage == .index { return try makeIndex() }
        guard let recipient = plan.recipient else { return try makeAdmission(limits) }
        return DeliveryStage(
            recipient: recipient,
            policy: artifacts.policy,
            views: artifacts.views,
            dialect: recipient.dialect.flatMap { artifacts.dialects[$0] },
            mapping: recipient.dialect.flatMap { MappingDigest.text(of: $0, contracts: contracts) },
            contracts: artifacts.contracts,
            profile: recipient.profile.flatMap { artifacts.profiles[$0] },
            digest: artifacts.masking?.digest(for: recipient.id),
            accounts: KafkaPartitionSource(connection, stop: stop) { [heartbeat] in heartbeat.beat() },
            limits: limits,
            tellsSenders: settings.deliveryReceipts
        )
    }

    private func makeRegistration(_ limits: RecordLimits) -> RegistrationStage {
        var configuration = RegistrationConfiguration(plane: plan.plane)
        configuration.factsPartitions = ExchangeTopics.factsPartitions
        configuration.claimsPartitions = topicPartitions
        configuration.parkingMilliseconds = settings.parkingMilliseconds
        configuration.closing = settings.closing
        configuration.limits = limits
        let memory = makeMemory()
        return RegistrationStage(configuration: configuration, source: memory.source, onRestore: memory.tell)
    }

    private func makeIndex() throws(BusFailure) -> IndexStage {
        var configuration = IndexConfiguration(plane: plan.plane)
        configuration.waitMilliseconds = settings.parkingMilliseconds
        for rule in artifacts.policy.flows.acknowledgements {
            configuration.acknowledgements[rule.dataset] = rule.withinMilliseconds
        }
        let memory = makeMemory()
        return IndexStage(
            configuration: configuration,
            source: memory.source,
            facts: plan.facts.isEmpty ? nil : try makeFacts(),
            registry: artifacts.policy.registry,
            onRestore: memory.tell
        )
    }

    /// From where a stage reads back what it remembers, and who is told how far it is.
    private func makeMemory() -> (source: KafkaPartitionSource, tell: (RestoreProgress) -> Void) {
        let source = KafkaPartitionSource(connection, stop: stop) { [heartbeat] in heartbeat.beat() }
        let watch = RestoreWatch(plan, events)
        return (
            source,
            { [probe, heartbeat] progress in
                heartbeat.beat()
                probe.restored(progress)
                watch.tell(progress)
            }
        )
    }

    private func makeAdmission(_ limits: RecordLimits) throws(BusFailure) -> AdmissionStage {
        var configuration = AdmissionConfiguration()
        configuration.clockSkewMilliseconds = Int64(settings.clockSkewHours) * 3_600_000
        configuration.acceptsClaimedTime = isEmbedded
        configuration.limits = limits
        configuration.factsPartitions = ExchangeTopics.factsPartitions
        configuration.componentsCode = componentsCode
        configuration.breaker = settings.breaker
        let facts = try makeFacts()
        try awaitTrust()
        // One for both kinds of signature and for who can open ciphertext: certificates and chains are remembered once.
        let verifier = SignatureVerifier(store: trust.board.current, sharing: trust.board.roots)
        return AdmissionStage(
            configuration: configuration,
            policy: artifacts.policy,
            contracts: artifacts.contracts,
            signatures: .verifier(verifier, registered: artifacts.certificates, persons: artifacts.persons),
            facts: facts,
            dialects: artifacts.dialects.signature,
            trust: trust.board,
            approvers: .verifier(verifier, persons: artifacts.persons),
            submissions: KafkaPartitionSource(connection) { [heartbeat] in heartbeat.beat() },
            encryption: .verifier(verifier, certificates: artifacts.encryption),
            sealedDigest: SealedDigest { [masking = artifacts.masking] in masking?.digest(for: $0) }
        )
    }

    /// The facts that the worker follows, read to where they stand.
    private func makeFacts() throws(BusFailure) -> FactsTable {
        var sources: [any BroadcastTable] = []
        for topic in plan.facts {
            sources.append(
                WatchedTable(try KafkaBroadcastTable(connection, topic: topic), plane: plan.plane, events: events)
            )
        }
        let facts = FactsTable(sources: sources, keepsOwners: plan.plane == .supervision)
        try catchUp(facts)
        return facts
    }

    /// Waits until all trust data that were there before this process began are in force: what was revoked or withdrawn
    /// before is so for the first batch.
    private func awaitTrust() throws(BusFailure) {
        let deadline = SystemClock.monotonicNanoseconds() + WorkerFactory.trustPatience
        while !trust.state.isCaughtUp, !stop.isSet {
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw trust.state.failure ?? BusFailure(.unavailable, "the topic trust could not be read in time")
            }
            heartbeat.beat()
            _ = stop.wait(upTo: .milliseconds(5))
        }
    }

    /// Reads the facts before the first batch: what was released before this process began is released for it too.
    private func catchUp(_ facts: FactsTable) throws(BusFailure) {
        let deadline = SystemClock.monotonicNanoseconds() + WorkerFactory.factsPatience
        while true {
            try facts.refresh()
            if facts.isCaughtUp || stop.isSet { return }
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw BusFailure(.unavailable, "the facts of plane \(plan.plane.rawValue) could not be read in time")
            }
            heartbeat.beat()
            _ = stop.wait(upTo: .milliseconds(5))
        }
    }
}
