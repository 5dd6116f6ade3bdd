internal import Core

/// Taking partitions over: from where the group stands by its own books, whatever its coordinator answers.
extension KafkaBatchBus {
    /// Has the partitions fetched that were assigned since the last call, from where the group stands on them.
    ///
    /// The group waits for the answer to its assignment, with heartbeats, and gives out nothing else meanwhile. Waits for
    /// transactions that are open over the partitions.
    ///
    /// - Throws: ``BusFailure`` when positions or offsets cannot be read; nothing is fetched until the next call.
    func takeOver() throws(BusFailure) {
        while let positions, mustTakeOver {
            let rebalances = rebalance.rebalances
            let partitions = rebalance.assigned
            let group = try committedOffsets(partitions)
            // Another assignment came while the group was asked: it is about others.
            guard rebalances == rebalance.rebalances else { continue }
            let corrections = try corrections(try positions.read(partitions), group)
            begin(partitions, at: group.merging(corrections) { _, own in own })
            guard !corrections.isEmpty else { continue }
            monitor.update { $0.offsetsCorrected &+= UInt64(corrections.count) }
            positions.tell(corrections, answered: group)
        }
    }

    /// Where the group stands on `partitions`, transactions decided: by its books, and where these say nothing by the
    /// offsets committed.
    func standing(of partitions: [TopicPartition]) throws(BusFailure) -> [TopicPartition: Int64] {
        let rebalances = rebalance.rebalances
        let group = try committedOffsets(partitions)
        // Of partitions that are not held any more nothing is told.
        guard let positions, rebalances == rebalance.rebalances else { return group }
        let own = try positions.read(partitions)
        return group.merging(try corrections(own, group)) { _, own in own }
    }

    /// The positions of `own` that count against what the `group` answers.
    private func corrections(
        _ own: [TopicPartition: Int64],
        _ group: [TopicPartition: Int64]
    ) throws(BusFailure) -> [TopicPartition: Int64] {
        let differing = own.filter { group[$0.key] != $0.value }.map(\.key)
        guard !differing.isEmpty else { return [:] }
        let marks = try Watermarks.read(
            configuration.connection,
            partitions: differing,
            patience: KafkaBatchBus.endsPatience,
            onWait: mayWaitOn
        )
        return GroupPositions.corrections(own: own, group: group, ends: marks.mapValues(\.high))
    }

    /// How long the ends of partitions may take to be told; the group's heartbeats go on meanwhile.
    private static let endsPatience: Duration = .seconds(10)
}
