package import Core

/// Keeps the books on what an ``EmbeddedBroker`` was given, so that a load it cannot hold is refused beforehand.
///
/// Each partition keeps 5 MiB of record batches and then drops the oldest without a word. The estimate errs on the
/// high side: batch headers are counted once per record, compression is not counted on.
package struct EmbeddedCapacity: Sendable {
    /// What a partition holds, less a reserve for the estimate's error.
    package static let bytesPerPartition = (5 << 20) / 20 * 19

    /// Bytes given so far per partition, as estimated.
    package private(set) var used: [TopicPartition: Int] = [:]
    private let partitionCounts: [String: Int32]

    /// An empty book over topics with these numbers of partitions.
    package init(partitionCounts: [String: Int32]) {
        self.partitionCounts = partitionCounts
    }

    /// A refusal: this partition would drop its oldest records.
    package struct Overflow: Sendable, Hashable {
        /// The partition.
        package let partition: TopicPartition
        /// Bytes it would have to hold.
        package let needed: Int
    }

    /// Books `record` on the partition it will go to; refuses, booking nothing, when that cannot hold it.
    ///
    /// A topic without a known partition count is taken to have one partition.
    package mutating func add(_ record: OutboundRecord) -> Overflow? {
        let count = max(1, partitionCounts[record.topic] ?? 1)
        let number = record.partition ?? record.key.map { Murmur2.partition(of: $0.span, count: count) } ?? 0
        return add(Self.estimate(record), to: TopicPartition(record.topic, number))
    }

    /// Books `bytes` on `partition`; refuses, booking nothing, when it cannot hold them.
    package mutating func add(_ bytes: Int, to partition: TopicPartition) -> Overflow? {
        let needed = (used[partition] ?? 0) + max(0, bytes)
        guard needed <= Self.bytesPerPartition else { return Overflow(partition: partition, needed: needed) }
        used[partition] = needed
        return nil
    }

    /// The share of the fullest partition that is used, from 0 to 1.
    package var fullness: Double {
        Double(used.values.max() ?? 0) / Double(Self.bytesPerPartition)
    }

    /// What a record takes on disk at most: a batch header of its own (61), the record's varints, and each header.
    package static func estimate(_ record: OutboundRecord) -> Int {
        61 + 24 + record.size + record.headers.count * 6
    }
}
