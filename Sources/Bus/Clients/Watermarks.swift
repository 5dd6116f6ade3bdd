internal import CRDKafka
internal import Core
internal import Platform

/// The lowest and the next offset of every partition of some topics, asked once.
///
/// A read_committed client is told the last *stable* offset as the end; markers may land later. The handle used here
/// reads uncommitted, so that the end covers everything written so far.
enum Watermarks {
    /// The range of one partition.
    struct Mark: Sendable {
        /// Oldest offset kept.
        let low: Int64
        /// Offset after the newest record.
        let high: Int64
    }

    /// The marks of single partitions.
    ///
    /// - Parameter onWait: called between two questions; what it throws ends the waiting.
    /// - Throws: ``BusFailure`` of kind `unavailable`.
    static func read(
        _ connection: ClusterConnection,
        partitions: [TopicPartition],
        patience: Duration,
        onWait: () throws(BusFailure) -> Void = { () throws(BusFailure) in }
    ) throws(BusFailure) -> [TopicPartition: Mark] {
        let client = try uncommitted(connection)
        defer { client.close() }
        return try marks(of: partitions, client, patience, onWait: onWait)
    }

    private static func uncommitted(_ connection: ClusterConnection) throws(BusFailure) -> Client {
        let context = ClientContext(log: connection.log)
        let settings = try ClientSettings.make(
            connection.properties(with: ["isolation.level": "read_uncommitted", "allow.auto.create.topics": "false"])
        )
        context.install(in: settings, deliveryReports: false, rebalance: false)
        return try Client(.consumer, settings, context: context)
    }

    /// The marks per topic, by partition number.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    static func read(
        _ connection: ClusterConnection,
        topics: [String],
        patience: Duration
    ) throws(BusFailure) -> [(topic: String, partitions: [Mark])] {
        let client = try uncommitted(connection)
        defer { client.close() }
        var result: [(topic: String, partitions: [Mark])] = []
        for topic in topics {
            let count = try TopicMetadata.partitions(of: topic, client: client, patience: patience)
            let partitions = (0..<count).map { TopicPartition(topic, $0) }
            let marks = try marks(of: partitions, client, patience)
            result.append((topic, partitions.compactMap { marks[$0] }))
        }
        return result
    }

    /// The marks of `partitions`, as `client` sees them: a read_committed one is told the last stable offset as the end.
    ///
    /// - Parameter onWait: called between two questions; what it throws ends the waiting.
    /// - Throws: ``BusFailure`` of kind `unavailable` when not all of them have answered within `patience`.
    static func marks(
        of partitions: [TopicPartition],
        _ client: Client,
        _ patience: Duration,
        onWait: () throws(BusFailure) -> Void = { () throws(BusFailure) in }
    ) throws(BusFailure) -> [TopicPartition: Mark] {
        let deadline = SystemClock.monotonicNanoseconds() + patience.nanoseconds
        let low = try offsets(of: partitions, at: beginning, client, deadline, onWait)
        let high = try offsets(of: partitions, at: end, client, deadline, onWait)
        var marks: [TopicPartition: Mark] = [:]
        for (partition, low) in low {
            if let high = high[partition] { marks[partition] = Mark(low: low, high: max(low, high)) }
        }
        return marks
    }

    /// The protocol's words for the oldest offset and for the one after the newest record, in place of a time.
    private static let beginning: Int64 = -2
    private static let end: Int64 = -1

    /// The offsets of all `partitions` at `time`.
    ///
    /// By the search for times, because the library's own question for the marks does not keep to its time-out where a
    /// leader is gone: up to version 2.0 at least it may wait for minutes, or for ever.
    private static func offsets(
        of partitions: [TopicPartition],
        at time: Int64,
        _ client: Client,
        _ deadline: UInt64,
        _ onWait: () throws(BusFailure) -> Void
    ) throws(BusFailure) -> [TopicPartition: Int64] {
        var found: [TopicPartition: Int64] = [:]
        var open = partitions
        var attempt = 0
        while !open.isEmpty {
            let list = PartitionList(capacity: open.count)
            for partition in open { list.add(partition, offset: time) }
            // The list is ours and outlives the call.
            let code = unsafe list.withPointer { unsafe rd_kafka_offsets_for_times(client.handle, $0, 2000) }
            var trouble = LibraryError(code)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                for element in list.elements {
                    if element.error == 0, element.offset >= 0 {
                        found[element.partition] = element.offset
                    } else {
                        trouble = LibraryError(rd_kafka_resp_err_t(rawValue: element.error))
                    }
                }
                open = open.filter { found[$0] == nil }
            }
            guard let first = open.first else { break }
            guard SystemClock.monotonicNanoseconds() < deadline else {
                let attempt = "watermarks of \(first.topic)/\(first.partition)"
                // Whoever asks got the partition from a group or from metadata: a broker that has just come up does not
                // tell of all it has at once, and nobody has to put a configuration right.
                guard trouble.code != RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION.rawValue else {
                    throw BusFailure(.unavailable, "\(attempt): \(trouble.detail)")
                }
                throw client.failure(trouble, while: attempt)
            }
            try onWait()
            attempt += 1
            client.idle(Backoff.pause(attempt: attempt))
        }
        return found
    }
}
