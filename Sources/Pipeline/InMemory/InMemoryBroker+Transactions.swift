package import Core
import Platform

/// The transaction coordinator: each call is one request of Kafka's protocol.
extension InMemoryBroker {
    /// One marker that is decided and not written yet.
    package struct LateMarker: Hashable, Sendable {
        /// The transactional id.
        package let transactionalID: String
        /// Where it goes: a partition as `topic/number`, or the offsets of a group.
        package let target: String
        /// True for a commit.
        package let isCommit: Bool
    }

    /// From now on markers wait for ``landMarker(_:)`` instead of being written with the decision.
    package func holdMarkersBack() {
        state.withLock { $0.landsMarkersAtOnce = false }
    }

    /// The markers that are decided and not written yet, in the order of their producers.
    package var lateMarkers: [LateMarker] {
        state.withLock { state in
            state.producers.flatMap { id -> [LateMarker] in
                guard let transaction = state.transactions[id], case .ending(let isCommit) = transaction.phase else {
                    return []
                }
                return transaction.pending.map { LateMarker(transactionalID: id, target: $0.text, isCommit: isCommit) }
            }
        }
    }

    /// Writes `marker`, if it is not written yet.
    package func landMarker(_ marker: LateMarker) {
        state.withLock { state in
            guard let transaction = state.transactions[marker.transactionalID],
                let target = transaction.pending.first(where: { $0.text == marker.target })
            else { return }
            state.land(target, of: marker.transactionalID)
        }
    }

    /// `InitProducerId`: takes over the transactional id, fences whoever had it and aborts what it left open.
    ///
    /// - Parameter timeout: after how many milliseconds the coordinator aborts an open transaction.
    /// - Throws: ``TransactionFault/concurrentTransactions`` until the last transaction has all its markers.
    package func initialise(_ transactionalID: String, timeout: Int64 = .max) throws(TransactionFault)
        -> ProducerIdentity
    {
        try state.withLock { state throws(TransactionFault) in
            guard var known = state.transactions[transactionalID] else {
                let number = Int64(state.producers.count)
                state.producers.append(transactionalID)
                state.transactions[transactionalID] = InMemoryTransaction(producer: number, timeout: timeout)
                return ProducerIdentity(transactionalID: transactionalID, producer: number, epoch: 0)
            }
            if case .ongoing = known.phase { state.abortFencing(transactionalID) }
            known = state.transactions[transactionalID] ?? known
            if case .ending = known.phase { throw .concurrentTransactions }
            known.epoch += 1
            known.phase = .idle
            known.timeout = timeout
            state.transactions[transactionalID] = known
            return ProducerIdentity(transactionalID: transactionalID, producer: known.producer, epoch: known.epoch)
        }
    }

    /// `AddPartitionsToTxn` and `Produce`: writes `outputs` at the ends of their partitions, in their order, as part of
    /// the transaction of `identity`, which the first of them begins.
    package func write(_ outputs: [OutboundRecord], by identity: ProducerIdentity) throws(TransactionFault) {
        try state.withLock { state throws(TransactionFault) in
            try state.admit(identity)
            let places: [State.Place]
            do throws(BusFailure) { places = try state.places(of: outputs) } catch { throw .refused(error) }
            for (output, place) in zip(outputs, places) {
                state.touch(
                    .partition(TopicPartition(output.topic, Int32(clamping: place.partition))),
                    identity.transactionalID
                )
                state.append(output, to: place, of: identity.producer)
            }
        }
    }

    /// `AddOffsetsToTxn` and `TxnOffsetCommit`: `offsets` count for `group` once the transaction is committed.
    package func write(
        _ offsets: [TopicPartition: Int64],
        of group: String,
        member: Int,
        generation: Int,
        by identity: ProducerIdentity
    ) throws(TransactionFault) {
        try state.withLock { state throws(TransactionFault) in
            try state.admit(identity)
            state.touch(.offsets(group), identity.transactionalID)
            guard let known = state.groups[group], known.knows(member) else {
                throw state.groups[group]?.fenced.contains(member) == true ? .instanceFenced : .unknownMember
            }
            guard known.generation == generation else { throw .illegalGeneration }
            state.groups[group]?.pending[identity.producer, default: [:]].merge(offsets) { _, new in new }
        }
    }

