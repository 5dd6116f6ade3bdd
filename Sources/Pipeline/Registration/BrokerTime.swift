import Core

/// The broker's time as far as a worker can know it: the newest time that the broker gave to a record, and what a clock that
/// nobody sets has counted since.
///
/// It is never ahead of the broker's, so no deadline passes early because a worker's own clock is wrong; it may be behind
/// by as much as nothing came before.
struct BrokerTime {
    /// Milliseconds of a clock that nobody sets.
    private let elapsed: () -> Int64
    /// The broker's time less the clock's, at least.
    private var difference: Int64?

    /// Nothing is known yet.
    init(elapsed: @escaping () -> Int64) {
        self.elapsed = elapsed
    }

    /// The broker's time was `time` at some moment of the past.
    mutating func see(_ time: Instant) {
        let (found, isTooMuch) = time.milliseconds.subtractingReportingOverflow(elapsed())
        if !isTooMuch { difference = max(difference ?? found, found) }
    }

    /// The time up to which deadlines of a partition have passed, where it is `now`: where records may come, only up to
    /// that of the newest one `seen`, because what is awaited may be among them. Nil where none was.
    static func passed(_ now: Instant, seen: Instant?, mayCome: Bool) -> Instant? {
        mayCome ? seen.map { min(now, $0) } : now
    }

    /// The broker's time now, or earlier; nil where nothing was seen.
    var now: Instant? {
        difference.map { Instant(milliseconds: $0).advanced(byMilliseconds: elapsed()) }
    }
}
