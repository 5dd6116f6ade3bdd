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
    var registers: [Int32: CaseRegister] = [:]
    /// Cases of which records that waited can be released, or may be: looked through at the next turn.
    var ready: [Int32: Set<String>] = [:]
    /// How many parked records the batch in work may still let go.
    var room = 0
    /// Log-append time of the newest submission seen in each partition.
    private var seen: [Int32: Instant] = [:]
    /// By which deadlines pass.
    private var time: BrokerTime
    /// The partitions that the batch in work has changed.
    var changed: Set<Int32> = []

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
    func settle(
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

    // MARK: Closing

    /// Clears away some of the cases that are over. The time is that of submissions, which the broker gave: no clock of a
    /// worker closes a case.
    private func clear(_ partition: Int32, after records: Int, _ effects: inout BatchEffects) {
        guard let closing, let register = registers[partition], let time = seen[partition] else { return }
        changed.insert(partition)
        closing.clear(register, at: time, records: records, &effects)
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
