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
    /// - Throws: ``BusFailure`` of kind `unavailable`.
    static func read(
        _ connection: ClusterConnection,
        partitions: [TopicPartition],
        patience: Duration
    ) throws(BusFailure) -> [TopicPartition: Mark] {
        let client = try uncommitted(connection)
        defer { client.close() }
        var marks: [TopicPartition: Mark] = [:]
        for partition in partitions {
            marks[partition] = try mark(partition.topic, partition.partition, client, patience)
        }
        return marks
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
            var marks: [Mark] = []
            for partition in 0..<count {
                marks.append(try mark(topic, partition, client, patience))
            }
            result.append((topic, marks))
        }
        return result
    }

    /// The marks of one partition, as `client` sees it: a read_committed one is told the last stable offset as the end.
    static func mark(
        _ topic: String,
        _ partition: Int32,
        _ client: Client,
        _ patience: Duration
    ) throws(BusFailure) -> Mark {
        let deadline = SystemClock.monotonicNanoseconds() + patience.nanoseconds
        var attempt = 0
        while true {
            var low: Int64 = 0
            var high: Int64 = 0
            // Both results are written before the call returns success.
            let code = unsafe rd_kafka_query_watermark_offsets(client.handle, topic, partition, &low, &high, 2000)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return Mark(low: max(0, low), high: max(0, high)) }
            let error = LibraryError(code)
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw client.failure(error, while: "watermarks of \(topic)/\(partition)")
            }
            attempt += 1
            client.idle(Backoff.pause(attempt: attempt))
        }
    }
}
