package import Core
import Platform

/// One member of a consumer group with its transactional producer, on an ``InMemoryBroker``; each of its transactions
/// takes place at one instant.
///
/// What happens between the steps of a transaction is the matter of the simulation, whose bus makes the steps one by one.
package final class InMemoryBus: BatchBus {
    private let broker: InMemoryBroker
    private let group: String
    /// The number of this member in the group.
    package let member: Int
    private let faults: () -> InjectedFault?
    private let idle = StopSignal()
    private var generation = -1
    private var positions: [TopicPartition: Int64] = [:]
    /// Assigned partitions in a fixed order, and where the next round of reading begins, so that none starves.
    private var rotation: [TopicPartition] = []
    private var next = 0
    private var isLost = false
    private var quotas: [String: Int] = [:]

    /// Joins `group` as a subscriber of `topics`.
    ///
    /// - Parameter faults: asked once for each transaction what is to happen to it; nil lets it succeed.
    package init(
        broker: InMemoryBroker,
        group: String,
        topics: [String],
        faults: @escaping () -> InjectedFault? = { nil }
    ) {
        self.broker = broker
        self.group = group
        self.faults = faults
        member = broker.join(group, topics: topics)
    }

    deinit {
        broker.leave(group, member: member)
    }

    /// What the group gave this member last.
    package var assignment: PartitionAssignment {
        PartitionAssignment(number: UInt64(clamping: generation), partitions: rotation)
    }

    package func settle() throws(BusFailure) {
        try checkAlive()
        guard broker.stableOffsets(of: group, rotation) != nil else {
            throw BusFailure(.unavailable, "a transaction over the offsets of \(group) is not decided")
        }
    }

    /// What lies before the reader; looks again every millisecond until something does or `wait` is over.
    package func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        try checkAlive()
        var remaining = wait
        while true {
            synchronise()
            let records = take(maximum)
            if !records.isEmpty || remaining <= .zero { return RecordBatch(records: records) }
            let pause = min(remaining, .milliseconds(1))
            _ = idle.wait(upTo: pause)
            remaining -= pause
        }
    }

    package func isBehind(_ partition: TopicPartition) -> Bool {
        positions[partition].map { $0 < broker.ends(of: partition).high } ?? false
    }

    /// Appends the outputs and moves the offsets together, or rewinds.
    package func commit(
        _ outputs: [OutboundRecord],
        consuming batch: RecordBatch
    ) throws(BusFailure) -> CommitOutcome {
        try checkAlive()
        let fault = faults()
        switch fault {
        case .rewound:
            _ = try transact(outputs, batch, isCommit: false)
            rewind()
            return .rewound
        case .lostBeforeCommit:
            isLost = true
            throw BusFailure(.unavailable, "injected: lost before the commit")
        case .lostAfterCommit, nil:
            break
        }
        let outcome = try transact(outputs, batch, isCommit: true)
        if fault == .lostAfterCommit {
            isLost = true
            throw BusFailure(.unavailable, "injected: lost after the commit")
        }
        if outcome == .rewound { rewind() }
        return outcome
    }

    private func transact(_ outputs: [OutboundRecord], _ batch: RecordBatch, isCommit: Bool) throws(BusFailure)
        -> CommitOutcome
    {
        // Of a partition that is only touched the offset is committed as it stands.
        var offsets = batch.nextOffsets
        for partition in batch.touched where offsets[partition] == nil {
            offsets[partition] = broker.committedOffset(of: group, partition)
        }
        return try broker.transact(
            outputs,
            offsets: offsets,
            group: group,
            member: member,
            generation: generation,
            isCommit: isCommit
        )
    }

    private func checkAlive() throws(BusFailure) {
        if isLost { throw BusFailure(.fatal, "this member was lost") }
    }

    /// Gives up what the group takes back, and takes over what it gives.
    private func synchronise() {
        let membership = broker.membership(in: group, of: member)
        if membership == .rebalancing { broker.rejoin(group, member: member) }
        guard case .settled(let current) = broker.membership(in: group, of: member) else {
            positions = [:]
            rotation = []
            return
        }
        guard current != generation || rotation.count != positions.count else { return }
        generation = current
        rewind()
    }

    /// Goes back to the committed offsets; while they are not decided, nothing is read.
    private func rewind() {
        rotation = broker.assignment(of: group, member: member)
        positions = broker.stableOffsets(of: group, rotation) ?? [:]
        next = 0
    }

    /// Takes no more of these topics into a batch.
    package func restrain(_ quotas: [String: Int]) {
        self.quotas = quotas
    }

    private func take(_ maximum: Int) -> [InboundRecord] {
        var records: [InboundRecord] = []
        var room = quotas
        for step in rotation.indices {
            guard records.count < maximum else { break }
            let partition = rotation[(next + step) % rotation.count]
            guard let position = positions[partition] else { continue }
            let before = records.count
            positions[partition] = broker.fetch(
                partition,
                from: position,
                maximum: min(maximum - before, room[partition.topic] ?? .max),
                into: &records
            )
            if let left = room[partition.topic] { room[partition.topic] = left - (records.count - before) }
        }
        if !rotation.isEmpty { next = (next + 1) % rotation.count }
        return records
    }
}
