import Bus
import Platform

/// Where other threads look to see how one worker stands with its bus; the worker puts the monitor of each bus here.
final class WorkerProbe: Sendable {
    private let current = Locked<BusMonitor?>(nil)

    /// What is known of the bus; nil while the worker has none.
    var statistics: BusStatistics? {
        current.withLock { $0 }?.snapshot()
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
