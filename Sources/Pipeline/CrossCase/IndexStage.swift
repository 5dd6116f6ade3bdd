package import Core
import Platform
package import RoutingPolicy
import Telemetry

/// The stage behind registration that knows values instead of cases: two cases with one code, a parent in another case
/// that never came. It refuses nothing and holds nothing up; it tells (ADR 12).
///
/// Its time is the broker's (``BrokerTime``), its memory is `index.<plane>`, read back when a partition is assigned and
/// written in the transaction that it follows from (ADR 13). What a finding says of a record is read again in
/// `claims.<plane>`.
package final class IndexStage: Stage {
    private let configuration: IndexConfiguration
    private let source: any PartitionSource
    private let facts: FactsTable?
    private let registry: Registry?
    private let onRestore: (RestoreProgress) -> Void
    private let claims: String
    private let state: String
    private var registers: [Int32: ClaimRegister] = [:]
    /// Time of the newest claim seen in each partition.
    private var seen: [Int32: Instant] = [:]
    /// The partitions that the batch in work has changed.
    private var changed: Set<Int32> = []
    /// By which a parent has been missing for too long.
    private var time: BrokerTime
    private let elapsed: () -> Int64
    /// When the partitions were given out, by ``elapsed``.
    private var assignedAt: Int64 = 0

    /// A stage that has no partition yet.
    ///
    /// - Parameters:
    ///   - source: reads `index.<plane>` and `claims.<plane>`.
    ///   - facts: of the plane that acknowledges, with owners, where something has to be acknowledged; nil where nothing has.
    ///   - registry: the platforms that acknowledge; goes with `facts`.
    ///   - onRestore: told how far the reading of the state is.
    ///   - elapsed: milliseconds of a clock that nobody sets.
    package init(
        configuration: IndexConfiguration,
        source: any PartitionSource,
        facts: FactsTable? = nil,
        registry: Registry? = nil,
        onRestore: @escaping (RestoreProgress) -> Void = { _ in },
        elapsed: @escaping () -> Int64 = RegistrationStage.monotonicMilliseconds
    ) {
        self.configuration = configuration
        self.source = source
        self.facts = facts
        self.registry = registry
        self.onRestore = onRestore
        self.elapsed = elapsed
        time = BrokerTime(elapsed: elapsed)
        claims = TopicName.claims(configuration.plane)
        state = TopicName.index(configuration.plane)
    }

    package var keepsState: Bool { true }

    /// Follows what is acknowledged.
    package func refresh() throws(BusFailure) { try facts?.refresh() }

    /// Reads what is remembered of `partitions` from the beginning of `index.<plane>`.
    package func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {
        registers = [:]
        seen = [:]
        changed = []
        var restored: [Int32: ClaimRegister] = [:]
        for partition in partitions { restored[partition.partition] = ClaimRegister() }
        var progress = RestoreProgress(partitions: partitions.count)
        onRestore(progress)
        var newest: Instant?
        try source.restore(partitions.map { TopicPartition(state, $0.partition) }) { record in
            progress.entries += 1
            if progress.entries % IndexStage.progressStep == 0 { onRestore(progress) }
            if record.isTimedByBroker { newest = max(newest ?? record.timestamp, record.timestamp) }
            guard let name = ClaimName(key: record.key), let entry = IndexState.parse(name, value: record.value) else {
                return
            }
            restored[record.source.partition]?.restore(name, entry)
        }
        if let newest { time.see(newest) }
        assignedAt = elapsed()
        registers = restored
        progress.claims = restored.values.reduce(0) { $0 + $1.count }
        progress.isComplete = true
        onRestore(progress)
    }

    /// Entries between two messages about the reading of the state.
    private static let progressStep = 50_000

    /// The partitions in which a parent has been missing for too long.
    ///
    /// - Parameter now: not looked at; time is the broker's (``BrokerTime``).
    package func due(at now: Instant) -> Set<TopicPartition> {
        guard elapsed() - assignedAt >= configuration.quietMilliseconds, knowsFacts, let now = time.now else {
            return []
        }
        return Set(registers.filter { $0.value.isDue(at: now) }.map { TopicPartition(claims, $0.key) })
    }

    package func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        var effects = BatchEffects()
        var contents = ClaimContents(claims)
        var drafts: [FindingDraft] = []
        for record in batch.records {
            guard let register = registers[record.source.partition] else {
                throw BusFailure(
                    .unavailable,
                    "the index of \(record.source.topic)/\(record.source.partition) is not read"
                )
            }
            changed.insert(record.source.partition)
            seen[record.source.partition] = max(seen[record.source.partition] ?? record.timestamp, record.timestamp)
            if record.isTimedByBroker { time.see(record.timestamp) }
            take(record, register, &contents, &drafts, &effects)
        }
        let busy = Set(batch.records.map(\.source.partition))
        let now = time.now ?? now
        for touched in batch.touched.sorted(by: { $0.partition < $1.partition }) {
            let partition = touched.partition
            let mayCome = busy.contains(partition) || batch.behind.contains(touched)
            guard let limit = BrokerTime.passed(now, seen: seen[partition], mayCome: mayCome) else { continue }
            expire(in: partition, at: limit, &drafts)
        }
        for draft in drafts { contents.want(draft) }
        try contents.read(from: source)
        for draft in drafts { tell(draft, contents, at: now, &effects) }
        writeState(&effects)
        return effects
    }

    package func committed() {
        for partition in changed { registers[partition]?.commit() }
        changed = []
    }

    package func discard() {
        for partition in changed { registers[partition]?.discard() }
        changed = []
    }

    // MARK: One claim

    private func take(
        _ record: InboundRecord,
        _ register: ClaimRegister,
        _ contents: inout ClaimContents,
        _ drafts: inout [FindingDraft],
        _ effects: inout BatchEffects
    ) {
        let name = ClaimName(key: record.key)
        let claim = name.flatMap { name in record.value.flatMap { Claim(name, value: $0) } }
        effects.tally.receive(from: claim?.sender ?? "unknown", bytes: record.value?.count ?? 0)
        guard let name, record.value == nil || claim != nil else {
            // Only registration may write here; what it did not write stands where it stood.
            return effects.tally.skip()
        }
        guard let claim else { return register.release(name) }
        effects.tally.accept(from: claim.sender)
        // A broker that does not date the claims has dated the submission.
        if !record.isTimedByBroker, let submitted = Instant(rfc3339: claim.time) { time.see(submitted) }
        contents.add(claim, at: record.offset, in: record.source.partition)
        switch name.code.kind {
        case .founds:
            register.take(name, word: 0, offset: record.offset)
        case .needs:
            guard !register.isFounded(name.code) else { return register.release(name) }
            let due = record.timestamp.advanced(byMilliseconds: configuration.wait(for: claim))
            register.take(name, word: ClaimRegister.time(due), offset: record.offset)
        case .code:
            register.take(name, word: claim.caseDigest, offset: record.offset)
            guard let other = register.other(name.code, than: claim.caseDigest) else { return }
            drafts.append(
                FindingDraft(
                    partition: record.source.partition,
                    name: name,
                    offset: record.offset,
                    other: ClaimName(short: other.key, name.code),
                    otherOffset: other.entry.offset
                )
            )
        }
    }

    /// Tells what has been missing for too long; what came meanwhile is forgotten.
    private func expire(in partition: Int32, at now: Instant, _ drafts: inout [FindingDraft]) {
        guard knowsFacts, let register = registers[partition] else { return }
        changed.insert(partition)
        for (name, entry) in register.takeDue(at: now, upTo: configuration.toldAtOnce)
        where !register.isFounded(name.code) {
            drafts.append(
                FindingDraft(partition: partition, name: name, offset: entry.offset, other: nil, otherOffset: nil)
            )
        }
    }

    // MARK: Outputs

    /// A claim that does not stand where it stood was taken back meanwhile: about it there is nothing to say.
    private func tell(
        _ draft: FindingDraft,
        _ contents: ClaimContents,
        at now: Instant,
        _ effects: inout BatchEffects
    ) {
        guard let claim = contents.claim(draft.name, at: draft.offset, in: draft.partition) else { return }
        var other: Claim?
        if let name = draft.other, let offset = draft.otherOffset {
            other = contents.claim(name, at: offset, in: draft.partition)
            guard other != nil else { return }
        }
        var finding = Finding(claim: claim, other: other, time: now)
        if claim.origin == .acknowledgement {
            let owner = facts?.owner(of: claim.caseKey)
            guard !isAcknowledged(claim, by: owner) else { return }
            finding.owner = owner.flatMap { registry?[$0] }
            if let alert = finding.alert(configuration.plane, of: registry?[claim.sender]) {
                effects.outputs.append(alert.outbound)
            }
        }
        effects.outputs.append(finding.told)
        effects.outputs.append(finding.reported(configuration.plane))
        effects.tally.find(finding.problem, of: claim.sender)
    }

    /// True where the platform that registered the case has stated so; nobody else can.
    private func isAcknowledged(_ claim: Claim, by owner: String?) -> Bool {
        guard let facts, let owner else { return false }
        let reference = EventReference(source: claim.source, id: claim.id)
        return facts.holds(.acknowledged, caseKey: claim.caseKey, section: reference.text, by: owner)
    }

    /// Nothing is missing as long as it is not known what is there.
    private var knowsFacts: Bool { facts?.isCaughtUp ?? true }

    private func writeState(_ effects: inout BatchEffects) {
        for partition in changed.sorted() {
            for change in registers[partition]?.takeChanges() ?? [] {
                effects.outputs.append(
                    OutboundRecord(
                        topic: state,
                        partition: partition,
                        key: change.name.key,
                        value: change.state.value
                    )
                )
            }
        }
    }
}
