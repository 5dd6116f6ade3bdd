internal import CRDKafka
package import Core
internal import Platform

extension KafkaBatchBus {
    /// One call of the library waits this long at most, so that the group membership is looked after in between.
    private static let slice: Duration = .seconds(1)

    /// Commits as ``BatchBus`` says; `rewound` also when the assignment changed under the batch.
    package func commit(
        _ outputs: [OutboundRecord],
        consuming batch: RecordBatch
    ) throws(BusFailure) -> CommitOutcome {
        var offsets = Self.nextOffsets(of: batch.records)
        let rebalances = rebalance.rebalances
        if !batch.touched.isEmpty { try addStanding(batch.touched, to: &offsets) }
        guard !(outputs.isEmpty && offsets.isEmpty) else { return .committed }
        guard rebalances == rebalance.rebalances, offsets.keys.allSatisfy(rebalance.held.contains),
            batch.touched.allSatisfy(rebalance.held.contains)
        else {
            // The partitions went to another member after the batch was received, or while their offsets were asked for:
            // it is theirs now, even if they have come back. Without their offsets the transaction would not be fenced.
            try rewind(offsets.keys, askBroker: false)
            return .rewound
        }
        return try transact(outputs, offsets)
    }

    /// Writes `outputs`, `offsets` and what the group's books say of these in one transaction.
    func transact(
        _ outputs: [OutboundRecord],
        _ offsets: [TopicPartition: Int64]
    ) throws(BusFailure) -> CommitOutcome {
        let written = positions.map { outputs + $0.topic.entries(of: offsets) } ?? outputs
        let handles = try producer.resolve(written)
        rebalance.transactionBegan()
        assignmentWasLost = false
        var machine = TransactionMachine(
            hasOffsets: !offsets.isEmpty,
            deadline: configuration.transactionTimeout + .seconds(5)
        )
        var isDoubtful = false
        var action = machine.start(at: SystemClock.monotonicNanoseconds())
        do throws(BusFailure) {
            while true {
                switch action {
                case .perform(let step):
                    action = perform(step, &machine, written, handles, offsets)
                case .retry(let step, let pause):
                    monitor.update { $0.retries &+= 1 }
                    try keepMembership(for: pause)
                    if assignmentWasLost { machine.assignmentLost() }
                    action = perform(step, &machine, written, handles, offsets)
                case .confirmMembership:
                    // A heartbeat and its answer fit in; being fenced is thrown from within.
                    try keepMembership(for: configuration.heartbeatInterval + .seconds(1))
                    action = machine.membershipConfirmed()
                case .recreate:
                    isDoubtful = true
                    try recreateProducer()
                    action = machine.recreated()
                case .finish(let outcome):
                    try finish(outcome, outputs, offsets, isDoubtful: isDoubtful)
                    return outcome
                case .fail(let failure):
                    throw failure
                }
            }
        } catch {
            monitor.update { $0.transactionsAborted &+= 1 }
            endTransaction()
            throw error.kind == .configuration ? Self.naming(written, error) : error
        }
    }

    /// The library does not always say which topic it was: names those that the transaction wrote to.
    private static func naming(_ outputs: [OutboundRecord], _ failure: BusFailure) -> BusFailure {
        let topics = Set(outputs.map(\.topic)).sorted()
        guard !topics.isEmpty else { return failure }
        let more = topics.count > 5 ? " and \(topics.count - 5) more" : ""
        let list = topics.prefix(5).joined(separator: ", ")
        return BusFailure(failure.kind, "\(failure.detail); the transaction writes to \(list)\(more)")
    }

    /// Makes the call of `step` and lets the machine judge it.
    private func perform(
        _ step: TransactionMachine.Step,
        _ machine: inout TransactionMachine,
        _ outputs: [OutboundRecord],
        _ handles: TopicHandles,
        _ offsets: [TopicPartition: Int64]
    ) -> TransactionMachine.Action {
        let error: LibraryError?
        switch step {
        case .begin: error = producer.begin()
        case .produce: error = producer.produce(outputs, handles)
        case .sendOffsets: error = producer.sendOffsets(offsets, of: consumer, wait: Self.slice)
        case .commit: error = producer.commit(wait: Self.slice)
        case .abort where producer.isStuck:
            // The library allows no second call; a new producer with the same identity ends the transaction.
            return machine.failed(.fatal, "send offsets does not return", at: SystemClock.monotonicNanoseconds())
        case .abort: error = producer.abort(wait: Self.slice)
        }
        if let failure = producer.recordFailure {
            machine.recordFailed(ErrorClass(failure.error), "topic \(failure.topic): \(failure.error.detail)")
        }
        let now = SystemClock.monotonicNanoseconds()
        guard let error else { return machine.succeeded(at: now) }
        monitor.update { $0.lastTrouble = "\(step.rawValue): \(error.detail)" }
        return machine.failed(ErrorClass(error), error.detail, at: now)
    }

