import Core
import RoutingPolicy
import Telemetry

/// Records that wait for their parents.
extension RegistrationStage {
    func park(
        _ admitted: AdmittedSubmission,
        behind parent: ParentDemand,
        in register: CaseRegister,
        _ released: ParkedRecord?,
        _ effects: inout BatchEffects
    ) {
        guard register.parkedCount(of: admitted.sender) < configuration.parkedPerSender else {
            return refuse(admitted, [.parentMissing(parent: parent.dataset, waited: false)], in: register, &effects)
        }
        let record = ParkedRecord(
            offset: admitted.record.offset,
            sender: admitted.sender,
            parent: parent,
            record: admitted.relation.record,
            deadline: released?.deadline
                ?? admitted.arrival.advanced(byMilliseconds: configuration.parkingMilliseconds)
        )
        register.park(record, in: admitted.caseKey)
        guard released == nil else { return }
        effects.outputs.append(Progress(admitted: admitted, waitsFor: parent.dataset, until: record.deadline).outbound)
        effects.tally.park(from: admitted.sender)
    }

    // MARK: Parked records

    /// Lets go on whatever waited for a parent that is there now, in the order of its arrival.
    func release(in partition: RegistrationPartition, _ effects: inout BatchEffects) throws(BusFailure) {
        while room > 0, let caseKey = partition.ready.min() {
            // What is let go may be the parent of others: the case is looked through until nothing more can go.
            let free = free(of: caseKey, in: partition.register)
            guard !free.isEmpty else {
                partition.ready.remove(caseKey)
                continue
            }
            for (parked, admitted) in try reread(Array(free.prefix(room)), in: partition) {
                // Of two that are free the one that came first goes first, also where only the last one freed it.
                guard self.free(of: caseKey, in: partition.register, upTo: 1).first == parked else { break }
                room -= 1
                partition.register.unpark(parked.offset, in: caseKey)
                try settle(admitted, in: partition, released: parked, &effects)
            }
        }
    }

    /// The records of the case that wait for what is there, at most `limit` of them, in the order of their arrival.
    func free(of caseKey: String, in register: CaseRegister, upTo limit: Int = .max) -> [ParkedRecord] {
        var known: [ParentDemand: Bool] = [:]
        var free: [ParkedRecord] = []
        for parked in register.parked(in: caseKey) {
            guard free.count < limit else { break }
            let isThere =
                known[parked.parent]
                ?? RegistrationJudgement.isThere(parked.parent, register, caseKey)
            known[parked.parent] = isThere
            if isThere { free.append(parked) }
        }
        return free
    }

    /// Refuses what has waited too long.
    func expire(in partition: RegistrationPartition, at now: Instant, _ effects: inout BatchEffects) throws(BusFailure)
    {
        let register = partition.register
        guard let next = register.nextDeadline, next <= now else { return }
        for caseKey in register.waitingCases.sorted() {
            let late = register.parked(in: caseKey).filter { $0.deadline <= now }
            guard !late.isEmpty else { continue }
            for (parked, admitted) in try resumed(late, of: caseKey, in: partition) {
                refuse(
                    admitted,
                    [.parentMissing(parent: parked.parent.dataset, waited: true)],
                    in: register,
                    &effects
                )
            }
        }
    }

    /// Takes `parked` out of the queue and reads their bytes again.
    func resumed(
        _ parked: [ParkedRecord],
        of caseKey: String,
        in partition: RegistrationPartition
    ) throws(BusFailure) -> [(ParkedRecord, AdmittedSubmission)] {
        let resumed = try reread(parked, in: partition)
        for entry in parked { partition.register.unpark(entry.offset, in: caseKey) }
        return resumed
    }

    /// Reads the bytes of `parked` again; the partition counts as changed from here on.
    func reread(_ parked: [ParkedRecord], in partition: RegistrationPartition) throws(BusFailure) -> [(
        ParkedRecord, AdmittedSubmission
    )] {
        let topic = TopicPartition(TopicName.admitted(configuration.plane), partition.number)
        let records = try source.records(of: topic, at: parked.map(\.offset))
        partition.isChanged = true
        return try parked.map { entry throws(BusFailure) in
            guard let record = records.first(where: { $0.offset == entry.offset }),
                let admitted = reader.read(record)
            else {
                throw BusFailure(
                    .configuration,
                    "\(topic.topic)/\(partition.number) does not keep offset \(entry.offset), where a parked record stands; "
                        + "its retention.ms must be longer than the parking time"
                )
            }
            return (entry, admitted)
        }
    }
}
