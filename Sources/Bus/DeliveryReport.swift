package import Core

/// What became of one record given to an ``EventProducer``.
package struct DeliveryReport: Sendable, Hashable {
    /// The number given with the record.
    package let tag: Int
    /// Where it was written; the partition is negative when it was never chosen.
    package let destination: TopicPartition
    /// Its offset, or negative when it was not written.
    package let offset: Int64
    /// Why it was not written; nil when it was.
    package let failure: BusFailure?

    /// A report.
    package init(tag: Int, destination: TopicPartition, offset: Int64, failure: BusFailure?) {
        self.tag = tag
        self.destination = destination
        self.offset = offset
        self.failure = failure
    }
}
