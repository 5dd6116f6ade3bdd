internal import Core
internal import Pipeline
internal import Telemetry

/// Copies each record to one topic: what the in-memory bus costs by itself.
final class CopyStage: Stage {
    private let topic: String
    private let copies: Int

    /// Writes `copies` of each record to `topic`.
    init(to topic: String, copies: Int = 1) {
        self.topic = topic
        self.copies = copies
    }

    func refresh() throws(BusFailure) {}
    func committed() {}
    func discard() {}

    func process(_ batch: RecordBatch, at now: Instant) -> BatchEffects {
        var effects = BatchEffects()
        effects.outputs.reserveCapacity(batch.records.count * copies)
        for record in batch.records {
            for _ in 0..<copies {
                effects.outputs.append(
                    OutboundRecord(topic: topic, key: record.key, value: record.value, headers: record.headers)
                )
            }
        }
        for record in batch.records { effects.tally.receive(from: "trade", bytes: record.value?.count ?? 0) }
        return effects
    }
}
