internal import Core
internal import Foundation
internal import Platform
internal import RoutingPolicy

/// A bus that notes when the first batch is there: joining the group is no part of the work.
final class FirstBatchClock: BatchBus {
    /// Monotonic nanoseconds at the first batch; 0 before.
    private(set) var start: UInt64 = 0
    /// Processor time of the process at the first batch.
    private(set) var processor = 0
    private let bus: any BatchBus

    /// A clock on `bus`.
    init(_ bus: any BatchBus) {
        self.bus = bus
    }

    func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        let batch = try bus.receive(maximum: maximum, wait: wait)
        if start == 0, !batch.isEmpty { (start, processor) = (SystemClock.monotonicNanoseconds(), clock()) }
        return batch
    }

    func commit(_ outputs: [OutboundRecord], consuming batch: RecordBatch) throws(BusFailure) -> CommitOutcome {
        try bus.commit(outputs, consuming: batch)
    }
}
