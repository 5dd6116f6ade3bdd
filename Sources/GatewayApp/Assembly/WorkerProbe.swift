import Bus
import Pipeline
import Platform

/// Where other threads look to see how one worker stands with its bus; the worker puts the monitor of each bus here.
final class WorkerProbe: Sendable {
    private let current = Locked<BusMonitor?>(nil)
    private let progress = Locked<RestoreProgress?>(nil)

    /// What is known of the bus; nil while the worker has none.
    var statistics: BusStatistics? {
        current.withLock { $0 }?.snapshot()
    }

    /// How far the worker has read back what it remembers; nil for one that remembers nothing, or has no partitions yet.
    var restoring: RestoreProgress? { progress.withLock { $0 } }

    /// The worker is so far with what it remembers.
    func restored(_ progress: RestoreProgress) {
        self.progress.withLock { $0 = progress }
    }

    /// The worker has a bus, watched by `monitor`.
    func connected(_ monitor: BusMonitor) {
        current.withLock { $0 = monitor }
    }

    /// The worker has lost or left its bus.
    func disconnected() {
        current.withLock { $0 = nil }
    }
}
