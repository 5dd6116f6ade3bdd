internal import CRDKafka
package import Core
package import Platform

/// Single partitions of a cluster, committed records only: the state that a worker takes over, and records read once
/// more.
///
/// Owned by one thread. The client is made at the first use and kept; a partition is read for the length of one call.
/// `@safe`: topic handles are made and destroyed within a call, before the client.
@safe package final class KafkaPartitionSource: PartitionSource, TailSource {
    private let connection: ClusterConnection
    private let patience: Duration
    private let stop: StopSignal?
    private let onWait: () -> Void
    private var reader: Client?
    private var decoder = RecordDecoder()

    /// Offsets that lie further apart than this are sought, nearer ones are read over.
    private static let gap: Int64 = 64

    /// A source over `connection`.
    ///
    /// - Parameters:
    ///   - patience: how long nothing may come before the cluster counts as unavailable.
    ///   - stop: once it is raised, reading ends with a failure of kind `unavailable`: a worker that is to end does not
    ///     wait until all is read.
    ///   - onWait: called again and again while reading, so that a watched thread can show that it lives.
    package init(
        _ connection: ClusterConnection,
        patience: Duration = .seconds(30),
        stop: StopSignal? = nil,
        onWait: @escaping () -> Void = {}
    ) {
        self.connection = connection
        self.patience = patience
        self.stop = stop
        self.onWait = onWait
    }

    deinit {
        reader?.close()
    }

    package func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        guard !partitions.isEmpty else { return }
        let marks = try Watermarks.read(
            connection,
            partitions: partitions,
            patience: patience,
            onWait: waitOn
        )
        var open = marks.filter { $0.value.low < $0.value.high }
        guard !open.isEmpty else { return }
        try consume(open.mapValues(\.low)) { event in
            switch event {
            case .record(let record):
                guard let mark = open[record.source] else { return true }
                if record.offset < mark.high { take(record) }
                if record.offset &+ 1 >= mark.high { open[record.source] = nil }
            case .end(let partition, let offset):
                // Markers and aborted records at the end are skipped without a record.
                if let mark = open[partition], offset >= mark.high { open[partition] = nil }
            }
            return !open.isEmpty
        }
    }

    package func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        var found: [InboundRecord] = []
        let kept = try kept(of: partition)
        // Beyond the end nothing would ever come.
        var wanted = offsets.filter(kept.contains).sorted()[...]
        while let first = wanted.first {
            // As far as the next offsets lie near enough, one reading brings them.
            let run =
                wanted.indices.dropFirst().prefix { wanted[$0] - wanted[$0 - 1] <= Self.gap }.last ?? wanted.startIndex
            let last = wanted[run]
            let set = Set(wanted[...run])
            try consume([partition: first]) { event in
                switch event {
                case .record(let record):
                    if set.contains(record.offset) { found.append(record) }
                    return record.offset < last
                case .end(_, let offset):
                    return offset <= last
                }
            }
            wanted = wanted[(run + 1)...]
        }
        return found
    }

    package func tail(of partition: TopicPartition, count: Int) throws(BusFailure) -> [InboundRecord] {
        let kept = try kept(of: partition)
        guard count > 0, !kept.isEmpty else { return [] }
        // Each transaction leaves a marker beside its records, an aborted one records as well: there may be fewer than
        // offsets, so it is looked ever further back.
        var reach = Int64(count) * 4
        while true {
            let start = max(kept.lowerBound, kept.upperBound - reach)
            var found: [InboundRecord] = []
            try consume([partition: start]) { event in
                switch event {
                case .record(let record):
                    if record.offset < kept.upperBound { found.append(record) }
                    return record.offset &+ 1 < kept.upperBound
                case .end(_, let offset):
                    return offset < kept.upperBound
                }
            }
            if found.count >= count || start == kept.lowerBound { return Array(found.suffix(count)) }
            reach *= 4
        }
    }

    /// The offsets that `partition` has, as far as they are decided; none where there is no such partition.
    private func kept(of partition: TopicPartition) throws(BusFailure) -> Range<Int64> {
        let client = try client()
        let count = try TopicMetadata.partitions(of: partition.topic, client: client, patience: patience)
        guard (0..<count).contains(partition.partition) else { return 0..<0 }
        guard let mark = try Watermarks.marks(of: [partition], client, patience, onWait: waitOn)[partition] else {
            return 0..<0
        }
        return mark.low..<mark.high
    }

    /// Shows that the thread lives, if it may go on waiting.
    private func waitOn() throws(BusFailure) {
        try mayReadOn()
        onWait()
    }

    private func mayReadOn() throws(BusFailure) {
        if stop?.isSet == true { throw BusFailure(.unavailable, "told to end while reading") }
    }

    private enum Event {
        case record(InboundRecord)
        case end(TopicPartition, Int64)
    }

    /// Reads from `starts` on until `take` wants no more.
    private func consume(
        _ starts: [TopicPartition: Int64],
        _ take: (Event) -> Bool
    ) throws(BusFailure) {
        let client = try client()
        var topics: [(handle: OpaquePointer, partition: Int32)] = unsafe []
        // Ours until the end of this call.
        let queue = unsafe rd_kafka_queue_new(client.handle)
        defer {
            for index in unsafe topics.indices {
                let topic = unsafe topics[index]
                _ = unsafe rd_kafka_consume_stop(topic.handle, topic.partition)
                unsafe rd_kafka_topic_destroy(topic.handle)
            }
            unsafe rd_kafka_queue_destroy(queue)
        }
        for (partition, offset) in starts {
            // The library copies the name.
            guard let handle = unsafe rd_kafka_topic_new(client.handle, partition.topic, nil) else {
                throw BusFailure(.configuration, "topic name refused: \(partition.topic)")
            }
            unsafe topics.append((handle, partition.partition))
            guard unsafe rd_kafka_consume_start_queue(handle, partition.partition, offset, queue) == 0 else {
                throw BusFailure(
                    .fatal,
                    "start reading \(partition.topic)/\(partition.partition): \(LibraryError(rd_kafka_last_error()).detail)"
                )
            }
        }
        var silence = SystemClock.monotonicNanoseconds()
        while true {
            try mayReadOn()
            // The message is ours until destroyed; what is taken from it is copied.
            guard let message = unsafe rd_kafka_consume_queue(queue, 100) else {
                onWait()
                _ = unsafe rd_kafka_poll(client.handle, 0)
                guard SystemClock.monotonicNanoseconds() - silence < patience.nanoseconds else {
                    throw BusFailure(.unavailable, "nothing more came of \(starts.keys.first?.topic ?? "the topic")")
                }
                continue
            }
            defer { unsafe rd_kafka_message_destroy(message) }
            let code = unsafe message.pointee.err
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                silence = SystemClock.monotonicNanoseconds()
                if !take(.record(unsafe decoder.record(message))) { return }
            } else if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                let source = unsafe decoder.source(of: message)
                if !take(.end(source, unsafe message.pointee.offset)) { return }
            } else {
                let error = LibraryError(code)
                if let fatal = client.fatalError { throw client.failure(fatal, while: "read") }
                if ErrorClass(error) == .configuration { throw BusFailure(.configuration, "read: \(error.detail)") }
            }
        }
    }

    private func client() throws(BusFailure) -> Client {
        if let reader { return reader }
        let context = ClientContext(log: connection.log)
        let settings = try ClientSettings.make(
            connection.properties(with: [
                "isolation.level": "read_committed", "enable.partition.eof": "true", "enable.auto.commit": "false",
                "auto.offset.reset": "earliest", "queued.max.messages.kbytes": "16384",
                "fetch.error.backoff.ms": "20", "fetch.wait.max.ms": "50", "allow.auto.create.topics": "false",
            ]),
            whereKnown: BusConfiguration.newerConsumerProperties
        )
        context.install(in: settings, deliveryReports: false, rebalance: false)
        let made = try Client(.consumer, settings, context: context)
        reader = made
        return made
    }
}
