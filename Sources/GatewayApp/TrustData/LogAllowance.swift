/// Keeps the log readable while the same thing goes wrong again and again: each thing is written once an hour, and no more
/// than thirty lines a minute, whatever comes from outside. Metrics count all of it.
struct LogAllowance {
    /// How long a thing that was written is not written again, in nanoseconds.
    private static let silence: UInt64 = 3600 * 1_000_000_000
    /// The span for which ``lines`` are allowed, in nanoseconds.
    private static let span: UInt64 = 60 * 1_000_000_000
    private static let lines = 30
    /// Most things remembered.
    private static let limit = 4096

    private var written: [String: UInt64] = [:]
    private var began: UInt64 = 0
    private var count = 0
    /// Lines that were left out since the last one.
    private var omitted = 0

    /// Whether a line about `what` may be written at `now`, in monotonic nanoseconds.
    ///
    /// - Returns: how many lines were left out since the last one; nil when this one is to be left out too.
    mutating func take(_ what: String, at now: UInt64) -> Int? {
        if now &- began >= LogAllowance.span {
            began = now
            count = 0
        }
        if let last = written[what], now &- last < LogAllowance.silence {
            omitted += 1
            return nil
        }
        guard count < LogAllowance.lines else {
            omitted += 1
            return nil
        }
        if written.count >= LogAllowance.limit { written.removeAll() }
        written[what] = now
        count += 1
        defer { omitted = 0 }
        return omitted
    }

    /// `what` is over: when it happens again, it is news.
    mutating func forget(_ what: String) {
        written[what] = nil
    }
}
