internal import CRDKafka
package import Core
package import Platform

/// The transactional bus on librdkafka: one group consumer, one transactional producer, one owner thread.
///
/// Exactly once: records are read committed; outputs and offsets (last + 1) are committed together with the group's
/// generation; partitions are given up only while no transaction is open; after anything doubtful the consumer goes
/// back to the committed offsets. The decisions stand in ``TransactionMachine``, ``RebalanceMachine`` and
/// ``OffsetLedger``, which know no library; this class makes the calls.
package final class KafkaBatchBus: BatchBus {
    /// What other threads may see of this bus.
    package let monitor = BusMonitor()

    let configuration: BusConfiguration
    let consumer: Client
    var producer: TransactionalProducer
    var rebalance = RebalanceMachine()
    var ledger = OffsetLedger()
    /// Records that arrived while the consumer was polled only to stay in the group; handed out first.
    var carried: [InboundRecord] = []
    var connectionWatch = ConnectionWatch()
    /// Most records of a topic in one batch.
    var quotas: [String: Int] = [:]
    /// Partitions that bring nothing until the next batch, held or not: the library keeps a pause across assignments.
    var restrained: Set<TopicPartition> = []
    /// Set by the rebalance callback, read by the commit under way.
    var assignmentWasLost = false
    /// Transactions whose fate only the broker knew: they were told as rewound, and may have been committed all the same.
    var doubts: UInt64 = 0
    /// Where the group stands by its own books; nil where only the group's offsets count.
    let positions: GroupPositions?
    /// Once raised nothing is waited for any more but the end of a transaction under way.
    private let stop: StopSignal?
    /// True from being given partitions until it is known where they go on (``takeOver()``); the library fetches nothing then.
    var mustTakeOver = false
    private var decoder = RecordDecoder()
    private var lagSampled: UInt64 = 0
    private var isClosed = false

    /// Joins the group and takes over the transactional id.
    ///
    /// - Parameters:
    ///   - configuration: a configuration whose `validate()` found nothing.
    ///   - topics: the input topics; they must exist.
    ///   - positions: where the group keeps where it stands, besides its offsets. Nil on a cluster that shows aborted
    ///     records (the embedded broker), and for groups that may read something twice.
    ///   - stop: once it is raised, waiting for the cluster ends with a failure of kind `unavailable`: a worker that is to
    ///     end has a few seconds for it.
    /// - Throws: ``BusFailure``: `configuration` (a topic is missing, credentials are wrong), `unavailable` or `fenced`.
    package init(
        _ configuration: BusConfiguration,
        topics: [String],
        positions: GroupPositions? = nil,
        stop: StopSignal? = nil
    ) throws(BusFailure) {
        if let problem = configuration.validate().first {
            throw BusFailure(.configuration, "\(problem.key): \(problem.message.en)")
        }
        self.configuration = configuration
        self.positions = positions
        self.stop = stop
        let context = ClientContext(log: configuration.connection.log)
        let settings = try ClientSettings.make(
            configuration.consumerProperties(reading: topics),
            whereKnown: BusConfiguration.newerConsumerProperties
        )
        context.install(in: settings, deliveryReports: false, rebalance: true)
        consumer = try Client(.consumer, settings, context: context)
        producer = try TransactionalProducer(configuration)
        context.onRebalance = { [unowned self] code, partitions in
            onRebalance(code, partitions)
        }
        for topic in topics {
            try TopicMetadata.partitions(of: topic, client: consumer, patience: .seconds(5))
        }
        try subscribe(to: topics)
        try initialiseTransactions()
    }

    deinit {
        producer.close()
        consumer.close()
    }

    /// Called between two questions to a cluster that does not answer.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable` once this bus is to end.
    func mayWaitOn() throws(BusFailure) {
        if stop?.isSet == true { throw BusFailure(.unavailable, "told to end while waiting for the cluster") }
    }

    /// Checks that the output topics exist and makes their first use fast.
    ///
    /// - Throws: ``BusFailure`` of kind `configuration` naming a missing topic, or `unavailable`.
    package func prepare(outputs topics: [String]) throws(BusFailure) {
        for topic in topics { _ = unsafe try producer.topics.handle(topic) }
    }

    /// Leaves the group and ends both clients, within seconds even when the cluster is gone; harmless the second time.
    ///
    /// Called between batches. Partitions are given up at once, because no transaction is open.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        producer.close()
        // Partitions that were never taken over are given back too: the group waits for an answer to its assignment.
        if rebalance.transactionEnded() == .unassign || mustTakeOver { assign(nil) }
        let deadline = SystemClock.monotonicNanoseconds() + Self.farewell.nanoseconds
        // The consumer's own queue receives the closing events; it is held for the length of the call.
        guard let queue = unsafe rd_kafka_queue_get_consumer(consumer.handle) else { return consumer.close() }
        let error = unsafe LibraryError.taking(rd_kafka_consumer_close_queue(consumer.handle, queue))
        while error == nil, unsafe rd_kafka_consumer_closed(consumer.handle) == 0 {
            guard SystemClock.monotonicNanoseconds() < deadline else { break }
            // Polling runs the revocation callback on this thread; records that come along belong to the next owner.
            if let message = unsafe rd_kafka_consumer_poll(consumer.handle, 50) {
                unsafe rd_kafka_message_destroy(message)
            }
        }
        unsafe rd_kafka_queue_destroy(queue)
        consumer.close()
    }

    /// How long the farewell to the group may take.
    private static let farewell: Duration = .seconds(4)

    /// Receives as ``BatchBus`` says, and serves rebalances, which only happen in here.
    package func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        try takeOver()
        let start = SystemClock.monotonicNanoseconds()
        var end = start + wait.nanoseconds
        var batch = BatchAssembly(
            carried: carried,
            maximum: maximum,
            maximumBytes: configuration.maximumBatchBytes,
            rebalances: rebalance.rebalances
        )
        carried = []
        release()
        var room = TopicRoom(quotas)
        if !batch.records.isEmpty { end = start + configuration.drainWait.nanoseconds }
        var mayBlock = batch.records.isEmpty
        while !batch.isFull {
            var timeout: Int32 = 0
            if mayBlock {
                let now = SystemClock.monotonicNanoseconds()
                guard now < end else { break }
                timeout = Int32(clamping: (end - now + 999_999) / 1_000_000)
            }
            let polled = try poll(timeout)
            try takeOver()
            batch.noteRebalances(rebalance.rebalances)
            switch polled {
            case .record(let record):
                if batch.records.isEmpty {
                    end = SystemClock.monotonicNanoseconds() + configuration.drainWait.nanoseconds
                }
                batch.add(record)
                restrain(room.take(record.source))
                mayBlock = false
            case .event:
                mayBlock = true
            case .nothing:
                // The queue ran dry: wait for what is left of the time, then be content.
                guard !mayBlock else {
                    if SystemClock.monotonicNanoseconds() >= end { break }
                    continue
                }
                mayBlock = true
            }
        }
        watchConnection()
        publish(received: batch.records, bytes: batch.bytes)
        return RecordBatch(records: batch.records)
    }

    package func isBehind(_ partition: TopicPartition) -> Bool {
        unread(of: partition).map { $0 > 0 } ?? true
    }

    /// What one poll brought.
    enum Polled {
        /// No message in the time given.
        case nothing
        /// Something that is not a record, or one that must not be handed out.
        case event
        /// A record.
        case record(InboundRecord)
    }

    /// Polls once; rebalance callbacks run inside.
    func poll(_ timeout: Int32) throws(BusFailure) -> Polled {
        // The message is ours until destroyed; everything taken from it is copied before.
        guard let message = unsafe rd_kafka_consumer_poll(consumer.handle, timeout) else { return .nothing }
        defer { unsafe rd_kafka_message_destroy(message) }
        let code = unsafe message.pointee.err
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                let source = unsafe decoder.source(of: message)
                if rebalance.held.contains(source) { ledger.reachedEnd(source, unsafe message.pointee.offset) }
            } else {
                let text = unsafe rd_kafka_message_errstr(message).map { unsafe String(cString: $0) } ?? ""
                try judge(LibraryError(code: code.rawValue, text: text))
            }
            return .event
        }
        let record = unsafe decoder.record(message)
        guard ledger.continues(record.source) || rebalance.held.contains(record.source),
            ledger.accept(record.source, record.offset)
        else { return .event }
        return .record(record)
    }

    /// Judges an error that the consumer hands over in place of a record: most mend themselves.
    private func judge(_ error: LibraryError) throws(BusFailure) {
        if let fatal = consumer.fatalError {
            throw consumer.failure(fatal, while: "consume")
        }
        switch error.code {
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED.rawValue,
            RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED.rawValue:
            throw BusFailure(.configuration, "consume: \(error.detail)")
        case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID.rawValue:
            throw BusFailure(.fenced, "consume: \(error.detail)")
        default:
            monitor.update {
                $0.consumerErrors &+= 1
                $0.lastTrouble = error.detail
            }
        }
    }

    private func subscribe(to topics: [String]) throws(BusFailure) {
        let list = PartitionList(capacity: topics.count)
        for topic in topics { list.add(topic: topic) }
        // From here on the consumer's own queue carries everything; the list is copied by the library.
        _ = unsafe rd_kafka_poll_set_consumer(consumer.handle)
        let code = unsafe list.withPointer { unsafe rd_kafka_subscribe(consumer.handle, $0) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw BusFailure(
                .configuration,
                "subscribe to \(topics.joined(separator: ", ")): \(LibraryError(code).detail)"
            )
        }
    }

    /// Counts a batch and samples the lag, once a second.
    private func publish(received records: [InboundRecord], bytes: Int) {
        let now = SystemClock.monotonicNanoseconds()
        var lag: [TopicPartition: Int64]?
        if now - lagSampled > 1_000_000_000 {
            lagSampled = now
            lag = sampleLag()
        }
        guard !records.isEmpty || lag != nil else { return }
        let trouble = consumer.context.connectionTrouble.withLock { $0?.detail }
        monitor.update {
            $0.recordsIn &+= UInt64(records.count)
            $0.bytesIn &+= UInt64(bytes)
            if let lag { $0.lag = lag }
            if let trouble { $0.lastTrouble = trouble }
        }
    }

    /// ``unread(of:)`` of the held partitions of which it is known.
    private func sampleLag() -> [TopicPartition: Int64] {
        var lag: [TopicPartition: Int64] = [:]
        for partition in rebalance.assigned {
            if let unread = unread(of: partition) { lag[partition] = unread }
        }
        return lag
    }

    /// High watermark minus position, from what the last fetch brought along; no request is sent. Nil before the first.
    private func unread(of partition: TopicPartition) -> Int64? {
        var low: Int64 = 0
        var high: Int64 = 0
        // Local look-up; both results are written before it returns success.
        let code = unsafe rd_kafka_get_watermark_offsets(
            consumer.handle,
            partition.topic,
            partition.partition,
            &low,
            &high
        )
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0, let position = ledger.position(partition) else {
            return nil
        }
        return max(0, high - position)
    }
}
