import Bus
import Core

/// A worker's bus that shows itself on the worker's probe while it lives and leaves the group when it goes.
///
/// Made, used and destroyed on the worker's thread.
final class WatchedBus: BatchBus {
    private let bus: KafkaBatchBus
    private let probe: WorkerProbe

    init(_ bus: KafkaBatchBus, probe: WorkerProbe) {
        self.bus = bus
        self.probe = probe
        probe.connected(bus.monitor)
    }

    deinit {
        probe.disconnected()
        bus.close()
    }

    var assignment: PartitionAssignment { bus.assignment }

    func settle() throws(BusFailure) {
        try bus.settle()
    }

    func restrain(_ quotas: [String: Int]) {
        bus.restrain(quotas)
    }

    func isBehind(_ partition: TopicPartition) -> Bool { bus.isBehind(partition) }

    func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        try bus.receive(maximum: maximum, wait: wait)
    }

    func commit(_ outputs: [OutboundRecord], consuming batch: RecordBatch) throws(BusFailure) -> CommitOutcome {
        try bus.commit(outputs, consuming: batch)
    }
}
