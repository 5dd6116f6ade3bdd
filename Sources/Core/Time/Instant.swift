/// A point in time: milliseconds since 1970-01-01T00:00:00Z, the unit of Kafka time stamps.
///
/// Core knows no clock: every decision that depends on time takes an `Instant` from outside.
package struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since the epoch; negative before it.
    package let milliseconds: Int64

    /// The instant `milliseconds` after the epoch.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Earlier instants order before later ones.
    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// This instant moved by `milliseconds`, saturating at the ends of the range.
    package func advanced(byMilliseconds delta: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(delta)
        guard overflow else { return Instant(milliseconds: sum) }
        return Instant(milliseconds: delta > 0 ? .max : .min)
    }
}
