import Platform

/// The workers of this process that must come round their loops for `/live` to answer 200.
package final class Heartbeats: Sendable {
    private struct State {
        var beats: [String: Heartbeat] = [:]
        var stalled: Set<String> = []
    }

    private let state = Locked(State())

    /// No workers.
    package init() {}

    /// Adds a worker; it must beat at least once in `limit` until ``remove(_:)``. A worker of the same name is replaced.
    package func add(_ worker: String, limit: Duration) -> Heartbeat {
        let heartbeat = Heartbeat(worker: worker, limit: limit)
        state.withLock { $0.beats[worker] = heartbeat }
        return heartbeat
    }

    /// Takes out a worker that ended in order.
    package func remove(_ heartbeat: Heartbeat) {
        state.withLock { state in
            guard state.beats[heartbeat.worker] === heartbeat else { return }
            state.beats[heartbeat.worker] = nil
            state.stalled.remove(heartbeat.worker)
        }
    }

    /// All workers, by name.
    package var all: [Heartbeat] {
        let beats = state.withLock { $0.beats }
        return beats.values.sorted { $0.worker < $1.worker }
    }

    /// The workers whose last beat is older than their limit, and those of them that were not when last asked.
    ///
    /// - Parameter now: monotonic nanoseconds.
    package func stalled(
        at now: UInt64 = SystemClock.monotonicNanoseconds()
    ) -> (all: [Heartbeat], new: [Heartbeat]) {
        let late = all.filter { $0.age(at: now) > $0.limit }
        let before = state.withLock { state in
            let before = state.stalled
            state.stalled = Set(late.map(\.worker))
            return before
        }
        return (late, late.filter { !before.contains($0.worker) })
    }
}
