internal import Core
internal import Pipeline
internal import Telemetry

/// Copies each record to one topic: what the in-memory bus costs by itself.
final class CopyStage: Stage {
    private let topic: String

    init(to topic: String) {
        self.topic = topic
    }

    func refresh() throws(BusFailure) {}
    func committed() {}
    func discard() {}

    func process(_ batch: RecordBatch, at now: Instant) -> BatchEffects {
        var effects = BatchEffects()
        effects.outputs = batch.records.map {
            OutboundRecord(topic: topic, key: $0.key, value: $0.value, headers: $0.headers)
        }
        for record in batch.records { effects.tally.receive(from: "trade", bytes: record.value?.count ?? 0) }
        return effects
    }
}
