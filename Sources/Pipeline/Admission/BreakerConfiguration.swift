/// When a sender whose submissions are nearly all refused is slowed down, and how far.
package struct BreakerConfiguration: Sendable, Hashable {
    /// How many of a sender's last submissions are looked at; at least 1.
    package var window = 500
    /// Share of them, in percent, that has to be refused.
    package var refusedPercent = 95
    /// Most records of such a sender in one batch; at least 1.
    package var recordsPerBatch = 20
    /// After how long it is tried whether the sender is in order again, in milliseconds.
    package var retryMilliseconds: Int64 = 600_000

    /// The defaults.
    package init() {}
}
