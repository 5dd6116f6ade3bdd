package import Core

/// Single partitions of an ``InMemoryBroker``.
package final class InMemoryPartitionSource: PartitionSource {
    private let broker: InMemoryBroker

    /// A source over `broker`.
    package init(broker: InMemoryBroker) {
        self.broker = broker
    }

    package func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        for partition in partitions {
            for record in broker.fetch(partition, from: 0, maximum: .max) { take(record) }
        }
    }

    package func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        offsets.flatMap { broker.fetch(partition, from: $0, maximum: 1) }
    }
}
