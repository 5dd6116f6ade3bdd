import Core
import Pipeline

@testable import Bus

/// The transactional bus over an in-memory cluster, one request at a time: what `KafkaBatchBus` does with librdkafka, with
/// the same machines deciding (``TransactionMachine``, ``RebalanceMachine``, ``OffsetLedger``). Between any two requests
/// everything else may happen.
///
/// Owned by one strand.
final class SimulatedBus: BatchBus {
    struct Settings {
        let group: String
        let topics: [String]
        /// Group instance id and transactional id.
        let identity: String
        var transactionTimeout: Int64 = 10_000
        var recoveryDeadline: Int64 = 30_000
        /// Where the group keeps where it stands.
        let positions: PositionTopic
        /// What is wrong with it.
        var fault: SeededFault?
    }

    let cluster: SimulatedCluster
    let settings: Settings
    let strand: Scheduler.Strand
    private(set) var member: Int
    var generation = -1
    var producer: ProducerIdentity?
    var rebalance = RebalanceMachine()
    var ledger = OffsetLedger()
    var assignmentWasLost = false
    var doubts: UInt64 = 0
    /// True when the open transaction has partitions or offsets in it.
    var hasAdded = false
    /// The time at which the batch in work was worked out.
    var worked: Int64 = 0
    /// True from being told of a revocation until partitions are given out again.
    private var wasRevoked = false
    private var positions: [TopicPartition: Int64] = [:]
    private var rotation = 0
    private let books: SimulatedSource

    var broker: InMemoryBroker { cluster.broker }
    var scheduler: Scheduler { cluster.scheduler }

    init(_ cluster: SimulatedCluster, _ settings: Settings, _ strand: Scheduler.Strand) throws(BusFailure) {
        self.cluster = cluster
        self.settings = settings
        self.strand = strand
        books = SimulatedSource(cluster, strand)
        try cluster.scheduler.step(strand, "joins")
        member = cluster.broker.join(settings.group, topics: settings.topics, instance: settings.identity)
        cluster.scheduler.stirred()
        try initialise()
    }

    var assignment: PartitionAssignment {
        PartitionAssignment(
            number: rebalance.rebalances &+ (settings.fault == .overlooksDoubt ? 0 : doubts),
            partitions: rebalance.assigned
        )
    }

    func settle() throws(BusFailure) {
        guard !rebalance.assigned.isEmpty else { return }
        _ = try committedOffsets(rebalance.assigned)
    }

