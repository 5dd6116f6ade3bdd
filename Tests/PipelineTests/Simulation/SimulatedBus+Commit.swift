import Core
import Pipeline

@testable import Bus

extension SimulatedBus {
    /// As `KafkaBatchBus` commits, call by call.
    func commit(_ outputs: [OutboundRecord], consuming batch: RecordBatch) throws(BusFailure) -> CommitOutcome {
        var offsets = batch.nextOffsets
        if !batch.touched.isEmpty { try addStanding(batch.touched, to: &offsets) }
        guard !(outputs.isEmpty && offsets.isEmpty) else { return .committed }
        if settings.fault == .timersAreNotFenced, batch.records.isEmpty { offsets = [:] }
        let ignores = settings.fault == .ignoresFencing
        let concerned =
            offsets.keys.allSatisfy(rebalance.held.contains) && batch.touched.allSatisfy(rebalance.held.contains)
        guard ignores || concerned else {
            try rewind(Set(offsets.keys), askBroker: false)
            return .rewound
        }
        rebalance.transactionBegan()
        assignmentWasLost = false
        let written = outputs + settings.positions.entries(of: offsets)
        let isSplit = settings.fault == .commitsOffsetsOutside
        var machine = TransactionMachine(
            hasOffsets: !offsets.isEmpty && !isSplit,
            deadline: .milliseconds(settings.transactionTimeout + 5_000)
        )
        var isDoubtful = false
        var action = machine.start(at: scheduler.nanoseconds)
        do throws(BusFailure) {
            while true {
                switch action {
                case .perform(let step):
                    action = try perform(step, &machine, written, offsets)
                case .retry(let step, let pause):
                    try keepMembership(for: Int64(max(pause.milliseconds, 1)))
                    if assignmentWasLost { machine.assignmentLost() }
                    action = try perform(step, &machine, written, offsets)
                case .confirmMembership:
                    try keepMembership(for: 3_000)
                    action = machine.membershipConfirmed()
                case .recreate:
                    isDoubtful = true
                    try initialise()
                    action = machine.recreated()
                case .finish(let outcome):
                    if isSplit, outcome == .committed { try commitOutside(outputs, offsets) }
                    try finish(outcome, offsets, isDoubtful: isDoubtful)
                    return outcome
                case .fail(let failure):
                    throw failure
                }
            }
        } catch {
            endTransaction()
            throw error
        }
    }

    /// Takes over the transactional id, however often that has to be asked.
    func initialise() throws(BusFailure) {
        let deadline = scheduler.now + settings.recoveryDeadline
        while true {
            try step("takes over \(settings.identity)")
            let passage = cluster.passage()
            if passage != .requestLost,
                let identity = try? broker.initialise(transactionalID, timeout: settings.transactionTimeout)
            {
                scheduler.stirred()
                producer = identity
                if passage == .fine { return }
            }
            guard scheduler.now < deadline else { throw BusFailure(.unavailable, "initialise transactions") }
            try keepMembership(for: 100)
        }
    }

    private func perform(
        _ step: TransactionMachine.Step,
        _ machine: inout TransactionMachine,
        _ outputs: [OutboundRecord],
        _ offsets: [TopicPartition: Int64]
    ) throws(BusFailure) -> TransactionMachine.Action {
        let error: ErrorClass?
        switch step {
        case .begin:
            try self.step("begins")
            hasAdded = false
            error = nil
        case .produce: error = try produce(outputs)
        case .sendOffsets: error = try sendOffsets(offsets)
        case .commit:
            error = try end(isCommit: true) {
                if settings.fault != .commitsOffsetsOutside { decided(outputs, offsets) }
            }
        case .abort: error = try end(isCommit: false) {}
        }
        scheduler.stirred()
        guard let error else { return machine.succeeded(at: scheduler.nanoseconds) }
        scheduler.note("\(strand.name) \(step.rawValue): \(error)")
        return machine.failed(error, step.rawValue, at: scheduler.nanoseconds)
    }

