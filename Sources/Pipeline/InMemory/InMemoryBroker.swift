package import Core
import Platform

/// Topics, transactions and consumer groups in memory: what the simulation and the benchmark run on.
///
/// It models what of Kafka the pipeline relies on: logs in which records of open and aborted transactions stand among the
/// others and markers take offsets (``InMemoryLog``); transactional ids with epochs, and markers that may land late
/// (`InMemoryBroker+Transactions`); groups with generations and offsets within transactions (`InMemoryBroker+Groups`).
/// Every record carries its log-append time. ADR 10 tells what is left out.
package final class InMemoryBroker: Sendable {
    /// Largest record that a topic takes: key, value and headers together.
    package static let maximumRecordBytes = 4 << 20

    let state: Locked<State>

    struct State {
        var now = Instant(milliseconds: 0)
        var names: [String: Int] = [:]
        var topics: [[InMemoryLog]] = []
        var groups: [String: InMemoryGroup] = [:]
        var nextMember = 0
        /// By transactional id.
        var transactions: [String: InMemoryTransaction] = [:]
        /// Transactional ids in the order in which they came, so that nothing hangs on the order of a dictionary.
        var producers: [String] = []
        var landsMarkersAtOnce = true
    }

    /// A broker without topics, at the beginning of time.
    package init() {
        state = Locked(State())
    }

    /// Creates `topic`; an existing one stays as it is.
    package func createTopic(_ topic: String, partitions: Int) {
        state.withLock { state in
            guard state.names[topic] == nil else { return }
            state.names[topic] = state.topics.count
            state.topics.append(Array(repeating: InMemoryLog(), count: max(partitions, 1)))
        }
    }

    /// The log-append time of records from now on.
    package func setTime(_ now: Instant) {
        state.withLock { $0.now = now }
    }

    /// Number of partitions of each topic.
    package var partitionCounts: [String: Int32] {
        state.withLock { state in state.names.mapValues { Int32(clamping: state.topics[$0].count) } }
    }

    /// All records of `topic` that a reader of committed records can see, partition by partition; empty when there is no
    /// such topic.
    package func records(of topic: String) -> [[InboundRecord]] {
        state.withLock { state in state.names[topic].map { state.topics[$0].map(\.visible) } ?? [] }
    }

    /// Forgets the records of `topic` and lets offsets start again; for benchmarks, which would fill the memory. No
    /// transaction may be open.
    package func truncate(_ topic: String) {
        state.withLock { state in
            guard let place = state.names[topic] else { return }
            state.topics[place] = Array(repeating: InMemoryLog(), count: state.topics[place].count)
        }
    }

    /// Compacts every partition of `topic`.
    package func compact(_ topic: String) {
        state.withLock { state in
            guard let place = state.names[topic] else { return }
            for index in state.topics[place].indices { state.topics[place][index].compact() }
        }
    }

    /// Appends one record outside of any transaction, as a partner's producer does.
    package func produce(_ record: OutboundRecord) throws(BusFailure) {
        try state.withLock { state throws(BusFailure) in
            let place = try state.place(of: record)
            state.append(record, to: place)
        }
    }

    /// Appends up to `maximum` records of `partition` from `offset` on to `found`.
    ///
    /// - Parameter committed: true for a reader of committed records, which sees nothing of open transactions and what
    ///   stands behind them, nor of aborted ones.
    /// - Returns: the offset to go on from.
    package func fetch(
        _ partition: TopicPartition,
        from offset: Int64,
        maximum: Int,
        committed: Bool = true,
        into found: inout [InboundRecord]
    ) -> Int64 {
        state.withLock { state in
            state.log(of: partition)?.take(from: offset, maximum: maximum, committed: committed, into: &found) ?? offset
        }
    }

    /// The high watermark and the last stable offset of `partition`; zeroes when there is none.
    package func ends(of partition: TopicPartition) -> (high: Int64, stable: Int64) {
        state.withLock { state in
            state.log(of: partition).map { ($0.end, $0.stableEnd) } ?? (0, 0)
        }
    }
}

extension InMemoryBroker.State {
    /// Where a record goes: the topic and its partition.
    struct Place: Hashable {
        let topic: Int
        let partition: Int
    }

    func log(of partition: TopicPartition) -> InMemoryLog? {
        guard let topic = names[partition.topic], topics[topic].indices.contains(Int(partition.partition)) else {
            return nil
        }
        return topics[topic][Int(partition.partition)]
    }

    /// Where `output` goes; thrown when it can go nowhere.
    func place(of output: OutboundRecord) throws(BusFailure) -> Place {
        guard let topic = names[output.topic] else {
            throw BusFailure(.configuration, "no such topic: \(output.topic)")
        }
        let weight = (output.key?.count ?? 0) + (output.value?.count ?? 0) + RecordWeight.bytes(of: output.headers)
        guard weight <= InMemoryBroker.maximumRecordBytes else {
            throw BusFailure(.configuration, "record of \(weight) bytes is too large for \(output.topic)")
        }
        let count = topics[topic].count
        let partition =
            output.partition.map(Int.init)
            ?? output.key.map { Int(Murmur2.partition(of: $0.span, count: Int32(clamping: count))) } ?? 0
        guard topics[topic].indices.contains(partition) else {
            throw BusFailure(.configuration, "no partition \(partition) in \(output.topic)")
        }
        return Place(topic: topic, partition: partition)
    }

    /// The places of all of `outputs`; thrown when one of them can go nowhere.
    func places(of outputs: [OutboundRecord]) throws(BusFailure) -> [Place] {
        var places: [Place] = []
        places.reserveCapacity(outputs.count)
        for output in outputs { places.append(try place(of: output)) }
        return places
    }

    mutating func append(_ output: OutboundRecord, to place: Place, of producer: Int64? = nil) {
        topics[place.topic][place.partition].append(
            output,
            to: TopicPartition(output.topic, Int32(clamping: place.partition)),
            at: now,
            of: producer
        )
    }
}
