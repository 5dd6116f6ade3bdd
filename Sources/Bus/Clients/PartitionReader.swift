internal import CRDKafka
internal import Core
internal import Platform

/// Reads whole topics without a consumer group: every partition, from a known offset, committed records only.
///
/// It uses the library's simple consumer on one queue: no coordinator, no group right, no join delay. Used by one
/// thread. `@safe`: queue and topic handles are made and destroyed here, before their client.
@safe final class PartitionReader {
    /// Where reading starts.
    enum Start {
        /// The oldest record kept.
        case beginning
        /// What stood at the end when the reader was made; only later records come.
        case end
    }

    /// One partition being read.
    struct Progress: Sendable {
        /// Next offset to come.
        var position: Int64
        /// First offset that was kept when the reader was made.
        let low: Int64
        /// High watermark when the reader was made, records of open transactions included.
        let high: Int64
    }

    /// The partitions and how far they are read.
    private(set) var progress: [TopicPartition: Progress] = [:]
    private let client: Client
    private var queue: OpaquePointer?
    private var topics: [(name: String, handle: OpaquePointer, partitions: Int32)] = unsafe []
    private var decoder = RecordDecoder()

    /// Starts reading `names`.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    init(
        _ connection: ClusterConnection,
        topics names: [String],
        start: Start,
        patience: Duration
    ) throws(BusFailure) {
        let marks = try Watermarks.read(connection, topics: names, patience: patience)
        let context = ClientContext(log: connection.log)
        let settings = try ClientSettings.make(
            connection.properties(with: [
                "isolation.level": "read_committed",
                "enable.partition.eof": "true",
                "enable.auto.commit": "false",
                "auto.offset.reset": "earliest",
                "queued.max.messages.kbytes": "8192",
                "fetch.error.backoff.ms": "20",
                "fetch.wait.max.ms": "100",
                "allow.auto.create.topics": "false",
            ]),
            whereKnown: BusConfiguration.newerConsumerProperties
        )
        context.install(in: settings, deliveryReports: false, rebalance: false)
        client = try Client(.consumer, settings, context: context)
        // Ours until `close`; the client is open.
        unsafe queue = rd_kafka_queue_new(client.handle)
        for (name, partitions) in marks {
            // The library copies the name.
            guard let handle = unsafe rd_kafka_topic_new(client.handle, name, nil) else {
                throw BusFailure(.configuration, "topic name refused: \(name)")
            }
            unsafe topics.append((name, handle, Int32(clamping: partitions.count)))
            for (partition, mark) in partitions.enumerated() {
                let first = start == .beginning ? mark.low : mark.high
                let number = Int32(clamping: partition)
                progress[TopicPartition(name, number)] = Progress(position: first, low: mark.low, high: mark.high)
                // Messages of all partitions come out of our one queue.
                guard unsafe rd_kafka_consume_start_queue(handle, number, first, queue) == 0 else {
                    throw BusFailure(
                        .fatal,
                        "start reading \(name)/\(number): \(LibraryError(rd_kafka_last_error()).detail)"
                    )
                }
            }
        }
    }

    deinit {
        close()
    }

    /// Stops and ends the client; harmless the second time.
    func close() {
        guard client.isOpen else { return }
        for index in unsafe topics.indices {
            let topic = unsafe topics[index]
            for partition in 0..<(unsafe topic.partitions) {
                // Stopping one that was never started does nothing.
                _ = unsafe rd_kafka_consume_stop(topic.handle, partition)
            }
            unsafe rd_kafka_topic_destroy(topic.handle)
        }
        unsafe topics = []
        if let queue = unsafe queue { unsafe rd_kafka_queue_destroy(queue) }
        unsafe queue = nil
        client.close()
    }

    /// The partitions of `topic`.
    func partitionCount(_ topic: String) -> Int32 {
        unsafe topics.first { unsafe $0.name == topic }.map { unsafe $0.partitions } ?? 0
    }

    /// True once everything that stood in the topics at the start was read, or skipped as aborted.
    var isCaughtUp: Bool {
        progress.values.allSatisfy { $0.position >= $0.high }
    }

    /// Takes at most `maximum` records; waits for the first one until `wait` ends, then takes what is there.
    ///
    /// - Throws: ``BusFailure`` when the topics cannot be read any more.
    func read(maximum: Int, wait: Duration) throws(BusFailure) -> [InboundRecord] {
        guard client.isOpen else { return [] }
        var records: [InboundRecord] = []
        let end = SystemClock.monotonicNanoseconds() + wait.nanoseconds
        // Callbacks of errors and log lines live in the main queue.
        _ = unsafe rd_kafka_poll(client.handle, 0)
        while records.count < maximum {
            var timeout: Int32 = 0
            if records.isEmpty {
                let now = SystemClock.monotonicNanoseconds()
                if now < end { timeout = Int32(clamping: (end - now + 999_999) / 1_000_000) }
            }
            // The message is ours until destroyed; what is taken from it is copied.
            guard let message = unsafe rd_kafka_consume_queue(queue, timeout) else { break }
            defer { unsafe rd_kafka_message_destroy(message) }
            let code = unsafe message.pointee.err
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                let record = unsafe decoder.record(message)
                progress[record.source]?.position = record.offset &+ 1
                records.append(record)
            } else if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                let source = unsafe decoder.source(of: message)
                let offset = unsafe message.pointee.offset
                if let known = progress[source]?.position { progress[source]?.position = max(known, offset) }
            } else {
                try judge(LibraryError(code))
            }
        }
        return records
    }

    /// Takes everything up to where the topics end now, records of open transactions included; gives up when `limit` is
    /// over.
    ///
    /// - Throws: ``BusFailure`` when the topics cannot be read any more.
    func readToEnd(within limit: Duration) throws(BusFailure) -> [InboundRecord] {
        guard client.isOpen else { return [] }
        let deadline = SystemClock.monotonicNanoseconds() + limit.nanoseconds
        func left() -> UInt64 {
            let now = SystemClock.monotonicNanoseconds()
            return now < deadline ? deadline - now : 0
        }
        var ends: [TopicPartition: Int64] = [:]
        for partition in progress.keys {
            var (low, high): (Int64, Int64) = (0, 0)
            // The client is open, and both numbers live during the call.
            let code = unsafe rd_kafka_query_watermark_offsets(
                client.handle,
                partition.topic,
                partition.partition,
                &low,
                &high,
                Int32(clamping: left() / 1_000_000)
            )
            // Where the broker does not say, what comes in the time given is all that can be known.
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { ends[partition] = high }
        }
        var records: [InboundRecord] = []
        repeat {
            let wait = min(left(), 50_000_000)
            records += try read(maximum: 10_000, wait: .nanoseconds(Int64(clamping: wait)))
            if ends.allSatisfy({ (progress[$0.key]?.position ?? 0) >= $0.value }) { break }
        } while left() > 0
        return records
    }

    /// An error in place of a record: only those that do not mend themselves are thrown.
    private func judge(_ error: LibraryError) throws(BusFailure) {
        if let fatal = client.fatalError { throw client.failure(fatal, while: "read") }
        if ErrorClass(error) == .configuration { throw BusFailure(.configuration, "read: \(error.detail)") }
    }
}