    func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        try step("polls")
        try pollGroup()
        // Who was the last to come gets its partitions at once.
        if case .settled(let current) = broker.membership(in: settings.group, of: member), current != generation {
            try pollGroup()
        }
        try takeOver()
        var records: [InboundRecord] = []
        let assigned = rebalance.assigned
        for turn in assigned.indices where records.count < maximum {
            take(assigned[(turn + rotation) % assigned.count], maximum, &records)
        }
        rotation = assigned.isEmpty ? 0 : (rotation + 1) % assigned.count
        if !records.isEmpty { try step("received \(records.map { "\($0.source.partition)@\($0.offset)" })") }
        return RecordBatch(records: records)
    }

    func isBehind(_ partition: TopicPartition) -> Bool {
        positions[partition, default: 0] < broker.ends(of: partition).high
    }

    private func take(_ partition: TopicPartition, _ maximum: Int, _ records: inout [InboundRecord]) {
        guard let position = positions[partition] else { return }
        var found: [InboundRecord] = []
        let next = broker.fetch(partition, from: position, maximum: maximum - records.count, into: &found)
        positions[partition] = next
        for record in found where ledger.accept(partition, record.offset) { records.append(record) }
        if found.isEmpty, next > position { ledger.reachedEnd(partition, next) }
    }

    /// Finds out where the partitions go on that are new.
    private func takeOver() throws(BusFailure) {
        while true {
            let new = rebalance.assigned.filter { positions[$0] == nil }
            guard !new.isEmpty else { return }
            let rebalances = rebalance.rebalances
            let starts = try standing(of: new)
            guard rebalances == rebalance.rebalances else { continue }
            for partition in new {
                let start = starts[partition] ?? 0
                positions[partition] = start
                ledger.begin(partition, at: start)
            }
        }
    }

    // MARK: Membership

    /// What a poll of the consumer does about the group.
    func pollGroup() throws(BusFailure) {
        switch broker.membership(in: settings.group, of: member) {
        case .settled(let current):
            guard current != generation else { return }
            generation = current
            let partitions = broker.assignment(of: settings.group, member: member)
            scheduler.note("\(strand.name) holds \(partitions.map { "\($0.topic)/\($0.partition)" })")
            _ = rebalance.on(.assign(partitions))
            wasRevoked = false
            restart()
        case .rebalancing:
            if !wasRevoked {
                wasRevoked = true
                if rebalance.on(.revoke) == .unassign { giveUp() }
            } else if !rebalance.transactionIsOpen {
                // Another rebalance has begun before the partitions of the last one were given out.
                broker.rejoin(settings.group, member: member)
            }
        case .unknown:
            scheduler.note("\(strand.name) was put out")
            if rebalance.on(.lost) == .unassignAndAbort { assignmentWasLost = true }
            restart()
            member = broker.join(settings.group, topics: settings.topics, instance: settings.identity)
            generation = -1
            wasRevoked = true
            scheduler.stirred()
        case .fenced:
            throw BusFailure(.fenced, "\(settings.identity): another member has the same instance id")
        }
    }

    /// Confirms a revocation.
    func giveUp() {
        restart()
        broker.rejoin(settings.group, member: member)
        scheduler.stirred()
    }

    private func restart() {
        ledger.reset()
        positions = [:]
    }

    /// Sleeps for `milliseconds` as a living member of the group.
    func keepMembership(for milliseconds: Int64) throws(BusFailure) {
        try scheduler.sleep(strand, milliseconds)
        try pollGroup()
    }

    // MARK: Offsets

    /// The committed offsets once no transaction over them is undecided; none when the partitions went meanwhile.
    func committedOffsets(_ partitions: [TopicPartition]) throws(BusFailure) -> [TopicPartition: Int64] {
        let deadline = scheduler.now + settings.recoveryDeadline
        while true {
            try step("asks for offsets")
            if cluster.passage() == .fine, let offsets = broker.stableOffsets(of: settings.group, partitions) {
                return cluster.remembered(offsets)
            }
            guard scheduler.now < deadline else { throw BusFailure(.unavailable, "read committed offsets") }
            try keepMembership(for: 100)
            guard partitions.allSatisfy(rebalance.held.contains) else { return [:] }
        }
    }

    /// Where the group stands on `partitions`: by its books, and where these say nothing by its offsets.
    func standing(of partitions: [TopicPartition]) throws(BusFailure) -> [TopicPartition: Int64] {
        let rebalances = rebalance.rebalances
        let group = try committedOffsets(partitions)
        guard settings.fault != .trustsTheCoordinator, rebalances == rebalance.rebalances else { return group }
        let own = try settings.positions.positions(of: partitions, from: books)
        let ends = Dictionary(uniqueKeysWithValues: partitions.map { ($0, broker.ends(of: $0).high) })
        return group.merging(GroupPositions.corrections(own: own, group: group, ends: ends)) { _, own in own }
    }

    /// Goes back to the committed offsets of those of `partitions` that are still held.
    func rewind(_ partitions: Set<TopicPartition>, askBroker: Bool) throws(BusFailure) {
        let held = partitions.filter(rebalance.held.contains).sorted()
        guard !held.isEmpty else { return }
        let known = askBroker ? try standing(of: held) : [:]
        for (partition, offset) in ledger.rewind(held, broker: known) { positions[partition] = offset }
    }

    /// Adds the offsets at which `touched` stand, for those of which no record came.
    func addStanding(_ touched: Set<TopicPartition>, to offsets: inout [TopicPartition: Int64]) throws(BusFailure) {
        let unknown = touched.filter { offsets[$0] == nil && ledger.committed($0) == nil }
        for partition in touched where offsets[partition] == nil { offsets[partition] = ledger.committed(partition) }
        guard !unknown.isEmpty else { return }
        offsets.merge(try standing(of: unknown.sorted())) { own, _ in own }
    }

    func step(_ label: @autoclosure () -> String) throws(BusFailure) { try scheduler.step(strand, label()) }

    /// Notes a commit that the cluster has accepted.
    func decided(_ outputs: [OutboundRecord], _ offsets: [TopicPartition: Int64]) {
        cluster.committed(
            SimulatedCluster.Decision(group: settings.group, offsets: offsets, outputs: outputs, time: worked)
        )
    }
}
