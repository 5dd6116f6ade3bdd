internal import Core
internal import Foundation
internal import Pipeline
internal import Platform
internal import RoutingPolicy

/// A bus that notes when the first batch is there: joining the group is no part of the work.
final class FirstBatchClock: BatchBus {
    /// Monotonic nanoseconds at the first batch; 0 before.
    private(set) var start: UInt64 = 0
    /// Processor time of the process at the first batch.
    private(set) var processor = 0
    /// The reasons of the first record that was refused; nil while none was.
    private(set) var refusal: String?
    private let bus: any BatchBus

    /// A clock on `bus`.
    init(_ bus: any BatchBus) {
        self.bus = bus
    }

    var assignment: PartitionAssignment { bus.assignment }

    func settle() throws(BusFailure) {
        try bus.settle()
    }

    func isBehind(_ partition: TopicPartition) -> Bool { bus.isBehind(partition) }

    func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        let batch = try bus.receive(maximum: maximum, wait: wait)
        if start == 0, !batch.isEmpty { (start, processor) = (SystemClock.monotonicNanoseconds(), clock()) }
        return batch
    }

    func commit(_ outputs: [OutboundRecord], consuming batch: RecordBatch) throws(BusFailure) -> CommitOutcome {
        if refusal == nil {
            refusal = outputs.lazy.filter { $0.topic == TopicName.quarantine("trade") }
                .compactMap { $0.headers.last { $0.name == RecordHeaderName.reasons }?.value }
                .first.map { String(decoding: $0, as: UTF8.self) }
        }
        return try bus.commit(outputs, consuming: batch)
    }
}