    /// `EndTxn`: decides the transaction. Markers follow.
    ///
    /// A repeated call that asks for what was decided succeeds once all markers are written.
    ///
    /// - Returns: true when it was decided by this call.
    @discardableResult
    package func end(_ identity: ProducerIdentity, isCommit: Bool) throws(TransactionFault) -> Bool {
        try state.withLock { state throws(TransactionFault) in
            guard let known = state.transactions[identity.transactionalID], known.epoch == identity.epoch else {
                throw .producerFenced
            }
            switch known.phase {
            case .idle: return false
            case .ongoing:
                state.decide(identity.transactionalID, isCommit: isCommit)
                return true
            case .ending(isCommit): throw .concurrentTransactions
            case .ended(isCommit): return false
            case .ending, .ended: throw .invalidState
            }
        }
    }

    /// Aborts what has been open for longer than its time-out; its producer is fenced.
    package func abortTimedOut() {
        state.withLock { state in
            for id in state.producers {
                guard let known = state.transactions[id], case .ongoing(let since) = known.phase,
                    state.now.milliseconds - since.milliseconds >= known.timeout
                else { continue }
                state.abortFencing(id)
            }
        }
    }

    /// The whole life of a transaction at one instant, as one member of a group that meets no trouble has it.
    ///
    /// - Returns: `rewound` when the generation of the member is over; then nothing is written.
    func transact(
        _ outputs: [OutboundRecord],
        offsets: [TopicPartition: Int64],
        group: String,
        member: Int,
        generation: Int,
        isCommit: Bool
    ) throws(BusFailure) -> CommitOutcome {
        try state.withLock { state throws(BusFailure) in
            guard let known = state.groups[group], known.knows(member), known.generation == generation else {
                return .rewound
            }
            let places = try state.places(of: outputs)
            // An identity of its own each time: nobody sees it open, so nobody has to tell it from the others.
            let producer: Int64? = isCommit ? nil : -1
            var touched: [State.Place] = []
            var isTouched: Set<State.Place> = []
            var last: State.Place?
            for (output, place) in zip(outputs, places) {
                if place != last, isTouched.insert(place).inserted { touched.append(place) }
                last = place
                state.append(output, to: place, of: producer)
            }
            for place in touched {
                if isCommit {
                    state.topics[place.topic][place.partition].mark()
                } else {
                    state.topics[place.topic][place.partition].mark(-1, isCommit: false)
                }
            }
            guard isCommit else { return .rewound }
            state.groups[group]?.committed.merge(offsets) { _, new in new }
            return .committed
        }
    }
}

extension InMemoryTransaction.Target {
    /// As ``InMemoryBroker/LateMarker/target``.
    var text: String {
        switch self {
        case .partition(let partition): "\(partition.topic)/\(partition.partition)"
        case .offsets(let group): group
        }
    }
}

extension InMemoryBroker.State {
    /// Lets `identity` write: it must be the newest of its transactional id, and the last transaction must be over.
    func admit(_ identity: ProducerIdentity) throws(TransactionFault) {
        guard let known = transactions[identity.transactionalID], known.epoch == identity.epoch else {
            throw .producerFenced
        }
        if case .ending = known.phase { throw .concurrentTransactions }
    }

    mutating func touch(_ target: InMemoryTransaction.Target, _ transactionalID: String) {
        guard var known = transactions[transactionalID] else { return }
        if case .ongoing = known.phase {
            guard !known.touched.contains(target) else { return }
        } else {
            known.phase = .ongoing(since: now)
        }
        known.touched.append(target)
        transactions[transactionalID] = known
    }

    mutating func abortFencing(_ transactionalID: String) {
        transactions[transactionalID]?.epoch += 1
        decide(transactionalID, isCommit: false)
    }

    mutating func decide(_ transactionalID: String, isCommit: Bool) {
        transactions[transactionalID]?.end(isCommit: isCommit)
        guard landsMarkersAtOnce else { return }
        for target in transactions[transactionalID]?.pending ?? [] { land(target, of: transactionalID) }
    }

    /// Writes one marker; with the last one the transaction is over.
    mutating func land(_ target: InMemoryTransaction.Target, of transactionalID: String) {
        guard var known = transactions[transactionalID], case .ending(let isCommit) = known.phase,
            let place = known.pending.firstIndex(of: target)
        else { return }
        switch target {
        case .partition(let partition):
            if let topic = names[partition.topic] {
                topics[topic][Int(partition.partition)].mark(known.producer, isCommit: isCommit)
            }
        case .offsets(let group):
            let offsets = groups[group]?.pending.removeValue(forKey: known.producer) ?? [:]
            if isCommit { groups[group]?.committed.merge(offsets) { _, new in new } }
        }
        known.pending.remove(at: place)
        if known.pending.isEmpty { known.phase = .ended(isCommit: isCommit) }
        transactions[transactionalID] = known
    }
}
