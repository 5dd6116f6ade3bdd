package import Core

/// Where a record stands: `topic/partition/offset`, as receipts, quarantine and requests write it.
package struct RecordPlace: Sendable, Hashable {
    /// Topic and partition.
    package let partition: TopicPartition
    /// Its offset there, from 0.
    package let offset: Int64

    /// The place of the record at `offset` of `partition`.
    package init(_ partition: TopicPartition, _ offset: Int64) {
        self.partition = partition
        self.offset = offset
    }

    /// Where `record` was read.
    package init(of record: InboundRecord) {
        self.init(record.source, record.offset)
    }

    /// Reads `topic/partition/offset`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let partition = Int32(parts[1]), partition >= 0,
            let offset = Int64(parts[2]), offset >= 0
        else { return nil }
        self.init(TopicPartition(String(parts[0]), partition), offset)
    }

    /// `topic/partition/offset`.
    package var text: String { "\(partition.topic)/\(partition.partition)/\(offset)" }
}
