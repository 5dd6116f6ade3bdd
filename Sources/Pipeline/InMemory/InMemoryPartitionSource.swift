package import Core

/// Single partitions of an ``InMemoryBroker``, committed records only.
package final class InMemoryPartitionSource: PartitionSource, TailSource {
    private let broker: InMemoryBroker
    private let onWait: () throws(BusFailure) -> Void

    /// A source over `broker`.
    ///
    /// - Parameter onWait: called again and again while an open transaction stands before what is to be read; what it
    ///   throws ends the reading.
    package init(
        broker: InMemoryBroker,
        onWait: @escaping () throws(BusFailure) -> Void = { () throws(BusFailure) in
            throw BusFailure(.unavailable, "an open transaction stands before the end")
        }
    ) {
        self.broker = broker
        self.onWait = onWait
    }

    package func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        // The end as a reader of uncommitted records sees it: what is open then is waited for.
        let ends = partitions.map { broker.ends(of: $0).high }
        for (partition, end) in zip(partitions, ends) {
            var position: Int64 = 0
            while position < end {
                var records: [InboundRecord] = []
                let next = broker.fetch(partition, from: position, maximum: .max, into: &records)
                for record in records where record.offset < end { take(record) }
                if next == position { try onWait() }
                position = next
            }
        }
    }

    package func tail(of partition: TopicPartition, count: Int) throws(BusFailure) -> [InboundRecord] {
        var found: [InboundRecord] = []
        try restore([partition]) { found.append($0) }
        return Array(found.suffix(count))
    }

    package func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        var found: [InboundRecord] = []
        // Beyond the end nothing would ever come.
        let end = broker.ends(of: partition).high
        for offset in offsets where offset < end {
            while true {
                var records: [InboundRecord] = []
                let next = broker.fetch(partition, from: offset, maximum: 1, into: &records)
                if let record = records.first {
                    if record.offset == offset { found.append(record) }
                    break
                }
                if next > offset { break }
                try onWait()
            }
        }
        return found
    }
}
