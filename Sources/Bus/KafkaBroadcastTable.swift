package import Core

/// A compacted topic read whole by every worker: trust list, registry, facts. No group, no offsets to keep.
///
/// Owned by one thread. Records are read committed; ``isCaughtUp`` waits for everything that stood in the topic when
/// the table was made, undecided transactions included.
package final class KafkaBroadcastTable: BroadcastTable {
    /// The topic.
    package let topic: String
    private let reader: PartitionReader

    /// Starts reading `topic` from its beginning.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    package init(
        _ connection: ClusterConnection,
        topic: String,
        patience: Duration = .seconds(10)
    ) throws(BusFailure) {
        self.topic = topic
        reader = try PartitionReader(connection, topics: [topic], start: .beginning, patience: patience)
    }

    /// Takes what has arrived, at most `maximum` records, without waiting.
    package func poll(maximum: Int) throws(BusFailure) -> [InboundRecord] {
        try reader.read(maximum: maximum, wait: .zero)
    }

    /// As ``poll(maximum:)``, waiting for the first record at most `wait`: for the time before the table is caught up.
    ///
    /// - Throws: ``BusFailure`` when the topic cannot be read any more.
    package func poll(maximum: Int, wait: Duration) throws(BusFailure) -> [InboundRecord] {
        try reader.read(maximum: maximum, wait: wait)
    }

    /// Asks the broker where the topic ends, and reads up to there.
    package func pollToEnd(within limit: Duration) throws(BusFailure) -> [InboundRecord] {
        try reader.readToEnd(within: limit)
    }

    /// True once everything that stood in the topic at start has been read.
    package var isCaughtUp: Bool { reader.isCaughtUp }

    /// Ends the client; harmless the second time.
    package func close() {
        reader.close()
    }
}
