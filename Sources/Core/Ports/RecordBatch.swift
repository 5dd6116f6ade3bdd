/// What one call of ``BatchBus/receive(maximum:wait:)`` returned: records in offset order per partition.
package struct RecordBatch: Sendable {
    /// The records; records of one partition stand in offset order.
    package let records: [InboundRecord]

    /// Partitions that the batch concerns though no record of them came, because a timer fired: their offsets are
    /// committed as they stand, so that a member which no longer holds them cannot write.
    package let touched: Set<TopicPartition>

    /// Those of ``touched`` of which more is to be read than the batch has, or may be: what is awaited there may have come
    /// in time and not been seen.
    package let behind: Set<TopicPartition>

    /// A batch of `records`.
    package init(
        records: [InboundRecord],
        touched: Set<TopicPartition> = [],
        behind: Set<TopicPartition> = []
    ) {
        self.records = records
        self.touched = touched
        self.behind = behind
    }

    /// True when there is nothing to do.
    package var isEmpty: Bool { records.isEmpty && touched.isEmpty }

    /// For every partition in the batch the offset to resume at: last processed + 1.
    package var nextOffsets: [TopicPartition: Int64] {
        var next: [TopicPartition: Int64] = [:]
        for record in records { next[record.source] = record.offset + 1 }
        return next
    }
}
