internal import CRDKafka
package import Core
internal import Platform

/// An idempotent producer with a confirmation for every record, outside of any transaction: for partners and checks.
///
/// Owned by one thread.
package final class EventProducer {
    private let client: Client
    private let topics: OutputTopics
    private var reports: [DeliveryReport] = []
    private let messageTimeout: Duration
    /// Records given and not yet confirmed or refused.
    package private(set) var unconfirmed = 0

    /// A producer for `connection`.
    ///
    /// - Parameters:
    ///   - connection: the cluster.
    ///   - messageTimeout: after this a record is given up.
    ///   - linger: how long records are collected for one request.
    /// - Throws: ``BusFailure`` of kind `configuration` when the library refuses the settings.
    package init(
        _ connection: ClusterConnection,
        messageTimeout: Duration = .seconds(30),
        linger: Duration = .milliseconds(5)
    ) throws(BusFailure) {
        self.messageTimeout = messageTimeout
        let context = ClientContext(log: connection.log)
        let settings = try ClientSettings.make(
            connection.properties(with: [
                "enable.idempotence": "true",
                "partitioner": "murmur2",
                "message.timeout.ms": String(messageTimeout.milliseconds),
                "linger.ms": String(linger.milliseconds),
                "retry.backoff.ms": "50",
                "message.max.bytes": String(8 << 20),
                "allow.auto.create.topics": "false",
            ])
        )
        context.install(in: settings, deliveryReports: true, rebalance: false)
        client = try Client(.producer, settings, context: context)
        topics = OutputTopics(client: client, patience: .seconds(5))
        context.onDelivery = { [unowned self] delivery in
            note(delivery)
        }
    }

    deinit {
        close()
    }

    /// Gives a record to the producer; `tag` comes back in its report.
    ///
    /// Waits only when the queue is full. A record the library refuses at once (too large) gets a report like the
    /// others.
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    package func send(_ record: OutboundRecord, tag: Int) throws(BusFailure) {
        let handle = unsafe try topics.handle(record.topic)
        let refusal = unsafe RecordWriter.write(record, to: handle, client: client, tag: tag, patience: messageTimeout)
        guard let refusal else {
            unconfirmed += 1
            return
        }
        reports.append(
            DeliveryReport(
                tag: tag,
                destination: TopicPartition(record.topic, record.partition ?? -1),
                offset: -1,
                failure: client.failure(refusal, while: "send to \(record.topic)")
            )
        )
    }

    /// The reports that came in, waiting at most `wait` for the first.
    package func takeReports(wait: Duration) -> [DeliveryReport] {
        // Delivery callbacks run inside and fill `reports`.
        _ = unsafe rd_kafka_poll(client.handle, reports.isEmpty ? wait.milliseconds : 0)
        defer { reports = [] }
        return reports
    }

    /// Waits until every record is confirmed or refused, and returns the reports not yet taken.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable` when `deadline` passes first; the records may still be written.
    package func flush(deadline: Duration) throws(BusFailure) -> [DeliveryReport] {
        let code = unsafe rd_kafka_flush(client.handle, deadline.milliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw client.failure(LibraryError(code), while: "flush with \(unconfirmed) records unconfirmed")
        }
        defer { reports = [] }
        return reports
    }

    /// Sends `records` and waits for all confirmations; tags are the indices.
    ///
    /// - Parameters:
    ///   - records: what to send, in order.
    ///   - deadline: how long the confirmations may take once all records are given.
    ///   - progress: called with the number of reports so far, each time some come in.
    /// - Returns: one report per record, in the order of `records`.
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    package func publish(
        _ records: [OutboundRecord],
        deadline: Duration,
        progress: (Int) -> Void = { _ in }
    ) throws(BusFailure) -> [DeliveryReport] {
        var all: [DeliveryReport] = []
        all.reserveCapacity(records.count)
        for (index, record) in records.enumerated() {
            try send(record, tag: index)
            if index % 256 == 255 {
                all += takeReports(wait: .zero)
                progress(all.count)
            }
        }
        let end = SystemClock.monotonicNanoseconds() + deadline.nanoseconds
        while all.count < records.count {
            let fresh = takeReports(wait: .milliseconds(50))
            all += fresh
            if !fresh.isEmpty { progress(all.count) }
            guard SystemClock.monotonicNanoseconds() < end || all.count == records.count else {
                throw client.failure(
                    LibraryError(RD_KAFKA_RESP_ERR__TIMED_OUT),
                    while: "publish, \(records.count - all.count) records unconfirmed"
                )
            }
        }
        return all.sorted { $0.tag < $1.tag }
    }

    /// Ends the producer; what is not confirmed by then is dropped. Harmless the second time.
    package func close() {
        guard client.isOpen else { return }
        topics.close()
        client.close()
    }

    private func note(_ delivery: ClientContext.Delivery) {
        unconfirmed -= 1
        let error = delivery.error ?? delivery.doubt
        reports.append(
            DeliveryReport(
                tag: delivery.tag,
                destination: TopicPartition(delivery.topic, delivery.partition),
                offset: error == nil ? delivery.offset : -1,
                failure: error.map { client.failure($0, while: "send to \(delivery.topic)") }
            )
        )
    }
}
