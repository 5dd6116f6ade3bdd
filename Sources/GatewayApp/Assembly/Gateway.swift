package import Bus
import ContractEngine
package import Core
import Pipeline
import Platform
import RoutingPolicy
package import Telemetry
import Trust

/// A running gateway: the workers of one process over one cluster, their telemetry and readiness.
///
/// The command `run` and the demonstration both start one; the operations server is the command's part.
package final class Gateway: Sendable {
    /// Age above which a worker that does not come round its loop counts as stalled: above the bus's own deadlines.
    private static let heartbeatLimit: Duration = .seconds(90)

    /// What tells about the process.
    package let events: GatewayEvents
    /// The latches behind `/ready`.
    package let readiness = Readiness()
    /// The beats behind `/live`.
    package let heartbeats = Heartbeats()
    /// What each worker does.
    package let plans: [WorkerPlan]

    private let configuration: GatewayConfiguration
    private let connection: ClusterConnection
    private let workers: [Worker]
    private let beats: [Heartbeat]
    private let stop: StopSignal
    private let observer: GatewayObserver
    private let trust: TrustService

    /// A gateway that is not started yet.
    ///
    /// - Parameters:
    ///   - connection: the cluster; usually ``ClusterSettings/connection(_:clientID:log:)``, in the demonstration that of
    ///     the embedded broker.
    ///   - scope: which part of the work this process does.
    package init(
        _ configuration: GatewayConfiguration,
        artifacts: GatewayArtifacts,
        connection: ClusterConnection,
        scope: GatewayScope = GatewayScope(),
        events: GatewayEvents
    ) {
        self.configuration = configuration
        self.connection = connection
        self.events = events
        let stop = StopSignal()
        self.stop = stop
        let heartbeats = heartbeats
        let trust = TrustService(
            artifacts,
            configuration,
            connection: connection,
            events: events,
            readiness: readiness
        )
        self.trust = trust
        plans = WorkerPlan.all(
            artifacts.policy,
            scope,
            deliveryReceipts: configuration.worker.deliveryReceipts
        )
        var workers: [Worker] = []
        var beats: [Heartbeat] = []
        var watched: [GatewayObserver.Watched] = []
        for plan in plans {
            let heartbeat = heartbeats.add(plan.name, limit: Gateway.heartbeatLimit)
            let probe = WorkerProbe()
            let factory = WorkerFactory(
                plan: plan,
                connection: connection,
                settings: configuration.worker,
                artifacts: artifacts,
                trust: trust,
                topicPartitions: Int32(configuration.topics.partitions),
                componentsCode: Gateway.componentsCode(configuration, artifacts),
                isEmbedded: configuration.isEmbedded,
                contracts: configuration.contracts,
                events: events,
                heartbeat: heartbeat,
                probe: probe,
                stop: stop
            )
            var settings = WorkerConfiguration()
            settings.batchRecords = configuration.worker.batch
            let worker = Worker(
                identity: WorkerIdentity(
                    stage: plan.stage.rawValue,
                    plane: plan.plane.rawValue,
                    worker: plan.name
                ),
                configuration: settings,
                events: events,
                heartbeat: heartbeat
            ) { () throws(BusFailure) in try factory.make() }
            workers.append(worker)
            beats.append(heartbeat)
            watched.append(GatewayObserver.Watched(stage: plan.stage, worker: worker, probe: probe))
        }
        self.workers = workers
        self.beats = beats
        observer = GatewayObserver(watched, readiness: readiness, events: events)
        events.observe(readiness, heartbeats)
        readiness.set(.contracts, !artifacts.contracts.programs.isEmpty)
    }

    /// What usage records say of who reports: the configured code, else that of the public-service platform.
    private static func componentsCode(_ configuration: GatewayConfiguration, _ artifacts: GatewayArtifacts) -> String {
        configuration.componentsCode ?? artifacts.policy.registry[configuration.servicePlatform]?.code
            ?? configuration.servicePlatform
    }

    /// What the topics of this process lack: one line for each that is missing, has another number of partitions, does
    /// not take records as large as the workers may have to write, lets senders choose the time of their submissions, or
    /// forgets what registration or index must remember.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable` when the cluster does not answer.
    package func topicProblems(_ topics: ExchangeTopics) throws(BusFailure) -> [ConfigurationProblem] {
        let names = plans.reduce(into: Set([TopicName.trust])) { $0.formUnion($1.topics) }
        let wanted = topics.partitions(of: names)
        // Below the ten seconds in which a process that is told to end must be gone.
        let administrator = try TopicAdministrator(connection, deadline: .seconds(8))
        defer { administrator.close() }
        let found = try administrator.partitions(of: wanted.keys.sorted())
        let mistakes = PartitionPlan(expected: wanted).mistakes(against: found, file: configuration.file)
        // What the workers only read is limited by whoever writes it. The embedded broker tells no limits: nothing is
        // compared there.
        let outputs = plans.reduce(into: Set()) { $0.formUnion($1.outputs) }.intersection(found.keys)
        let limits = try administrator.setting(TopicSizePlan.setting, of: outputs.sorted())
        let sizes = TopicSizePlan(needed: topics.sizes(of: outputs))
        // Of what admission reads, submissions alone are judged as of their time.
        let inputs = plans.flatMap(\.inputs).filter { TopicName.platform(ofSubmit: $0) != nil && found[$0] != nil }
            .sorted()
        let clocks = try administrator.setting(TopicTimePlan.setting, of: inputs)
        var problems = mistakes + sizes.mistakes(against: limits, file: configuration.file)
        problems += TopicTimePlan(stamped: inputs).mistakes(against: clocks, file: configuration.file)
        problems += try memoryProblems(of: administrator, among: Set(found.keys))
        if configuration.isEmbedded, !administrator.isEmbedded {
            problems.append(
                ConfigurationProblem(
                    .invalid,
                    file: configuration.file,
                    key: "embedded",
                    zh: "此集群不是内嵌代理：embedded 会使发送方给出的时间生效",
                    en: "this cluster is not the embedded broker: embedded would let senders choose the time of their "
                        + "records"
                )
            )
        }
        return problems
    }

    /// What keeps the topics that are the memory of registration and index from keeping it.
    private func memoryProblems(
        of administrator: TopicAdministrator,
        among found: Set<String>
    ) throws(BusFailure) -> [ConfigurationProblem] {
        let planes = plans.filter { $0.stage == .registration }.map(\.plane)
        let indexed = plans.filter { $0.stage == .index }.map(\.plane)
        // A day more than a record may wait: a worker that was down must find it too.
        let needed = configuration.worker.parkingMilliseconds + 86_400_000
        let plan = TopicRetentionPlan(
            kept: Dictionary(planes.map { (TopicName.admitted($0), needed) }) { first, _ in first },
            compacted: planes.flatMap { [TopicName.cases($0), TopicName.facts($0)] }
                + indexed.flatMap { [TopicName.claims($0), TopicName.index($0)] } + plans.map(\.positions),
            uncompacted: Dictionary(indexed.map { (TopicName.claims($0), needed) }) { first, _ in first }
        )
        let kept = plan.kept.keys.filter(found.contains).sorted()
        let compacted = plan.compactedTopics.filter(found.contains).sorted()
        return plan.mistakes(
            retention: try administrator.setting(TopicRetentionPlan.setting, of: kept),
            policies: try administrator.setting(TopicRetentionPlan.policy, of: compacted),
            lags: try administrator.setting(
                TopicRetentionPlan.lag,
                of: plan.uncompacted.keys.filter(found.contains).sorted()
            ),
            file: configuration.file
        )
    }

    /// Starts all workers. Call once, after ``topicProblems(_:)`` found none.
    package func start() {
        trust.start()
        for worker in workers { worker.start() }
        observer.start()
    }

    /// Asks all workers to finish what they have begun and waits for them, at most `limit`.
    ///
    /// - Returns: true when all have ended in order.
    @discardableResult
    package func drain(within limit: Duration) -> Bool {
        // First, or it would report as lost what is given up in order.
        observer.stop()
        stop.raise()
        for worker in workers { worker.stop() }
        let deadline = ContinuousClock.now + limit
        let isClean = workers.reduce(true) { isClean, worker in
            worker.join(within: max(.zero, deadline - ContinuousClock.now)) && isClean
        }
        for beat in beats { heartbeats.remove(beat) }
        trust.stop(within: max(.zero, deadline - ContinuousClock.now))
        return isClean && workers.allSatisfy { $0.outcome == .stopped }
    }

    /// The first worker that cannot go on, with the reason; nil while all can.
    package var failure: (worker: String, failure: BusFailure)? {
        for worker in workers {
            if case .failed(let failure) = worker.outcome { return (worker.identity.worker, failure) }
        }
        return nil
    }

    /// What each worker's bus did so far; a worker without a bus is left out.
    package var statistics: [String: BusStatistics] { observer.statistics }
}
