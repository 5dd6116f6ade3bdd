import Platform
import Synchronization

/// The beat of one worker: it says each time round its loop that it is alive. Costs one store.
package final class Heartbeat: Sendable {
    /// Name of the worker, also the label of its metric.
    package let worker: String
    /// Age above which the worker counts as stalled.
    package let limit: Duration
    private let last: Atomic<UInt64>

    /// A worker that beat just now.
    init(worker: String, limit: Duration) {
        self.worker = worker
        self.limit = limit
        last = Atomic(SystemClock.monotonicNanoseconds())
    }

    /// Tells that the worker came round.
    package func beat() {
        last.store(SystemClock.monotonicNanoseconds(), ordering: .relaxed)
    }

    /// Time since the last beat, as of the monotonic reading `now` in nanoseconds.
    package func age(at now: UInt64 = SystemClock.monotonicNanoseconds()) -> Duration {
        let beat = last.load(ordering: .relaxed)
        return .nanoseconds(now > beat ? Int64(clamping: now - beat) : 0)
    }
}
