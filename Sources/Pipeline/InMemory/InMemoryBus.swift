package import Core
import Platform

/// One member of a consumer group with its transactional producer, on an ``InMemoryBroker``.
package final class InMemoryBus: BatchBus {
    private let broker: InMemoryBroker
    private let group: String
    private let member: Int
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

    /// Transactions are decided at once here.
    package func settle() throws(BusFailure) {
        try checkAlive()
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

    /// Appends the outputs and moves the offsets together, or rewinds.
    package func commit(
        _ outputs: [OutboundRecord],
        consuming batch: RecordBatch
    ) throws(BusFailure) -> CommitOutcome {
        try checkAlive()
        let fault = faults()
        switch fault {
        case .rewound:
            rewind()
            return .rewound
        case .lostBeforeCommit:
            isLost = true
            throw BusFailure(.unavailable, "injected: lost before the commit")
        case .lostAfterCommit, nil:
            break
        }
        let outcome = try broker.commit(
            outputs,
            offsets: offsets(of: batch),
            group: group,
            generation: generation
        )
        if fault == .lostAfterCommit {
            isLost = true
            throw BusFailure(.unavailable, "injected: lost after the commit")
        }
        if outcome == .rewound { rewind() }
        return outcome
    }

    /// Of a partition that is only touched the offset is committed as it stands.
    private func offsets(of batch: RecordBatch) -> [TopicPartition: Int64] {
        var offsets = batch.nextOffsets
        for partition in batch.touched where offsets[partition] == nil {
            offsets[partition] = broker.committedOffset(of: group, partition)
        }
        return offsets
    }

    private func checkAlive() throws(BusFailure) {
        if isLost { throw BusFailure(.fatal, "this member was lost") }
    }

    /// Takes over a new assignment, if there is one.
    private func synchronise() {
        let current = broker.generation(of: group)
        guard current != generation else { return }
        generation = current
        rewind()
    }

    /// Goes back to the committed offsets.
    private func rewind() {
        positions = broker.assignment(of: group, member: member)
        rotation = positions.keys.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
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
            let position = positions[partition] ?? 0
            let limit = min(maximum - records.count, room[partition.topic] ?? .max)
            let found = broker.fetch(partition, from: position, maximum: limit)
            if let left = room[partition.topic] { room[partition.topic] = left - found.count }
            records.append(contentsOf: found)
            positions[partition] = position + Int64(found.count)
        }
        if !rotation.isEmpty { next = (next + 1) % rotation.count }
        return records
    }
}