    /// Writes `outputs`; those of one partition in their order, the partitions in any.
    private func produce(_ outputs: [OutboundRecord]) throws(BusFailure) -> ErrorClass? {
        guard let producer else { return .fatal }
        if settings.fault == .writesOutside { return try produceOutside(outputs) }
        var shares: [(place: String, records: [OutboundRecord])] = []
        for output in outputs {
            let place = "\(output.topic)/\(partition(of: output))"
            if let known = shares.firstIndex(where: { $0.place == place }) {
                shares[known].records.append(output)
            } else {
                shares.append((place, [output]))
            }
        }
        var random = scheduler.random
        shares.shuffle(using: &random)
        for share in shares {
            try step("writes \(share.records.count) to \(share.place)")
            if case .refused = cluster.passage(canBeRefused: true) { return .requiresAbort }
            hasAdded = true
            var attempts = 0
            while let fault = attempt({ () throws(TransactionFault) in try broker.write(share.records, by: producer) })
            {
                attempts += 1
                guard fault == .concurrentTransactions, attempts < 50 else { return ErrorClass(fault) }
                try scheduler.sleep(strand, 50)
            }
        }
        return nil
    }

    private func partition(of output: OutboundRecord) -> Int32 {
        let count = broker.partitionCounts[output.topic] ?? 1
        return output.partition ?? output.key.map { Murmur2.partition(of: $0.span, count: count) } ?? 0
    }

    private func sendOffsets(_ offsets: [TopicPartition: Int64]) throws(BusFailure) -> ErrorClass? {
        guard let producer else { return .fatal }
        let told = offsets.map { "\($0.key.partition)@\($0.value)" }.sorted()
        try step("sends offsets \(told)")
        let passage = cluster.passage(canBeRefused: true)
        if passage == .requestLost { return .retriable }
        if passage == .refused { return .requiresAbort }
        guard let (member, generation) = standing else { return .retriable }
        hasAdded = true
        let fault = attempt { () throws(TransactionFault) in
            try broker.write(offsets, of: settings.group, member: member, generation: generation, by: producer)
        }
        if let fault { return ErrorClass(fault) }
        return passage == .answerLost ? .retriable : nil
    }

    private func end(isCommit: Bool, _ decided: () -> Void) throws(BusFailure) -> ErrorClass? {
        guard let producer else { return .fatal }
        // The library sends nothing where nothing was added.
        guard hasAdded else { return nil }
        try step(isCommit ? "commits" : "aborts")
        let passage = cluster.passage(canBeUnknown: true)
        if passage == .requestLost { return settings.fault == .believesInCommit && isCommit ? nil : .retriable }
        var isFirst = false
        let fault = attempt { () throws(TransactionFault) in isFirst = try broker.end(producer, isCommit: isCommit) }
        if let fault { return ErrorClass(fault) }
        if isFirst { decided() }
        scheduler.stirred()
        switch passage {
        case .answerLost: return .retriable
        case .answerUnknown: return .indefinite
        default: break
        }
        try step(isCommit ? "has committed" : "has aborted")
        return nil
    }

    func attempt(_ call: () throws(TransactionFault) -> Void) -> TransactionFault? {
        do throws(TransactionFault) {
            try call()
            return nil
        } catch {
            return error
        }
    }

    private func finish(
        _ outcome: CommitOutcome,
        _ offsets: [TopicPartition: Int64],
        isDoubtful: Bool
    ) throws(BusFailure) {
        switch outcome {
        case .committed:
            ledger.committed(offsets)
            endTransaction()
        case .rewound:
            if isDoubtful { doubts &+= 1 }
            endTransaction()
            try rewind(Set(offsets.keys), askBroker: isDoubtful && settings.fault != .guessesAfterDoubt)
        }
    }

    private func endTransaction() {
        if rebalance.transactionEnded() == .unassign { giveUp() }
    }
}
