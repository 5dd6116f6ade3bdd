package import RoutingPolicy

/// How registration is to work.
package struct RegistrationConfiguration: Sendable {
    /// Plane of the senders.
    package var plane: Plane
    /// Partitions of `facts.<plane>`.
    package var factsPartitions: Int32 = 1
    /// Partitions of `claims.<plane>`.
    package var claimsPartitions: Int32 = 1
    /// How long a record may wait for its parent, from the log-append time of its submission, in milliseconds.
    package var parkingMilliseconds: Int64 = 24 * 3_600_000
    /// Most records of one sender that may wait in one partition.
    package var parkedPerSender = 10_000
    /// Most records that are released in one transaction; the rest follows in the next ones.
    package var releasedAtOnce = 200
    /// When cases are closed; nil for never.
    package var closing: ClosingPolicy?
    /// Sizes that decide what still fits into quarantine.
    package var limits = RecordLimits()

    /// The defaults for `plane`.
    package init(plane: Plane) {
        self.plane = plane
    }
}
