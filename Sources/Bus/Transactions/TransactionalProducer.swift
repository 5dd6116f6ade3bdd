internal import CRDKafka
internal import Core
internal import Dispatch
internal import Platform

/// The producer half of a ``KafkaBatchBus``: each method is one call of the library with its error copied out.
///
/// Used by the one thread that owns the bus; delivery reports arrive inside its calls.
final class TransactionalProducer {
    /// The client.
    let client: Client
    /// The topics it writes to.
    let topics: OutputTopics
    private let messageTimeout: Duration
    /// Where calls run that do not keep to their time-out, one at a time.
    private let calls = DispatchQueue(label: "hutong.bus.offsets")
    /// The call under way there.
    private var submission: OffsetSubmission?
    /// The first record of the open transaction that was given up, with its topic.
    private(set) var recordFailure: (topic: String, error: LibraryError)?
    /// The first record of the open transaction that may be nowhere though it was acknowledged.
    private var doubt: LibraryError?
    /// Topics that refused a record: they are asked for again before the next transaction, not while handles are lent.
    private var doubtfulTopics: Set<String> = []

    /// A producer whose transactions are not initialised yet.
    init(_ configuration: BusConfiguration) throws(BusFailure) {
        let context = ClientContext(log: configuration.connection.log)
        let settings = try ClientSettings.make(
            configuration.producerProperties,
            whereKnown: BusConfiguration.newerProducerProperties
        )
        context.install(in: settings, deliveryReports: true, rebalance: false)
        client = try Client(.producer, settings, context: context)
        topics = OutputTopics(client: client, patience: .seconds(3))
        messageTimeout = configuration.messageTimeout
        context.isToldOfTroubleOnly = true
        context.onDelivery = { [unowned self] delivery in
            note(delivery)
        }
    }

    /// Ends it. What a transaction left open is aborted by the successor's ``initialise(wait:)`` or by the broker.
    ///
    /// A producer that the library has not come back from is ended once it does; its epoch is fenced by then.
    func close() {
        topics.close()
        client.context.onDelivery = nil
        guard isStuck else { return client.close() }
        let lent = LentClient(client: client)
        calls.async { lent.client.close() }
    }

    /// The client on its way to the thread of ``calls``.
    ///
    /// `@unchecked Sendable`: the library's handle may be used by several threads; the owner itself is only changed by
    /// `close`, which runs on that same serial queue when a call is under way there, and in the worker otherwise.
    private struct LentClient: @unchecked Sendable {
        let client: Client
    }

    /// Takes over the transactional id: aborts or finishes what a predecessor left, and fences it.
    func initialise(wait: Duration) -> LibraryError? {
        unsafe LibraryError.taking(rd_kafka_init_transactions(client.handle, wait.milliseconds))
    }

    /// Opens a transaction.
    func begin() -> LibraryError? {
        recordFailure = nil
        doubt = nil
        return unsafe LibraryError.taking(rd_kafka_begin_transaction(client.handle))
    }

    /// The handles of the topics of `outputs`, one per record.
    func resolve(_ outputs: [OutboundRecord]) throws(BusFailure) -> TopicHandles {
        for topic in doubtfulTopics { topics.forget(topic) }
        doubtfulTopics = []
        var handles = TopicHandles(capacity: outputs.count)
        var lastTopic: String?
        for output in outputs {
            if output.topic == lastTopic {
                handles.repeatLast()
            } else {
                unsafe handles.append(try topics.handle(output.topic))
                lastTopic = output.topic
            }
        }
        return handles
    }

    /// Queues `outputs`.
    func produce(_ outputs: [OutboundRecord], _ handles: TopicHandles) -> LibraryError? {
        for index in outputs.indices {
            let output = outputs[index]
            let handle = unsafe handles.pointers[index]
            if let error = unsafe RecordWriter.write(output, to: handle, client: client, patience: messageTimeout) {
                if ErrorClass(error) == .configuration, recordFailure == nil { recordFailure = (output.topic, error) }
                return error
            }
        }
        // Serves the reports of what failed meanwhile; does not wait.
        _ = unsafe rd_kafka_poll(client.handle, 0)
        return nil
    }

    /// Waits until all records of the transaction are written, then adds the consumer's offsets to it, with the group
    /// generation they were read in: where offsets are pending nothing else of the transaction is on its way (ADR 14).
    ///
    /// After a time-out of ``wait`` the next call goes on waiting for the same.
    func sendOffsets(_ offsets: [TopicPartition: Int64], of consumer: Client, wait: Duration) -> LibraryError? {
        let current: OffsetSubmission
        if let submission {
            current = submission
        } else {
            let flushed = unsafe rd_kafka_flush(client.handle, wait.milliseconds)
            guard flushed == RD_KAFKA_RESP_ERR_NO_ERROR else { return LibraryError(flushed) }
            guard let fresh = OffsetSubmission(offsets, of: consumer) else {
                return LibraryError(RD_KAFKA_RESP_ERR__UNKNOWN_GROUP)
            }
            submission = fresh
            current = fresh
            let lent = LentClient(client: client)
            calls.async { fresh.call(lent.client, timeout: wait) }
        }
        guard let result = current.result(within: wait) else { return LibraryError(RD_KAFKA_RESP_ERR__TIMED_OUT) }
        submission = nil
        guard case .failure(let error) = result else { return nil }
        return error
    }

    /// True while the library has not come back from adding offsets: no other call may be made.
    var isStuck: Bool { submission != nil }

    /// Flushes and commits, unless a record may be missing: then only a new producer goes on, because this one and the
    /// broker count the records of a partition differently.
    func commit(wait: Duration) -> LibraryError? {
        // A transaction without offsets is not flushed yet. The commit would do it, and go on whatever the reports say that
        // come in then.
        let flushed = unsafe rd_kafka_flush(client.handle, wait.milliseconds)
        guard flushed == RD_KAFKA_RESP_ERR_NO_ERROR else { return LibraryError(flushed) }
        if let doubt { return LibraryError(code: doubt.code, text: doubt.text, isFatal: true) }
        return unsafe LibraryError.taking(rd_kafka_commit_transaction(client.handle, wait.milliseconds))
    }

    /// Purges and aborts.
    func abort(wait: Duration) -> LibraryError? {
        unsafe LibraryError.taking(rd_kafka_abort_transaction(client.handle, wait.milliseconds))
    }

    /// Keeps the first failure that is not the purge of an abort.
    private func note(_ delivery: ClientContext.Delivery) {
        doubt = doubt ?? delivery.doubt
        guard let error = delivery.error, recordFailure == nil else { return }
        let purged: Set<Int32> = [
            RD_KAFKA_RESP_ERR__PURGE_QUEUE.rawValue, RD_KAFKA_RESP_ERR__PURGE_INFLIGHT.rawValue,
        ]
        guard !purged.contains(error.code) else { return }
        recordFailure = (delivery.topic, error)
        if ErrorClass(error) == .configuration { doubtfulTopics.insert(delivery.topic) }
    }
}
