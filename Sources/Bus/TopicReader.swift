package import Core
internal import Platform

/// Reads topics for a person or a check: from the beginning or from now on, committed records only, no group.
///
/// Owned by one thread.
package final class TopicReader {
    /// Where reading starts.
    package enum Start: String, Sendable, Hashable {
        /// The oldest record kept.
        case beginning
        /// Only records written after the reader was made.
        case end
    }

    private let reader: PartitionReader

    /// Starts reading `topics`.
    ///
    /// - Parameters:
    ///   - connection: the cluster.
    ///   - topics: the topics; all must exist.
    ///   - start: where to start. The end is fixed when this returns: nothing written later is missed.
    ///   - patience: how long to wait for the cluster and the topics.
    /// - Throws: ``BusFailure``: `configuration` naming a missing topic, `unavailable`.
    package init(
        _ connection: ClusterConnection,
        topics: [String],
        start: Start,
        patience: Duration = .seconds(10)
    ) throws(BusFailure) {
        reader = try PartitionReader(
            connection,
            topics: topics,
            start: start == .beginning ? .beginning : .end,
            patience: patience
        )
    }

    /// Takes at most `maximum` records; waits for the first one at most `wait`, then takes what is there.
    ///
    /// Records of one partition come in offset order.
    /// - Throws: ``BusFailure`` when the topics cannot be read any more.
    package func read(maximum: Int = 1000, wait: Duration) throws(BusFailure) -> [InboundRecord] {
        try reader.read(maximum: maximum, wait: wait)
    }

    /// Everything from the start up to what stood in the topics when the reader was made.
    ///
    /// - Throws: ``BusFailure``, of kind `unavailable` when that takes longer than `deadline`.
    package func readToEnd(deadline: Duration) throws(BusFailure) -> [InboundRecord] {
        var records: [InboundRecord] = []
        let end = SystemClock.monotonicNanoseconds() + deadline.nanoseconds
        while !reader.isCaughtUp {
            records += try reader.read(maximum: 10_000, wait: .milliseconds(50))
            guard SystemClock.monotonicNanoseconds() < end || reader.isCaughtUp else {
                throw BusFailure(.unavailable, "the end of the topics was not reached in time")
            }
        }
        return records
    }

    /// True once everything that stood in the topics when the reader was made has been read.
    package var isCaughtUp: Bool { reader.isCaughtUp }

    /// The oldest offset that was kept per partition; above 0 means that older records are gone already.
    package var oldestOffsets: [TopicPartition: Int64] { reader.progress.mapValues(\.low) }

    /// The next offset to come per partition.
    package var positions: [TopicPartition: Int64] { reader.progress.mapValues(\.position) }

    /// Ends the client; harmless the second time.
    package func close() {
        reader.close()
    }
}
