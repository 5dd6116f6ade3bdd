internal import Core

/// A source whose topics have a prefix that its reader knows nothing of.
final class RenamedSource: PartitionSource {
    private let source: any PartitionSource
    private let prefix: String

    /// Reads `<prefix><topic>` for `<topic>`.
    init(_ source: any PartitionSource, prefix: String) {
        self.source = source
        self.prefix = prefix
    }

    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        try source.restore(partitions.map(renamed), take)
    }

    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        try source.records(of: renamed(partition), at: offsets)
    }

    private func renamed(_ partition: TopicPartition) -> TopicPartition {
        TopicPartition(prefix + partition.topic, partition.partition)
    }
}
