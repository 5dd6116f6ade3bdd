import Core
import Pipeline
import RoutingPolicy

/// A process of a history: makes bus and stage and turns them until it is killed or may not go on, as ``Worker`` does in
/// real time.
///
/// Owned by its strand.
final class SimulatedWorker {
    /// What kind of worker it is: all that a successor needs to know.
    struct Role {
        let name: String
        let group: String
        let topics: [String]
        let makeStage: (SimulatedWorker) throws -> any Stage
        /// A fault in its bus.
        var fault: SeededFault?
        /// By how much the worker's own clock is ahead in a turn, in milliseconds.
        var ahead: () -> Int64 = { 0 }
    }

    let cluster: SimulatedCluster
    let role: Role
    let strand: Scheduler.Strand

    init(_ cluster: SimulatedCluster, _ role: Role, _ strand: Scheduler.Strand) {
        self.cluster = cluster
        self.role = role
        self.strand = strand
    }

    func run() {
        while !cluster.scheduler.isDone(strand) {
            do {
                try serve()
            } catch let loss as WorkCycle.Loss {
                if !goesOn(after: loss.failure) { return }
            } catch let failure as BusFailure {
                if !goesOn(after: failure) { return }
            } catch {
                cluster.scheduler.note("\(strand.name) ended: \(error)")
                return
            }
        }
    }

    private func goesOn(after failure: BusFailure) -> Bool {
        guard !cluster.scheduler.isDone(strand) else { return false }
        cluster.scheduler.note("\(strand.name) lost its bus: \(failure.kind) \(failure.detail)")
        return failure.kind == .unavailable || failure.kind == .fatal
    }

    private func serve() throws {
        let settings = SimulatedBus.Settings(
            group: role.group,
            topics: role.topics,
            identity: role.name,
            positions: PositionTopic(
                name: TopicName.position(role.group),
                group: role.group,
                partitions: Int32(History.partitions)
            ),
            fault: role.fault
        )
        let bus = try SimulatedBus(cluster, settings, strand)
        let stage = SteppedStage(try role.makeStage(self), bus)
        var cycle = WorkCycle(bus: bus, stage: stage)
        while true {
            let random = cluster.scheduler.random
            let turn = try cycle.turn(maximum: 1 + random.below(5), wait: .zero) { [cluster, role] in
                Instant(milliseconds: cluster.scheduler.now + role.ahead())
            }
            if case .idle = turn { try cluster.scheduler.idle(strand) }
        }
    }
}

/// A stage between whose calls everything else may happen.
final class SteppedStage: Stage {
    private let stage: any Stage
    private let bus: SimulatedBus

    init(_ stage: any Stage, _ bus: SimulatedBus) {
        self.stage = stage
        self.bus = bus
    }

    var keepsState: Bool { stage.keepsState }

    func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {
        try bus.step("restores")
        try stage.assigned(partitions)
        try bus.step("has restored")
    }

    func due(at now: Instant) -> Set<TopicPartition> { stage.due(at: now) }

    func refresh() throws(BusFailure) { try stage.refresh() }

    func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        bus.worked = bus.scheduler.now
        let effects = try stage.process(batch, at: now)
        try bus.step("has worked out \(effects.outputs.count) records")
        return effects
    }

    func committed() {
        bus.scheduler.pass(bus.strand, "is about to learn of its commit")
        stage.committed()
    }

    func discard() {
        bus.scheduler.pass(bus.strand, "discards")
        stage.discard()
    }
}

/// Partitions read beside the input, with everything else going on meanwhile.
final class SimulatedSource: PartitionSource {
    private let source: InMemoryPartitionSource
    private let cluster: SimulatedCluster
    private let strand: Scheduler.Strand

    convenience init(_ worker: SimulatedWorker) { self.init(worker.cluster, worker.strand) }

    init(_ cluster: SimulatedCluster, _ strand: Scheduler.Strand) {
        self.cluster = cluster
        self.strand = strand
        let deadline = cluster.scheduler.now + 120_000
        source = InMemoryPartitionSource(broker: cluster.broker) { () throws(BusFailure) in
            guard cluster.scheduler.now < deadline else { throw BusFailure(.unavailable, "nothing more came") }
            cluster.scheduler.note("\(strand.name) waits for an open transaction")
            try cluster.scheduler.sleep(strand, 100)
        }
    }

    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        // One after the other, so that much may happen between them.
        for partition in partitions {
            try cluster.scheduler.step(strand, "reads \(partition.topic)/\(partition.partition)")
            try source.restore([partition], take)
        }
    }

    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        try cluster.scheduler.step(strand, "reads again \(partition.topic)/\(partition.partition) \(offsets)")
        return try source.records(of: partition, at: offsets)
    }
}
