package import Core
import Platform
import RoutingPolicy
import Telemetry

/// The second stage: knows the case. Decides about every admitted record by what came before it, writes it to the ledger
/// or to quarantine, and the final receipt; what waits for its parent is parked.
///
/// Its memory is `case.<plane>`, read back when a partition is assigned and written in the transaction that it follows
/// from. It reads no payload: what counts of it came with the record (``Relation``).
package final class RegistrationStage: Stage {
    private let configuration: RegistrationConfiguration
    private let source: any PartitionSource
    private let onRestore: (RestoreProgress) -> Void
    private var reader = AdmittedReader()
    private let topics: Topics
    private let facts: FactWriter
    private let claims: ClaimWriter
    private let closing: CaseClosing?
    private var registers: [Int32: CaseRegister] = [:]
    /// Cases of which records that waited can be released, or may be: looked through at the next turn.
    private var ready: [Int32: Set<String>] = [:]
    /// How many parked records the batch in work may still let go.
    private var room = 0
    /// Log-append time of the newest submission seen in each partition.
    private var seen: [Int32: Instant] = [:]
    /// By which deadlines pass.
    private var time: BrokerTime
    /// The partitions that the batch in work has changed.
    private var changed: Set<Int32> = []

    /// A stage that has no partition yet.
    ///
    /// - Parameters:
    ///   - source: reads `case.<plane>` and `admitted.<plane>`.
    ///   - onRestore: told how far the reading of the state is.
    ///   - elapsed: milliseconds of a clock that nobody sets.
    package init(
        configuration: RegistrationConfiguration,
        source: any PartitionSource,
        onRestore: @escaping (RestoreProgress) -> Void = { _ in },
        elapsed: @escaping () -> Int64 = RegistrationStage.monotonicMilliseconds
    ) {
        self.configuration = configuration
        topics = Topics(configuration.plane)
        let facts = FactWriter(
            topic: TopicName.facts(configuration.plane),
            partitions: configuration.factsPartitions
        )
        self.facts = facts
        let claims = ClaimWriter(configuration.plane, partitions: configuration.claimsPartitions)
        closing = configuration.closing.map {
            CaseClosing($0, facts: facts, claims: claims)
        }
        self.claims = claims
        self.source = source
        self.onRestore = onRestore
        time = BrokerTime(elapsed: elapsed)
    }

    /// Milliseconds since the machine was started.
    @Sendable package static func monotonicMilliseconds() -> Int64 {
        Int64(clamping: SystemClock.monotonicNanoseconds() / 1_000_000)
    }

    /// The names of the topics it writes to, put together once.
    private struct Topics {
        let ledger: String
        let cases: String

        init(_ plane: Plane) {
            ledger = TopicName.ledger(plane)
            cases = TopicName.cases(plane)
        }
    }

    package var keepsState: Bool { true }

    package func refresh() throws(BusFailure) {}

    /// Reads what is remembered of `partitions` from the beginning of `case.<plane>`.
    package func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {
        registers = [:]
        ready = [:]
        seen = [:]
        changed = []
        let topic = TopicName.cases(configuration.plane)
        var restored: [Int32: CaseRegister] = [:]
        for partition in partitions { restored[partition.partition] = CaseRegister() }
        var progress = RestoreProgress(partitions: partitions.count)
        onRestore(progress)
        var newest: Instant?
        try source.restore(partitions.map { TopicPartition(topic, $0.partition) }) { record in
            progress.entries += 1
            if progress.entries % RegistrationStage.progressStep == 0 { onRestore(progress) }
            if record.isTimedByBroker { newest = max(newest ?? record.timestamp, record.timestamp) }
            guard let (caseKey, state) = CaseState.parse(key: record.key, value: record.value) else { return }
            restored[record.source.partition]?.restore(caseKey, state)
        }
        if let newest { time.see(newest) }
        registers = restored
        for (partition, register) in restored {
            ready[partition] = Set(register.waitingCases)
            progress.cases += register.counts.cases
        }
        progress.isComplete = true
        onRestore(progress)
    }

    /// Entries between two messages about the reading of the state.
    private static let progressStep = 50_000

    /// The partitions in which a parked record's time is over, or may be released.
    ///
    /// - Parameter now: not looked at; time is the broker's (``BrokerTime``).
    package func due(at now: Instant) -> Set<TopicPartition> {
        var due: Set<TopicPartition> = []
        let now = time.now
        for (partition, register) in registers where register.parkedCount > 0 {
            let isDue =
                ready[partition]?.isEmpty == false
                || register.nextDeadline.map { deadline in now.map { deadline <= $0 } ?? false } ?? false
            if isDue { due.insert(TopicPartition(TopicName.admitted(configuration.plane), partition)) }
        }
        return due
    }

    package func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        var effects = BatchEffects()
        effects.outputs.reserveCapacity(batch.records.count * 5)
        room = configuration.releasedAtOnce
        let touched = Set(batch.touched.map(\.partition)).sorted()
        for partition in touched { try release(in: partition, &effects) }
        for record in batch.records {
            guard registers[record.source.partition] != nil else {
                throw BusFailure(
                    .unavailable,
                    "the cases of \(record.source.topic)/\(record.source.partition) are not read"
                )
            }
            guard let admitted = reader.read(record) else {
                effects.tally.receive(from: platform(of: record), bytes: record.value?.count ?? 0)
                // Only admission may write here; what it did not write stands where it stood.
                effects.tally.skip()
                continue
            }
            effects.tally.receive(from: admitted.sender, bytes: record.value?.count ?? 0)
            let partition = record.source.partition
            seen[partition] = max(seen[partition] ?? admitted.submission.timestamp, admitted.submission.timestamp)
            try take(admitted, in: partition, &effects)
        }
        if let newest = seen.values.max(), !batch.records.isEmpty { time.see(newest) }
        var busy: [Int32: Int] = [:]
        for place in batch.records.indices { busy[batch.records[place].source.partition, default: 0] += 1 }
        if let now = time.now {
            for partition in touched {
                // Where records still come, a parent that was submitted in time may be among those that are not read yet.
                let limit = busy[partition] == nil ? now : min(now, seen[partition] ?? now)
                try expire(in: partition, at: limit, &effects)
            }
        }
        for (partition, records) in busy.sorted(by: { $0.key < $1.key }) {
            clear(partition, after: records, &effects)
        }
        writeState(&effects)
        return effects
    }

    package func committed() {
        for partition in changed { registers[partition]?.commit() }
        changed = []
    }

    package func discard() {
        for partition in changed {
            registers[partition]?.discard()
            ready[partition] = registers[partition].map { Set($0.waitingCases) }
        }
        changed = []
    }

    // MARK: One record

    private func take(_ admitted: AdmittedSubmission, in partition: Int32, _ effects: inout BatchEffects)
        throws(BusFailure)
    {
        try settle(admitted, in: partition, released: nil, &effects)
        // Whatever was accepted may be the parent that others wait for.
        guard registers[partition]?.parked(in: admitted.caseKey).isEmpty == false else { return }
        ready[partition, default: []].insert(admitted.caseKey)
        try release(in: partition, &effects)
    }

    /// Decides about `admitted` and does what was decided.
    ///
    /// - Parameter released: the entry under which it waited until now.
    private func settle(
        _ admitted: AdmittedSubmission,
        in partition: Int32,
        released: ParkedRecord?,
        _ effects: inout BatchEffects
    ) throws(BusFailure) {
        guard let register = registers[partition] else { return }
        changed.insert(partition)
        if released == nil { closing?.settle(admitted.caseKey, in: register, at: admitted.arrival, &effects) }
        switch RegistrationJudgement.decision(on: admitted, register, isReleased: released != nil) {
        case .accepted(let remarks):
            accept(admitted, remarks, in: partition, &effects)
        case .repeated(let refusal):
            repeatVerdict(on: admitted, refusal, &effects)
        case .refused(let problems):
            refuse(admitted, problems, in: partition, &effects)
        case .parked(let parent):
            park(admitted, behind: parent, in: partition, released, &effects)
        }
    }

    private func accept(
        _ admitted: AdmittedSubmission,
        _ found: [RelationProblem],
        in partition: Int32,
        _ effects: inout BatchEffects
    ) {
        guard let register = registers[partition] else { return }
        let relation = admitted.relation
        let caseKey = admitted.caseKey
        let activity = configuration.closing?.activity(at: admitted.arrival) ?? 0
        register.touch(caseKey, by: admitted.sender, at: activity)
        if admitted.operation == .add, relation.isRoot, let entry = register.entry(of: caseKey),
            entry.roots == 0
        {
            let change = FactChange(fact: .registered, section: "", holds: true)
            effects.outputs.append(facts.record(of: change, by: admitted))
            // That its owner stated it needs no remembering.
            if !register.isOwned(entry, by: admitted.sender) {
                register.state(change, about: caseKey, by: admitted.sender)
            }
        }
        effects.outputs.append(contentsOf: claims.applying(admitted, to: register))
        register.remember(relation.message, of: caseKey, digest: relation.content, refusal: [])
        if let corrected = relation.corrects { register.correct(corrected, of: caseKey) }
        effects.outputs.append(ledgerRecord(admitted))
        for change in relation.facts {
            effects.outputs.append(facts.record(of: change, by: admitted))
            register.state(change, about: caseKey, by: admitted.sender)
        }
        var remarks = admitted.remarks
        for problem in found { remarks.append(problem.problem(as: .warning)) }
        let written = found.isEmpty ? admitted.writtenRemarks : nil
        effects.outputs.append(receipt(admitted, remarks, written: written, isAccepted: true))
        effects.tally.accept(from: admitted.sender, remarks: remarks)
        effects.tally.receipt(to: admitted.sender, accepted: true)
    }

    private func repeatVerdict(on admitted: AdmittedSubmission, _ refusal: RelationCodes, _ effects: inout BatchEffects)
    {
        var problems = ProblemList()
        for code in refusal.codes { problems.append(RelationProblem.repeated(code)) }
        problems.append(RelationProblem.duplicate)
        // Admission has looked at it again: what it remarks holds of the first one as well.
        problems.append(contentsOf: admitted.remarks)
        effects.outputs.append(receipt(admitted, problems, isAccepted: refusal.isEmpty))
        effects.tally.repeated(from: admitted.sender)
        effects.tally.receipt(to: admitted.sender, accepted: refusal.isEmpty)
    }

    private func refuse(
        _ admitted: AdmittedSubmission,
        _ reasons: [RelationProblem],
        in partition: Int32,
        _ effects: inout BatchEffects
    ) {
        var problems = ProblemList()
        for reason in reasons { problems.append(reason.problem()) }
        problems.append(contentsOf: admitted.remarks)
        let refusal = RelationCodes(problems.problems.filter { $0.severity == .error }.map(\.code))
        // What may be accepted later is not remembered, nor a second message under an id that is taken. In a case that
        // nobody has founded nothing is: it may never be. Nor in one that is closed: it has been forgotten but for its
        // owner.
        if !refusal.isEmpty, let entry = registers[partition]?.entry(of: admitted.caseKey), !entry.isClosed {
            registers[partition]?.remember(
                admitted.relation.message,
                of: admitted.caseKey,
                digest: admitted.relation.content,
                refusal: refusal
            )
        }
        let entry = QuarantineEntry(
            record: admitted.original,
            platform: admitted.sender,
            trace: admitted.trace,
            problems: problems,
            withholdsPayload: false,
            limits: configuration.limits,
            redrive: admitted.redrive
        )
        effects.outputs.append(entry.outbound)
        effects.outputs.append(receipt(admitted, problems, isAccepted: false))
        effects.tally.refuse(
            RefusedRecord(admitted.submission, platform: admitted.sender, problems, entry.form),
            for: problems
        )
        effects.tally.receipt(to: admitted.sender, accepted: false)
    }

    private func park(
        _ admitted: AdmittedSubmission,
        behind parent: ParentDemand,
        in partition: Int32,
        _ released: ParkedRecord?,
        _ effects: inout BatchEffects
    ) {
        guard (registers[partition]?.parkedCount(of: admitted.sender) ?? 0) < configuration.parkedPerSender else {
            return refuse(admitted, [.parentMissing(parent: parent.dataset, waited: false)], in: partition, &effects)
        }
        let record = ParkedRecord(
            offset: admitted.record.offset,
            sender: admitted.sender,
            parent: parent,
            record: admitted.relation.record,
            deadline: released?.deadline
                ?? admitted.arrival.advanced(byMilliseconds: configuration.parkingMilliseconds)
        )
        registers[partition]?.park(record, in: admitted.caseKey)
        guard released == nil else { return }
        effects.outputs.append(Progress(admitted: admitted, waitsFor: parent.dataset, until: record.deadline).outbound)
        effects.tally.park(from: admitted.sender)
    }

    // MARK: Parked records

    /// Lets go on whatever waited for a parent that is there now, in the order of its arrival.
    private func release(in partition: Int32, _ effects: inout BatchEffects) throws(BusFailure) {
        while room > 0, let caseKey = ready[partition]?.min() {
            // What is let go may be the parent of others: the case is looked through until nothing more can go.
            let free = free(of: caseKey, in: partition)
            guard !free.isEmpty else {
                ready[partition]?.remove(caseKey)
                continue
            }
            for (parked, admitted) in try reread(Array(free.prefix(room)), in: partition) {
                // Of two that are free the one that came first goes first, also where only the last one freed it.
                guard self.free(of: caseKey, in: partition, upTo: 1).first == parked else { break }
                room -= 1
                registers[partition]?.unpark(parked.offset, in: caseKey)
                try settle(admitted, in: partition, released: parked, &effects)
            }
        }
    }

    /// The records of the case that wait for what is there, at most `limit` of them, in the order of their arrival.
    private func free(of caseKey: String, in partition: Int32, upTo limit: Int = .max) -> [ParkedRecord] {
        guard let register = registers[partition] else { return [] }
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
    private func expire(in partition: Int32, at now: Instant, _ effects: inout BatchEffects) throws(BusFailure) {
        guard let register = registers[partition], let next = register.nextDeadline, next <= now else { return }
        for caseKey in register.waitingCases.sorted() {
            let late = register.parked(in: caseKey).filter { $0.deadline <= now }
            guard !late.isEmpty else { continue }
            for (parked, admitted) in try resumed(late, of: caseKey, in: partition) {
                refuse(
                    admitted,
                    [.parentMissing(parent: parked.parent.dataset, waited: true)],
                    in: partition,
                    &effects
                )
            }
        }
    }

    /// Takes `parked` out of the queue and reads their bytes again.
    private func resumed(
        _ parked: [ParkedRecord],
        of caseKey: String,
        in partition: Int32
    ) throws(BusFailure) -> [(ParkedRecord, AdmittedSubmission)] {
        let resumed = try reread(parked, in: partition)
        for entry in parked { registers[partition]?.unpark(entry.offset, in: caseKey) }
        return resumed
    }

    /// Reads the bytes of `parked` again; the partition counts as changed from here on.
    private func reread(_ parked: [ParkedRecord], in partition: Int32) throws(BusFailure) -> [(
        ParkedRecord, AdmittedSubmission
    )] {
        let topic = TopicPartition(TopicName.admitted(configuration.plane), partition)
        let records = try source.records(of: topic, at: parked.map(\.offset))
        changed.insert(partition)
        return try parked.map { entry throws(BusFailure) in
            guard let record = records.first(where: { $0.offset == entry.offset }),
                let admitted = reader.read(record)
            else {
                throw BusFailure(
                    .configuration,
                    "\(topic.topic)/\(partition) does not keep offset \(entry.offset), where a parked record stands; "
                        + "its retention.ms must be longer than the parking time"
                )
            }
            return (entry, admitted)
        }
    }

    // MARK: Closing

    /// Clears away some of the cases that are over. The time is that of submissions, which the broker gave: no clock of a
    /// worker closes a case.
    private func clear(_ partition: Int32, after records: Int, _ effects: inout BatchEffects) {
        guard let closing, let register = registers[partition], let time = seen[partition] else { return }
        changed.insert(partition)
        closing.clear(register, at: time, records: records, &effects)
    }

    // MARK: Outputs

    private func ledgerRecord(_ admitted: AdmittedSubmission) -> OutboundRecord {
        OutboundRecord(
            topic: topics.ledger,
            key: admitted[.partitionkey],
            value: admitted.record.value,
            headers: admitted.ledgerHeaders
        )
    }

    /// - Parameter written: `problems` as a receipt shows them, where they are known in that form.
    private func receipt(
        _ admitted: AdmittedSubmission,
        _ problems: ProblemList,
        written: [UInt8]? = nil,
        isAccepted: Bool
    ) -> OutboundRecord {
        Receipt(of: admitted, problems: problems, ledger: isAccepted ? topics.ledger : nil, written: written).outbound
    }

    private func writeState(_ effects: inout BatchEffects) {
        for partition in changed.sorted() {
            for (caseKey, state) in registers[partition]?.takeChanges() ?? [] {
                effects.outputs.append(
                    OutboundRecord(
                        topic: topics.cases,
                        partition: partition,
                        key: state.key(in: caseKey),
                        value: state.value
                    )
                )
            }
        }
    }

    private func platform(of record: InboundRecord) -> String {
        let value = record.headers.last { $0.name == RecordHeaderName.sender }?.value
        return value.flatMap { String(validating: $0, as: UTF8.self) } ?? "unknown"
    }
}
