/// Pauses between attempts of the same call: 5 ms doubling up to half a second.
enum Backoff {
    /// The pause before attempt `attempt` (from 1).
    static func pause(attempt: Int) -> Duration {
        let doublings = min(max(attempt - 1, 0), 7)
        return .milliseconds(min(5 << doublings, 500))
    }
}
