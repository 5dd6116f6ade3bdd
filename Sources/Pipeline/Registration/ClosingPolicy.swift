import Core

/// When a case is closed because nothing happens in it any more, and when what is left of it is forgotten
/// (docs/specs/topics.md §4a, Closing).
///
/// All times are log-append times, the broker's: a worker whose clock is wrong closes nothing.
package struct ClosingPolicy: Sendable, Hashable {
    /// How long nothing must have been accepted in a case, in milliseconds.
    package var closeAfter: Int64
    /// How long the stub of a closed case is kept, in milliseconds; nil for good.
    package var forgetAfter: Int64?
    /// To how many milliseconds the last activity is kept: it is written anew once in each such span at most.
    package var granularity: Int64 = 86_400_000
    /// How long a case that is over stays in memory unless a record comes for it, in milliseconds: longer than any record
    /// can be behind, so that whether it was cleared away makes no difference to what is decided.
    package var grace: Int64 = 8 * 86_400_000

    /// Closes after `closeAfter` milliseconds without a record, forgets the stub after `forgetAfter` more.
    package init(closeAfter: Int64, forgetAfter: Int64? = nil) {
        self.closeAfter = closeAfter
        self.forgetAfter = forgetAfter
    }

    /// `time` as the activity of a case is kept: in seconds since 1970, rounded down to the granularity; at least 1.
    func activity(at time: Instant) -> UInt32 {
        let span = max(granularity, 1000)
        return UInt32(clamping: max(time.milliseconds / span * span / 1000, 1))
    }

    /// What is to become of a case by `time`.
    func standing(of entry: CaseEntry, at time: Instant) -> Standing {
        // A case of which the activity is not known is not over.
        guard entry.active != 0 else { return entry.isClosed ? .closed : .open }
        let end = Int64(entry.active) * 1000 + granularity + closeAfter
        guard time.milliseconds >= end else { return entry.isClosed ? .closed : .open }
        guard let forgetAfter, time.milliseconds - end >= forgetAfter else { return .closed }
        return .forgotten
    }

    /// What is to become of a case.
    enum Standing: Sendable {
        /// It takes records.
        case open
        /// It takes none; its owner is remembered.
        case closed
        /// Nothing of it is remembered.
        case forgotten
    }
}
