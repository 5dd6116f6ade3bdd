import Core
import Pipeline
import RoutingPolicy

/// Admission of a history: what the true stage once found of each record, for the place where it stands now.
final class HistoryAdmission: Stage {
    private let record: (InboundRecord) -> HistoryRecord?

    /// - Parameter record: what was submitted there.
    init(_ record: @escaping (InboundRecord) -> HistoryRecord?) {
        self.record = record
    }

    func refresh() throws(BusFailure) {}
    func committed() {}
    func discard() {}

    func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        var effects = BatchEffects()
        for inbound in batch.records {
            guard let record = record(inbound), let made = try? AdmittedTemplates.both(of: record) else {
                throw BusFailure(.configuration, "nobody knows \(inbound.source)@\(inbound.offset)")
            }
            let place = "\(inbound.source.topic)/\(inbound.source.partition)/\(inbound.offset)"
            let replaced = [
                RecordHeaderName.origin: place, RecordHeaderName.admitted: inbound.timestamp.rfc3339,
            ]
            effects.outputs.append(
                OutboundRecord(
                    topic: made.admitted.topic,
                    key: made.admitted.key,
                    value: made.admitted.value,
                    headers: made.admitted.headers.map { header in
                        replaced[header.name].map { RecordHeader(header.name, $0) } ?? header
                    }
                )
            )
        }
        return effects
    }
}
