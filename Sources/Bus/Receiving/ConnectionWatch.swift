internal import Platform

/// Whether the cluster is there, judged by what the library reports and by probes. No I/O.
///
/// The library tells once per outage that it lost every broker and never that it found one again, and it tells so too
/// when a single idle connection is closed. So its word only raises a doubt, and a request that a broker answers, or
/// does not, decides.
struct ConnectionWatch: Sendable {
    /// At least this long lies between two probes, from the end of one to the beginning of the next.
    static let interval: Duration = .seconds(1)

    /// True from a probe without an answer to one with an answer.
    private(set) var isCutOff = false
    /// True from a report of loss to a probe with an answer.
    private var isDoubtful = false
    /// When the last probe ended.
    private var lastProbe: UInt64?

    /// The library reported that no broker is connected.
    mutating func lostEveryBroker() {
        isDoubtful = true
    }

    /// Whether a broker has to be asked for now; `now` in monotonic nanoseconds.
    func mustProbe(at now: UInt64) -> Bool {
        guard isDoubtful else { return false }
        guard let lastProbe else { return true }
        return now &- lastProbe >= Self.interval.nanoseconds
    }

    /// A probe ended at `now`.
    mutating func probed(isAnswered: Bool, at now: UInt64) {
        lastProbe = now
        isDoubtful = !isAnswered
        isCutOff = !isAnswered
    }
}
