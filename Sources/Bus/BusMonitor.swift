internal import Platform

/// Lets other threads look at a bus that one worker thread owns.
package final class BusMonitor: Sendable {
    private let current = Locked(BusStatistics())

    /// A monitor of a bus that has done nothing yet.
    package init() {}

    /// The statistics now.
    package func snapshot() -> BusStatistics {
        current.withLock { $0 }
    }

    /// Changes the statistics; the owner calls it once per batch, not per record.
    func update(_ body: (inout BusStatistics) -> Void) {
        current.withLock { body(&$0) }
    }
}
