package import Bus
package import Core
import Platform

/// Sends events to a platform's submit topic and brings each together with its receipt, in the order of sending.
///
/// Owned by one thread.
package final class Publication {
    /// Most events sent and not yet answered: bounds memory, and how far the gateway may lag behind.
    private static let window = 5000

    private let producer: EventProducer
    private let reader: TopicReader
    private let patience: Duration
    private let report: (PublicationResult) -> Void
    private var results: [Int: PublicationResult] = [:]
    private var identities: [Int: String] = [:]
    private var places: [SubmissionReceipt.Place: Int] = [:]
    /// Receipts that came before the confirmation of their submission.
    private var early: [SubmissionReceipt.Place: SubmissionReceipt] = [:]
    /// Records given so far.
    package private(set) var count = 0
    private var reported = 0
    private var answered = 0
    private var lastProgress = ContinuousClock.now

    /// Listens to `receipts` from now on.
    ///
    /// - Parameters:
    ///   - patience: how long to wait when nothing comes any more.
    ///   - report: takes each result, in the order of sending.
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    package init(
        _ connection: ClusterConnection,
        receipts: String,
        patience: Duration,
        report: @escaping (PublicationResult) -> Void
    ) throws(BusFailure) {
        reader = try TopicReader(connection, topics: [receipts], start: .end)
        producer = try EventProducer(connection)
        self.patience = patience
        self.report = report
    }

    /// Results so far, whatever they are.
    package var completed: Int { answered }

    /// Takes a record of which no event could be made.
    package func refuse(_ problems: ProblemList) {
        settle(count, .notSent(problems))
        count += 1
        flushReports()
    }

    /// Sends a record; waits while too many are unanswered.
    ///
    /// - Throws: ``BusFailure`` when the topic is missing or the cluster does not answer.
    package func send(_ record: OutboundRecord, id: String) throws(BusFailure) {
        while count - answered >= Publication.window {
            try pump(.milliseconds(50))
            guard ContinuousClock.now - lastProgress < patience else { break }
        }
        identities[count] = id
        try producer.send(record, tag: count)
        count += 1
        if count.isMultiple(of: 64) { try pump(.zero) }
    }

    /// Waits for the receipts that are still missing and reports every record that has not been.
    ///
    /// - Parameter progress: called with the number of results so far.
    /// - Throws: ``BusFailure`` when the receipts cannot be read any more.
    package func finish(progress: (Int) -> Void) throws(BusFailure) {
        lastProgress = ContinuousClock.now
        while answered < count, ContinuousClock.now - lastProgress < patience {
            try pump(.milliseconds(50))
            progress(answered)
        }
        for tag in reported..<count where results[tag] == nil {
            settle(tag, .unanswered(id: identities[tag] ?? ""))
        }
        flushReports()
        producer.close()
        reader.close()
    }

    private func pump(_ wait: Duration) throws(BusFailure) {
        for report in producer.takeReports(wait: .zero) { confirm(report) }
        for record in try reader.read(wait: wait) {
            guard let receipt = record.value.flatMap(SubmissionReceipt.init), let place = receipt.place else {
                continue
            }
            if let tag = places.removeValue(forKey: place) {
                settle(tag, .answered(receipt))
            } else if producer.unconfirmed > 0 {
                early[place] = receipt
            }
        }
        if producer.unconfirmed == 0 { early.removeAll() }
        flushReports()
    }

    private func confirm(_ report: DeliveryReport) {
        if let failure = report.failure {
            settle(report.tag, .notWritten(id: identities[report.tag] ?? "", failure))
            return
        }
        let place = SubmissionReceipt.Place(report.destination, report.offset)
        if let receipt = early.removeValue(forKey: place) {
            settle(report.tag, .answered(receipt))
        } else {
            places[place] = report.tag
        }
    }

    private func settle(_ tag: Int, _ result: PublicationResult) {
        guard results[tag] == nil, tag >= reported else { return }
        results[tag] = result
        answered += 1
        lastProgress = ContinuousClock.now
    }

    /// Reports what is complete without a gap.
    private func flushReports() {
        while let result = results.removeValue(forKey: reported) {
            identities[reported] = nil
            reported += 1
            report(result)
        }
    }
}
