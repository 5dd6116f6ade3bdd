internal import CRDKafka
package import Core
internal import Platform

/// The calls about partitions: assignment, pausing, seeking, committed offsets.
extension KafkaBatchBus {
    /// The library's rebalance callback; runs inside ``poll(_:)`` and ``close()``.
    func onRebalance(_ code: Int32, _ elements: [PartitionList.Element]) {
        let event: RebalanceMachine.Event
        switch code {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS.rawValue:
            event = .assign(elements.map(\.partition))
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS.rawValue:
            // Asked inside the callback, as the library wants it.
            event = unsafe rd_kafka_assignment_lost(consumer.handle) != 0 ? .lost : .revoke
        default:
            event = .lost
        }
        switch rebalance.on(event) {
        case .assign(let partitions):
            carried = []
            assign(partitions)
            release()
            // A pause from before outlives the assignment; within a transaction it is lifted when that ends.
            if !rebalance.transactionIsOpen { setPaused(rebalance.resume(), false) }
        case .unassign:
            carried = []
            assign(nil)
        case .unassignAndAbort:
            carried = []
            assignmentWasLost = true
            assign(nil)
        case .postpone:
            break
        }
        publishAssignment()
    }

    /// Tells the library what to fetch: from the committed offsets, or nothing.
    func assign(_ partitions: [TopicPartition]?) {
        ledger.reset()
        awaiting = [:]
        if let partitions, positions != nil {
            for partition in partitions { awaiting[partition] = .nothing }
        }
        let code: rd_kafka_resp_err_t
        if let partitions {
            // Without an offset in the list the library asks the group for the committed one; the list is copied.
            let list = PartitionList(partitions)
            code = unsafe list.withPointer { unsafe rd_kafka_assign(consumer.handle, $0) }
        } else {
            code = unsafe rd_kafka_assign(consumer.handle, nil)
        }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            let detail = LibraryError(code).detail
            monitor.update { $0.lastTrouble = "assign: \(detail)" }
        }
        publishAssignment()
    }

    /// What this member holds; a new assignment also after a transaction of unknown fate, so that what is remembered of the
    /// partitions is read anew and contains it if it was committed.
    package var assignment: PartitionAssignment {
        PartitionAssignment(number: rebalance.rebalances &+ doubts, partitions: rebalance.assigned)
    }

    /// Asks the group for the committed offsets: the broker answers only when no transaction over them is open.
    package func settle() throws(BusFailure) {
        guard !rebalance.assigned.isEmpty else { return }
        _ = try committedOffsets(rebalance.assigned)
    }

    /// Adds the offsets at which `touched` stand, for those of which no record came.
    func addStanding(_ touched: Set<TopicPartition>, to offsets: inout [TopicPartition: Int64]) throws(BusFailure) {
        var unknown: [TopicPartition] = []
        for partition in touched where offsets[partition] == nil {
            if let position = ledger.committed(partition) {
                offsets[partition] = position
            } else {
                unknown.append(partition)
            }
        }
        guard !unknown.isEmpty else { return }
        offsets.merge(try standing(of: unknown)) { own, _ in own }
    }

    /// Pauses or resumes `partitions`.
    func setPaused(_ partitions: [TopicPartition], _ paused: Bool) {
        guard !partitions.isEmpty else { return }
        let list = PartitionList(partitions)
        // Errors are per partition and only say that one is not held any more, which the callback tells too.
        _ = unsafe list.withPointer {
            unsafe paused
                ? rd_kafka_pause_partitions(consumer.handle, $0) : rd_kafka_resume_partitions(consumer.handle, $0)
        }
        let isPaused = rebalance.isPaused
        monitor.update { $0.isPaused = isPaused }
    }

    /// Takes at most so many records of each of these topics into a batch.
    package func restrain(_ quotas: [String: Int]) {
        self.quotas = quotas
    }

    /// Has `partitions` bring nothing more until the next batch. What the library has fetched of them already is dropped
    /// there and fetched again.
    func restrain(_ partitions: [TopicPartition]) {
        guard !partitions.isEmpty else { return }
        restrained.formUnion(partitions)
        hold(partitions, true)
    }

    /// Lets the partitions that were held back for the last batch bring records again.
    func release() {
        guard !restrained.isEmpty else { return }
        let back = restrained.intersection(rebalance.held)
        restrained.subtract(back)
        hold(Array(back), false)
    }

    private func hold(_ partitions: [TopicPartition], _ isHeld: Bool) {
        guard !partitions.isEmpty else { return }
        let list = PartitionList(partitions)
        // Errors are per partition and only say that one is not held any more, which the callback tells too.
        _ = unsafe list.withPointer {
            unsafe isHeld
                ? rd_kafka_pause_partitions(consumer.handle, $0) : rd_kafka_resume_partitions(consumer.handle, $0)
        }
    }

    /// Moves the fetch positions; what was prefetched is dropped by the library.
    ///
    /// - Throws: ``BusFailure`` of kind `fatal` when a partition refuses for long: going on would skip records.
    func seek(_ targets: [TopicPartition: Int64]) throws(BusFailure) {
        var remaining = targets
        let deadline = SystemClock.monotonicNanoseconds() + configuration.recoveryDeadline.nanoseconds
        var attempt = 0
        while true {
            let list = PartitionList(remaining)
            let error = unsafe list.withPointer { pointer in
                unsafe LibraryError.taking(rd_kafka_seek_partitions(consumer.handle, pointer, 2000))
            }
            if error == nil {
                let refused = list.elements.filter { $0.error != 0 }
                guard !refused.isEmpty else { return }
                remaining = [:]
                for element in refused { remaining[element.partition] = targets[element.partition] }
            }
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw BusFailure(.fatal, "seek to committed offsets: \(error?.detail ?? "partitions refuse")")
            }
            // A partition that is only just being fetched refuses for a moment; polling lets it get there.
            attempt += 1
            let rebalances = rebalance.rebalances
            if case .record(let record) = try poll(Backoff.pause(attempt: attempt).milliseconds) {
                if targets[record.source] == nil {
                    carried.append(record)
                } else {
                    // It lies beyond the target, where the seek will bring it again.
                    _ = ledger.rewind([record.source])
                }
            }
            // A new assignment starts at the committed offsets by itself.
            guard rebalances == rebalance.rebalances else { return }
        }
    }

    /// The group's committed offsets as the broker knows them now, transactions decided.
    ///
    /// - Parameter patience: how long the group may take to answer; the time of a recovery where nothing is said.
    func committedOffsets(
        _ partitions: [TopicPartition],
        patience: Duration? = nil
    ) throws(BusFailure) -> [TopicPartition: Int64] {
        let patience = patience ?? configuration.recoveryDeadline
        let deadline = SystemClock.monotonicNanoseconds() + patience.nanoseconds
        var attempt = 0
        while true {
            let list = PartitionList(partitions)
            let code = unsafe list.withPointer { unsafe rd_kafka_committed(consumer.handle, $0, 2000) }
            if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                let elements = list.elements
                if elements.allSatisfy({ $0.error == 0 }) {
                    var offsets: [TopicPartition: Int64] = [:]
                    for element in elements where element.offset >= 0 { offsets[element.partition] = element.offset }
                    return offsets
                }
            }
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw consumer.failure(LibraryError(code), while: "read committed offsets")
            }
            attempt += 1
            try keepMembership(for: Backoff.pause(attempt: attempt))
            setPaused(rebalance.resume(), false)
            guard partitions.allSatisfy(rebalance.held.contains) else { return [:] }
        }
    }

    private func publishAssignment() {
        let machine = rebalance
        monitor.update {
            $0.rebalances = machine.rebalances
            $0.hasJoined = machine.hasJoined
            $0.assigned = machine.assigned
            $0.isPaused = machine.isPaused
            $0.lag = $0.lag.filter { machine.held.contains($0.key) }
        }
    }
}
