package import Core

/// A topic of an ``InMemoryBroker`` read whole by one worker, committed records only.
package final class InMemoryTable: BroadcastTable {
    private let broker: InMemoryBroker
    private let partitions: [TopicPartition]
    private let ends: [Int64]
    private var positions: [Int64]

    /// A reader of `topic` from its beginning.
    package init(broker: InMemoryBroker, topic: String) {
        self.broker = broker
        let count = broker.partitionCounts[topic] ?? 0
        partitions = (0..<count).map { TopicPartition(topic, $0) }
        // The high watermark: what is undecided now is waited for.
        ends = partitions.map { broker.ends(of: $0).high }
        positions = ends.map { _ in 0 }
    }

    /// The next records of the topic, at most `maximum`.
    package func poll(maximum: Int) throws(BusFailure) -> [InboundRecord] {
        var records: [InboundRecord] = []
        for (index, partition) in partitions.enumerated() {
            positions[index] = broker.fetch(
                partition,
                from: positions[index],
                maximum: maximum - records.count,
                into: &records
            )
        }
        return records
    }

    /// True once the end that the topic had at the start is reached.
    package var isCaughtUp: Bool {
        zip(positions, ends).allSatisfy { $0 >= $1 }
    }
}
