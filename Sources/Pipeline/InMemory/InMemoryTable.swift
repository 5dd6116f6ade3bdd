package import Core

/// A topic of an ``InMemoryBroker`` read whole by one worker.
package final class InMemoryTable: BroadcastTable {
    private let broker: InMemoryBroker
    private let topic: String
    private let ends: [Int64]
    private var positions: [Int64]

    /// A reader of `topic` from its beginning.
    package init(broker: InMemoryBroker, topic: String) {
        self.broker = broker
        self.topic = topic
        ends = broker.ends(of: topic)
        positions = ends.map { _ in 0 }
    }

    /// The next records of the topic, at most `maximum`.
    package func poll(maximum: Int) throws(BusFailure) -> [InboundRecord] {
        var records: [InboundRecord] = []
        for index in positions.indices {
            let partition = TopicPartition(topic, Int32(clamping: index))
            let found = broker.fetch(partition, from: positions[index], maximum: maximum - records.count)
            records.append(contentsOf: found)
            positions[index] += Int64(found.count)
        }
        return records
    }

    /// True once the end that the topic had at the start is reached.
    package var isCaughtUp: Bool {
        zip(positions, ends).allSatisfy { $0 >= $1 }
    }
}
