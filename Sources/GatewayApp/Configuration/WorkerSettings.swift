package import Pipeline

/// How the workers of this process run.
package struct WorkerSettings: Sendable, Hashable {
    /// Name of this process among its peers; `group.instance.id` and `transactional.id` derive from it, so it must
    /// stay the same over a restart and differ between processes.
    package var instance: String
    /// Most records in one transaction.
    package var batch: Int
    /// How long a batch is still filled after its first record, in milliseconds.
    package var waitMilliseconds: Int
    /// How far `ce_time` may be from the broker's time, in hours.
    package var clockSkewHours: Int
    /// Largest payload, in bytes.
    package var maximumPayloadBytes: Int

    /// How long a record may wait for its parent, in milliseconds.
    package var parkingMilliseconds: Int64

    /// Whether senders are told of each delivery.
    package var deliveryReceipts: Bool

    /// When a sender whose submissions are nearly all refused is slowed down; nil for never.
    package var breaker: BreakerConfiguration?

    /// When cases in which nothing happens any more are closed; nil for never.
    package var closing: ClosingPolicy?

    /// Five years.
    package static let standardClosing = ClosingPolicy(closeAfter: 1826 * 86_400_000)

    /// All values, with the documented defaults.
    package init(
        instance: String = "main",
        batch: Int = 1000,
        waitMilliseconds: Int = 20,
        clockSkewHours: Int = 24,
        maximumPayloadBytes: Int = 1_048_576,
        parkingMilliseconds: Int64 = 24 * 3_600_000,
        deliveryReceipts: Bool = true,
        breaker: BreakerConfiguration? = BreakerConfiguration(),
        closing: ClosingPolicy? = standardClosing
    ) {
        self.instance = instance
        self.batch = batch
        self.waitMilliseconds = waitMilliseconds
        self.clockSkewHours = clockSkewHours
        self.maximumPayloadBytes = maximumPayloadBytes
        self.parkingMilliseconds = parkingMilliseconds
        self.deliveryReceipts = deliveryReceipts
        self.breaker = breaker
        self.closing = closing
    }
}
