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
    let configuration: RegistrationConfiguration
    let source: any PartitionSource
    private let onRestore: (RestoreProgress) -> Void
    var reader = AdmittedReader()
    let topics: Topics
    let facts: FactWriter
    let claims: ClaimWriter
    private let closing: CaseClosing?
    private var partitions: [Int32: RegistrationPartition] = [:]
    /// How many parked records the batch in work may still let go.
    var room = 0
    /// By which deadlines pass.
    private var time: BrokerTime

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
    struct Topics {
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
        self.partitions = [:]
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
        for (number, register) in restored {
            self.partitions[number] = RegistrationPartition(number, register)
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
        for (number, partition) in partitions where partition.register.parkedCount > 0 {
            let isDue =
                !partition.ready.isEmpty
                || partition.register.nextDeadline.map { deadline in now.map { deadline <= $0 } ?? false } ?? false
            if isDue { due.insert(TopicPartition(TopicName.admitted(configuration.plane), number)) }
        }
        return due
    }

    package func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        var effects = BatchEffects()
        effects.outputs.reserveCapacity(batch.records.count * 5)
        room = configuration.releasedAtOnce
        let touched = Set(batch.touched.map(\.partition)).sorted().compactMap { partitions[$0] }
        for partition in partitions.values { partition.records = 0 }
        for partition in touched { try release(in: partition, &effects) }
        var current: RegistrationPartition?
        for record in batch.records {
            let number = record.source.partition
            if current?.number != number { current = partitions[number] }
            guard let partition = current else {
                throw BusFailure(.unavailable, "the cases of \(record.source.topic)/\(number) are not read")
            }
            partition.records += 1
            guard let admitted = reader.read(record) else {
                effects.tally.receive(from: platform(of: record), bytes: record.value?.count ?? 0)
                // Only admission may write here; what it did not write stands where it stood.
                effects.tally.skip()
                continue
            }
            effects.tally.receive(from: admitted.sender, bytes: record.value?.count ?? 0)
            let time = admitted.timestamp
            partition.seen = max(partition.seen ?? time, time)
            try take(admitted, in: partition, &effects)
        }
        if let newest = partitions.values.compactMap(\.seen).max(), !batch.records.isEmpty { time.see(newest) }
        if let now = time.now {
            let admitted = TopicName.admitted(configuration.plane)
            for partition in touched {
                let mayCome = partition.records > 0 || batch.behind.contains(TopicPartition(admitted, partition.number))
                guard let limit = BrokerTime.passed(now, seen: partition.seen, mayCome: mayCome) else { continue }
                try expire(in: partition, at: limit, &effects)
            }
        }
        let inOrder = partitions.values.sorted { $0.number < $1.number }
        for partition in inOrder where partition.records > 0 { clear(partition, &effects) }
        for partition in inOrder where partition.isChanged { writeState(partition, &effects) }
        return effects
    }

    package func committed() {
        for partition in partitions.values where partition.isChanged { partition.commit() }
    }

    package func discard() {
        for partition in partitions.values where partition.isChanged { partition.discard() }
    }

    // MARK: One record

    private func take(
        _ admitted: AdmittedSubmission,
        in partition: RegistrationPartition,
        _ effects: inout BatchEffects
    ) throws(BusFailure) {
        try settle(admitted, in: partition, released: nil, &effects)
        // Whatever was accepted may be the parent that others wait for.
        guard !partition.register.parked(in: admitted.caseKey).isEmpty else { return }
        partition.ready.insert(admitted.caseKey)
        try release(in: partition, &effects)
    }

    /// Decides about `admitted` and does what was decided.
    ///
    /// - Parameter released: the entry under which it waited until now.
    func settle(
        _ admitted: AdmittedSubmission,
        in partition: RegistrationPartition,
        released: ParkedRecord?,
        _ effects: inout BatchEffects
    ) throws(BusFailure) {
        let register = partition.register
        partition.isChanged = true
        if released == nil { closing?.settle(admitted.caseKey, in: register, at: admitted.arrival, &effects) }
        switch RegistrationJudgement.decision(on: admitted, register, isReleased: released != nil) {
        case .accepted(let remarks):
            accept(admitted, remarks, in: register, &effects)
        case .repeated(let refusal):
            repeatVerdict(on: admitted, refusal, &effects)
        case .refused(let problems):
            refuse(admitted, problems, in: register, &effects)
        case .parked(let parent):
            park(admitted, behind: parent, in: register, released, &effects)
        }
    }

    // MARK: Closing

    /// Clears away some of the cases that are over. The time is that of submissions, which the broker gave: no clock of a
    /// worker closes a case.
    private func clear(_ partition: RegistrationPartition, _ effects: inout BatchEffects) {
        guard let closing, let time = partition.seen else { return }
        partition.isChanged = true
        closing.clear(partition.register, at: time, records: partition.records, &effects)
    }

    private func writeState(_ partition: RegistrationPartition, _ effects: inout BatchEffects) {
        for change in partition.register.takeChanges() {
            effects.outputs.append(
                OutboundRecord(
                    topic: topics.cases,
                    partition: partition.number,
                    key: change.state.key(in: change.caseKey),
                    value: change.state.value
                )
            )
        }
    }

    private func platform(of record: InboundRecord) -> String {
        let value = record.headers.last { $0.name == RecordHeaderName.sender }?.value
        return value.flatMap { String(validating: $0, as: UTF8.self) } ?? "unknown"
    }
}
