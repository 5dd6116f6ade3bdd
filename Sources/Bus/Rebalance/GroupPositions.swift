package import Core

/// Where the group of a bus stands by its own books, and whether they go with what the brokers say. Owned by the bus.
package final class GroupPositions {
    /// Where they are kept.
    package let topic: PositionTopic
    private let source: any PartitionSource
    private let onCorrection: (Correction) -> Void

    /// A partition of which the group's coordinator answered something else than the group's books.
    package struct Correction: Sendable, Hashable {
        /// The partition.
        package let partition: TopicPartition
        /// Where the group stands.
        package let position: Int64
        /// The offset that the coordinator answered; nil for none.
        package let answered: Int64?

        package init(partition: TopicPartition, position: Int64, answered: Int64?) {
            self.partition = partition
            self.position = position
            self.answered = answered
        }
    }

    /// The positions in `topic`, read from `source`.
    ///
    /// - Parameters:
    ///   - source: committed records only; used by the bus's thread alone.
    ///   - onCorrection: told of each partition that goes on elsewhere than the coordinator says, on the bus's thread.
    package init(
        _ topic: PositionTopic,
        from source: any PartitionSource,
        onCorrection: @escaping (Correction) -> Void = { _ in }
    ) {
        self.topic = topic
        self.source = source
        self.onCorrection = onCorrection
    }

    /// Tells of those partitions of `corrections` of which the group answered something else.
    func tell(_ corrections: [TopicPartition: Int64], answered: [TopicPartition: Int64]) {
        for (partition, position) in corrections {
            onCorrection(Correction(partition: partition, position: position, answered: answered[partition]))
        }
    }

    /// The positions of those of `inputs` that have one.
    ///
    /// - Throws: ``BusFailure`` as ``PositionTopic/positions(of:from:)``.
    func read(_ inputs: [TopicPartition]) throws(BusFailure) -> [TopicPartition: Int64] {
        try topic.positions(of: inputs, from: source)
    }

    /// Where to go on with what is taken over, for those partitions of which the group answers something else than `own`
    /// positions, or nothing.
    ///
    /// - Parameter ends: the offset after the newest record of each of these partitions. A position beyond it is about a
    ///   topic that is no more, and does not count.
    static func corrections(
        own: [TopicPartition: Int64],
        group: [TopicPartition: Int64],
        ends: [TopicPartition: Int64]
    ) -> [TopicPartition: Int64] {
        own.filter { partition, offset in
            guard group[partition] != offset, let end = ends[partition] else { return false }
            return offset <= end
        }
    }
}
