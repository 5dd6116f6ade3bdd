package import Core
import Platform

/// Topics, transactions and consumer groups in memory: what the simulation and the benchmark run on.
///
/// It keeps to the promises of Kafka on which the pipeline relies: records of a partition stay in order, a transaction
/// is visible whole or not at all together with its offsets, a member that lost its assignment cannot commit, and
/// every record carries its log-append time.
package final class InMemoryBroker: Sendable {
    /// Largest record that a topic takes: key, value and headers together.
    package static let maximumRecordBytes = 4 << 20

    private let state: Locked<State>

    struct Topic {
        var partitions: [[InboundRecord]]
    }

    struct Group {
        /// Rises with each change of membership; a commit of an earlier generation is refused.
        var generation = 0
        /// Topics of each member, members in order of joining.
        var members: [(id: Int, topics: [String])] = []
        var committed: [TopicPartition: Int64] = [:]
    }

    struct State {
        var now = Instant(milliseconds: 0)
        var topics: [String: Topic] = [:]
        var groups: [String: Group] = [:]
        var nextMember = 0
    }

    /// A broker without topics, at the beginning of time.
    package init() {
        state = Locked(State())
    }

    /// Creates `topic`; an existing one stays as it is.
    package func createTopic(_ topic: String, partitions: Int) {
        state.withLock { state in
            guard state.topics[topic] == nil else { return }
            state.topics[topic] = Topic(partitions: Array(repeating: [], count: max(partitions, 1)))
        }
    }

    /// The log-append time of records from now on.
    package func setTime(_ now: Instant) {
        state.withLock { $0.now = now }
    }

    /// Number of partitions of each topic.
    package var partitionCounts: [String: Int32] {
        state.withLock { $0.topics.mapValues { Int32(clamping: $0.partitions.count) } }
    }

    /// All records of `topic`, partition by partition; empty when there is no such topic.
    package func records(of topic: String) -> [[InboundRecord]] {
        state.withLock { $0.topics[topic]?.partitions ?? [] }
    }

    /// Forgets the records of `topic` and lets offsets start again; for benchmarks, which would fill the memory.
    package func truncate(_ topic: String) {
        state.withLock { state in
            guard let count = state.topics[topic]?.partitions.count else { return }
            state.topics[topic] = Topic(partitions: Array(repeating: [], count: count))
        }
    }

    /// Appends one record outside of any transaction, as a partner's producer does.
    package func produce(_ record: OutboundRecord) throws(BusFailure) {
        try state.withLock { state throws(BusFailure) in try state.append([record]) }
    }

    /// The committed offset of `group` on `partition`; 0 when it has none.
    package func committedOffset(of group: String, _ partition: TopicPartition) -> Int64 {
        state.withLock { $0.groups[group]?.committed[partition] ?? 0 }
    }

    func join(_ group: String, topics: [String]) -> Int {
        state.withLock { state in
            state.nextMember += 1
            let member = state.nextMember
            state.groups[group, default: Group()].members.append((member, topics))
            state.groups[group]?.generation += 1
            return member
        }
    }

    func leave(_ group: String, member: Int) {
        state.withLock { state in
            guard var members = state.groups[group]?.members, members.contains(where: { $0.id == member }) else {
                return
            }
            members.removeAll { $0.id == member }
            state.groups[group]?.members = members
            state.groups[group]?.generation += 1
        }
    }

    func generation(of group: String) -> Int {
        state.withLock { $0.groups[group]?.generation ?? 0 }
    }

    /// The partitions of `member` with the offset at which each goes on.
    func assignment(of group: String, member: Int) -> [TopicPartition: Int64] {
        state.withLock { state in state.assignment(of: group, member: member) }
    }

    /// Up to `maximum` records of `partition` from `offset`.
    func fetch(_ partition: TopicPartition, from offset: Int64, maximum: Int) -> ArraySlice<InboundRecord> {
        state.withLock { state in
            guard let log = state.log(of: partition), let start = Int(exactly: offset), start < log.count else {
                return []
            }
            return log[start..<(start + min(maximum, log.count - start))]
        }
    }

    /// The end of each partition of `topic`.
    func ends(of topic: String) -> [Int64] {
        state.withLock { $0.topics[topic]?.partitions.map { Int64($0.count) } ?? [] }
    }

    /// Appends `outputs` and stores `offsets`, all or nothing.
    ///
    /// - Returns: `rewound` when the member's assignment is no longer that of `generation`.
    func commit(
        _ outputs: [OutboundRecord],
        offsets: [TopicPartition: Int64],
        group: String,
        generation: Int
    ) throws(BusFailure) -> CommitOutcome {
        try state.withLock { state throws(BusFailure) in
            guard state.groups[group]?.generation == generation else { return .rewound }
            try state.append(outputs)
            state.groups[group]?.committed.merge(offsets) { _, new in new }
            return .committed
        }
    }
}

extension InMemoryBroker.State {
    func log(of partition: TopicPartition) -> [InboundRecord]? {
        guard let topic = topics[partition.topic], topic.partitions.indices.contains(Int(partition.partition)) else {
            return nil
        }
        return topic.partitions[Int(partition.partition)]
    }

    func assignment(of group: String, member: Int) -> [TopicPartition: Int64] {
        guard let group = groups[group] else { return [:] }
        var assigned: [TopicPartition: Int64] = [:]
        for topic in Set(group.members.flatMap(\.topics)) {
            let subscribers = group.members.filter { $0.topics.contains(topic) }
            guard let rank = subscribers.firstIndex(where: { $0.id == member }), let log = topics[topic] else {
                continue
            }
            for index in log.partitions.indices where index % subscribers.count == rank {
                let partition = TopicPartition(topic, Int32(clamping: index))
                assigned[partition] = group.committed[partition] ?? 0
            }
        }
        return assigned
    }

    /// Appends all of `outputs`, or none when one of them cannot be.
    mutating func append(_ outputs: [OutboundRecord]) throws(BusFailure) {
        var places: [Int] = []
        places.reserveCapacity(outputs.count)
        for output in outputs { places.append(try place(of: output)) }
        for (output, place) in zip(outputs, places) {
            let offset = Int64(topics[output.topic]?.partitions[place].count ?? 0)
            let record = InboundRecord(
                source: TopicPartition(output.topic, Int32(clamping: place)),
                offset: offset,
                timestamp: now,
                key: output.key,
                value: output.value,
                headers: output.headers
            )
            topics[output.topic]?.partitions[place].append(record)
        }
    }

    private func place(of output: OutboundRecord) throws(BusFailure) -> Int {
        guard let topic = topics[output.topic] else {
            throw BusFailure(.configuration, "no such topic: \(output.topic)")
        }
        let weight = (output.key?.count ?? 0) + (output.value?.count ?? 0) + RecordWeight.bytes(of: output.headers)
        guard weight <= InMemoryBroker.maximumRecordBytes else {
            throw BusFailure(.configuration, "record of \(weight) bytes is too large for \(output.topic)")
        }
        let count = topic.partitions.count
        let place =
            output.partition.map(Int.init)
            ?? output.key.map { Int(Murmur2.partition(of: $0.span, count: Int32(clamping: count))) } ?? 0
        guard topic.partitions.indices.contains(place) else {
            throw BusFailure(.configuration, "no partition \(place) in \(output.topic)")
        }
        return place
    }
}
