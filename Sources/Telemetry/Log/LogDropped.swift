/// An event did not reach the log.
struct LogDropped: Error, Sendable, Hashable {
    /// Why.
    let reason: LogDropReason
}
