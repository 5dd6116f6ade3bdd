import Platform

/// One series of a ``Histogram``: counts per bucket, their number and their sum, changed together under one lock.
package final class HistogramSeries: Sendable {
    /// Counts at one moment.
    struct Snapshot: Sendable {
        /// Observations per bucket, not cumulative; the last is that above all bounds.
        var counts: [UInt64]
        /// Sum of all observations.
        var sum: Double
    }

    private let bounds: [Double]
    private let state: Locked<Snapshot>

    /// An empty series over ascending `bounds`.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = Locked(Snapshot(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
    }

    /// Takes in one observation; one that is not a number is left out.
    package func observe(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] &+= 1
            state.sum += value
        }
    }

    /// Takes in a duration, in seconds.
    package func observe(_ duration: Duration) {
        observe(duration.inSeconds)
    }

    /// The counts as they stand.
    func snapshot() -> Snapshot {
        state.withLock { $0 }
    }
}