    /// Settles the books after a decided transaction.
    func finish(
        _ outcome: CommitOutcome,
        _ outputs: [OutboundRecord],
        _ offsets: [TopicPartition: Int64],
        isDoubtful: Bool
    ) throws(BusFailure) {
        switch outcome {
        case .committed:
            ledger.committed(offsets)
            let bytes = outputs.reduce(0) { $0 + $1.size }
            monitor.update {
                $0.transactionsCommitted &+= 1
                $0.recordsOut &+= UInt64(outputs.count)
                $0.bytesOut &+= UInt64(bytes)
            }
            endTransaction()
        case .rewound:
            if isDoubtful { doubts &+= 1 }
            monitor.update { $0.transactionsAborted &+= 1 }
            var concerned = Set(offsets.keys)
            concerned.formUnion(carried.map(\.source))
            carried = []
            endTransaction()
            try rewind(concerned, askBroker: isDoubtful)
        }
    }

    /// Closes the window in which revocations wait, and resumes what was paused in it.
    private func endTransaction() {
        if rebalance.transactionEnded() == .unassign {
            carried = []
            assign(nil)
        } else {
            setPaused(rebalance.resume(), false)
        }
    }

    /// Polls the consumer for `pause` with all partitions paused: the group sees a living member, and no record comes.
    func keepMembership(for pause: Duration) throws(BusFailure) {
        setPaused(rebalance.pause(), true)
        let deadline = SystemClock.monotonicNanoseconds() + pause.nanoseconds
        while true {
            let now = SystemClock.monotonicNanoseconds()
            guard now < deadline else { break }
            if case .record(let record) = try poll(Int32(clamping: (deadline - now + 999_999) / 1_000_000)) {
                carried.append(record)
            }
        }
        watchConnection()
    }

    /// Takes over the transactional id at start.
    func initialiseTransactions() throws(BusFailure) {
        let deadline = SystemClock.monotonicNanoseconds() + configuration.recoveryDeadline.nanoseconds
        var attempt = 0
        while let error = producer.initialise(wait: Self.slice) {
            attempt += 1
            let now = SystemClock.monotonicNanoseconds()
            switch ErrorClass(error) {
            case .retriable where now < deadline:
                producer.client.idle(Backoff.pause(attempt: attempt))
            default:
                throw producer.client.failure(error, while: "initialise transactions")
            }
        }
    }

    /// Destroys the producer and makes another with the same transactional id, which ends the old transaction.
    private func recreateProducer() throws(BusFailure) {
        monitor.update { $0.producerRecreations &+= 1 }
        let deadline = SystemClock.monotonicNanoseconds() + configuration.recoveryDeadline.nanoseconds
        producer.close()
        producer = try TransactionalProducer(configuration)
        var attempt = 0
        while let error = producer.initialise(wait: Self.slice) {
            attempt += 1
            let kind = ErrorClass(error)
            guard kind != .fencedMember, kind != .configuration, SystemClock.monotonicNanoseconds() < deadline else {
                throw producer.client.failure(error, while: "initialise transactions")
            }
            try keepMembership(for: Backoff.pause(attempt: attempt))
            if kind != .retriable {
                producer.close()
                producer = try TransactionalProducer(configuration)
            }
        }
    }

    /// Goes back to the committed offsets of those of `partitions` that are still held.
    private func rewind(_ partitions: some Sequence<TopicPartition>, askBroker: Bool) throws(BusFailure) {
        var held = partitions.filter(rebalance.held.contains)
        var known: [TopicPartition: Int64] = [:]
        while askBroker, !held.isEmpty {
            let rebalances = rebalance.rebalances
            known = try standing(of: held)
            // The assignment may change while the broker is asked. What this member remembers of the partitions that it
            // kept dates from before the transaction: without the answer it would go back behind it.
            guard rebalances != rebalance.rebalances else { break }
            held = held.filter(rebalance.held.contains)
        }
        guard !held.isEmpty else { return }
        let targets = ledger.rewind(held, broker: known)
        guard !targets.isEmpty else { return }
        release()
        try seek(targets)
    }

    /// The offset to resume at per partition, found by runs: records of one partition stand together.
    static func nextOffsets(of records: [InboundRecord]) -> [TopicPartition: Int64] {
        var next: [TopicPartition: Int64] = [:]
        for (index, record) in records.enumerated() {
            let after = index + 1
            if after < records.count, records[after].source == record.source { continue }
            next[record.source] = record.offset &+ 1
        }
        return next
    }
}
