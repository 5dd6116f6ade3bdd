internal import Core

/// The state from one source, records read once more from another.
final class JoinedSource: PartitionSource {
    private let state: any PartitionSource
    private let records: any PartitionSource

    /// Restores from `state` and re-reads from `records`.
    init(state: any PartitionSource, records: any PartitionSource) {
        self.state = state
        self.records = records
    }

    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        try state.restore(partitions, take)
    }

    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        try records.records(of: partition, at: offsets)
    }
}
