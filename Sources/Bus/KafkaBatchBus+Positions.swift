internal import Core

/// Taking partitions over: from where the group stands by its own books, whatever its coordinator answers.
extension KafkaBatchBus {
    /// Corrects where the partitions go on that were assigned since the last call.
    ///
    /// Until then nothing of them is handed out (``poll(_:)``). Waits for transactions that are open over them.
    ///
    /// - Throws: ``BusFailure`` when positions or offsets cannot be read; the partitions wait on.
    func takeOver() throws(BusFailure) {
        while let positions, !awaiting.isEmpty {
            let rebalances = rebalance.rebalances
            let partitions = awaiting.keys.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
            let group = try committedOffsets(partitions)
            // Another assignment came while the group was asked: it is about others.
            guard rebalances == rebalance.rebalances else { continue }
            let own = try positions.read(partitions)
            let corrections = try corrections(own, group)
            var targets = corrections
            for (partition, standing) in awaiting where targets[partition] == nil {
                switch standing {
                case .nothing: break
                case .passedOver(let first): targets[partition] = first
                case .end(let offset): ledger.reachedEnd(partition, offset)
                }
            }
            awaiting = [:]
            for (partition, offset) in targets { ledger.begin(partition, at: offset) }
            if !corrections.isEmpty {
                monitor.update { $0.offsetsCorrected &+= UInt64(corrections.count) }
                positions.tell(corrections, answered: group)
            }
            if !targets.isEmpty { try seek(targets) }
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
            patience: KafkaBatchBus.endsPatience
        )
        return GroupPositions.corrections(own: own, group: group, ends: marks.mapValues(\.high))
    }

    /// How long the ends of partitions may take to be told; the group's heartbeats go on meanwhile.
    private static let endsPatience: Duration = .seconds(10)

    /// What came of a partition while it waited to be taken over.
    enum Waiting {
        /// Nothing.
        case nothing
        /// Records, the first at this offset; they were passed over.
        case passedOver(Int64)
        /// Word that its end is here.
        case end(Int64)
    }
}
