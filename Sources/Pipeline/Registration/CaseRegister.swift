import Core
import RoutingPolicy

/// What registration remembers of the cases of one partition.
///
/// Every change is journaled until the batch's transaction is decided: ``commit()`` keeps it, ``discard()`` takes it
/// back in reverse, so an aborted transaction leaves no trace. Beside each change stands the entry of `case.<plane>` that
/// says the same (``takeChanges()``); a register read back from those entries equals the one that wrote them. Owned by one
/// stage.
final class CaseRegister {
    var store = CaseStore()
    var datasets = NameTable()
    var platforms = NameTable()
    var queue = ParkedQueue()
    var journal: [Undo] = []
    private var changes = ChangeLog<CaseChange>()
    /// The number of the case at which ``nextCase(in:where:)`` goes on.
    private var cursor: UInt32 = 0

    /// An empty register.
    init() {}

    /// Number of cases, live records and remembered messages, and of records that wait.
    var counts: (cases: Int, records: Int, messages: Int, parked: Int) {
        (store.cases.count, store.records.count, store.messages.count, queue.count)
    }

    /// Number of records that wait.
    var parkedCount: Int { queue.count }

    // MARK: Questions

    /// The case `caseKey`; nil when nothing of it is known.
    func entry(of caseKey: String) -> CaseEntry? {
        store.number(of: caseKey).map { store[$0] }
    }

    /// True when `platform` owns the case.
    func isOwned(_ entry: CaseEntry, by platform: String) -> Bool {
        platforms.known(platform) == entry.owner
    }

    /// Registry id of the platform that owns the case.
    func owner(of entry: CaseEntry) -> String { platforms[entry.owner] }

    /// The live record under `key`.
    func record(_ key: EntryKey) -> RecordEntry? {
        store.records.find(key).map { store.records[$0] }
    }

    /// What was decided about the message under `key`.
    func message(_ key: EntryKey) -> MessageEntry? {
        store.messages.find(key).map { store.messages[$0] }
    }

    /// True when a live record has the code.
    func isTaken(_ code: UInt64) -> Bool { store.isTaken(code) }

    /// Wire name of the data set of a live record.
    func dataset(of entry: RecordEntry) -> String { datasets[entry.dataset] }

    /// The codes of the live record under `key`, by their places in the rules of its data set; 0 for one without value.
    func codes(of key: EntryKey) -> [UInt64] { store.codes(of: key) }

    /// The facts about the case that hold, each with the platform that stated it; ``CaseFact/registered`` is not among them.
    func facts(of caseKey: String) -> [StatedFact] {
        guard let number = store.number(of: caseKey) else { return [] }
        return store.facts(of: number).all(of: caseKey).map {
            StatedFact(fact: $0.fact, section: $0.section, by: platforms[$0.platform])
        }
    }

    /// The records of the case that wait, in the order of their arrival.
    func parked(in caseKey: String) -> [ParkedRecord] { queue[caseKey] }

    /// Number of records of `sender` that wait.
    func parkedCount(of sender: String) -> Int { queue.count(of: sender) }

    /// When the first of the records that wait is refused; nil when none waits. Linear in the records that wait.
    var nextDeadline: Instant? { queue.nextDeadline }

    /// The cases of which records wait.
    var waitingCases: Dictionary<String, [ParkedRecord]>.Keys { queue.cases }

    /// Looks for a case of which nothing waits and that `isRight` in the next `places` places of cases, in turns; `places`
    /// says how many are left.
    func nextCase(in places: inout Int, where isRight: (CaseEntry) -> Bool) -> String? {
        let number = store.cases.next(from: &cursor, &places) { number, entry in
            isRight(entry) && queue[store.cases.name(of: number)].isEmpty
        }
        return number.map { store.cases.name(of: $0) }
    }

    // MARK: Changes

    /// Something was accepted in the case at `activity` (``ClosingPolicy/activity(at:)``); `owner` founds it if it is not
    /// there.
    func touch(_ caseKey: String, by owner: String, at activity: UInt32) {
        guard let number = store.number(of: caseKey) else {
            store.insertCase(CaseEntry(active: activity, owner: platforms.number(of: owner)), under: caseKey)
            journal.append(.founded(caseKey))
            return note(.founded(owner: owner, isClosed: false, active: activity), of: caseKey)
        }
        let entry = store[number]
        guard activity > entry.active else { return }
        journal.append(.touched(caseKey, entry.active))
        store[number].active = activity
        note(state(of: store[number]), of: caseKey)
    }

    /// Adds a live record to a case that is there and open.
    func add(
        _ key: EntryKey,
        to caseKey: String,
        dataset: String,
        timestamp: UInt64,
        codes: [UInt64],
        isRoot: Bool
    ) {
        guard isOpen(caseKey), insertRecord(key, caseKey, dataset, timestamp, codes, isRoot) else { return }
        journal.append(.inserted(key))
        note(.record(key, dataset: dataset, timestamp: timestamp, codes: codes, isRoot: isRoot), of: caseKey)
    }

    /// The live record under `key` was changed: at `timestamp`, if not 0, and to those of `codes` that are not 0.
    ///
    /// Linear in the records of the case where a code is another than before.
    func change(_ key: EntryKey, of caseKey: String, at timestamp: UInt64, codes: [UInt64]) {
        guard let number = store.records.find(key) else { return }
        let old = store.records[number]
        let before = self.codes(of: key)
        var after = before
        for (place, code) in codes.enumerated() where code != 0 {
            while after.count <= place { after.append(0) }
            after[place] = code
        }
        let time = timestamp == 0 ? old.timestamp : timestamp
        guard time != old.timestamp || after != before else { return }
        journal.append(.changed(key, timestamp: old.timestamp, codes: before))
        store.replace(number, at: time, codes: after)
        note(
            .record(key, dataset: dataset(of: old), timestamp: time, codes: after, isRoot: old.isRoot),
            of: caseKey
        )
    }

    /// The live record under `key` is deleted. Linear in the records of the case.
    func remove(_ key: EntryKey, of caseKey: String) {
        guard let number = store.records.find(key) else { return }
        journal.append(.removed(key, store.records[number], codes: codes(of: key), of: caseKey))
        store.removeRecord(number)
        note(.removed(.record(key)), of: caseKey)
    }

    /// The message under `key`, of a case that is open, was decided for good; the last decision counts.
    func remember(_ key: EntryKey, of caseKey: String, digest: UInt64, refusal: RelationCodes) {
        if let number = store.messages.find(key) {
            let known = store.messages[number]
            guard known.refusal != refusal else { return }
            return replace(number, key, of: caseKey, by: known.judgedAnew(refusal))
        }
        insert(key, of: caseKey, digest: digest, refusal: refusal, isCorrected: false)
    }

    /// Another message was accepted in the place of that under `key`. One that was never seen will be refused if it comes.
    func correct(_ key: EntryKey, of caseKey: String) {
        if let number = store.messages.find(key) {
            let known = store.messages[number]
            guard !known.isCorrected else { return }
            return replace(number, key, of: caseKey, by: known.corrected)
        }
        insert(key, of: caseKey, digest: MessageEntry.unseen, refusal: RelationCodes([.superseded]), isCorrected: true)
    }

    /// `change` happened to the facts about the case, which is open, by a record of `platform`.
    func state(_ change: FactChange, about caseKey: String, by platform: String) {
        guard isOpen(caseKey), let number = store.number(of: caseKey) else { return }
        let before = store.facts(of: number)
        var after = before
        let name = platforms.number(of: platform)
        after.set(
            CaseFacts.Fact(fact: change.fact, section: change.section, platform: name),
            holds: change.holds,
            of: caseKey
        )
        guard after != before else { return }
        journal.append(.stated(caseKey, before))
        store.setFacts(after, of: number)
        note(after.isEmpty ? .removed(.facts) : .facts(facts(of: caseKey)), of: caseKey)
    }

    /// `record` waits from now on, in the order of arrival among those of its case.
    func park(_ record: ParkedRecord, in caseKey: String) {
        journal.append(.parked(caseKey, queue[caseKey]))
        queue[caseKey].append(record)
        note(.parked(record), of: caseKey)
    }

    /// The record at `offset` waits no longer.
    func unpark(_ offset: Int64, in caseKey: String) {
        let all = queue[caseKey]
        guard all.contains(where: { $0.offset == offset }) else { return }
        journal.append(.parked(caseKey, all))
        queue[caseKey].removeAll { $0.offset == offset }
        note(.removed(.parked(offset)), of: caseKey)
    }

    /// Closes the case: its owner is all that is kept. Linear in its records and messages.
    ///
    /// - Returns: what was kept of it.
    @discardableResult
    func close(_ caseKey: String) -> CaseStore.Contents {
        guard let number = store.number(of: caseKey), !store[number].isClosed else { return CaseStore.Contents() }
        let contents = store.takeContents(of: number)
        store[number].isClosed = true
        journal.append(.closed(caseKey, contents))
        for record in contents.records { note(.removed(.record(record.key)), of: caseKey) }
        for message in contents.messages { note(.removed(.message(message.key)), of: caseKey) }
        if !contents.facts.isEmpty { note(.removed(.facts), of: caseKey) }
        note(state(of: store[number]), of: caseKey)
        return contents
    }

    /// Forgets a closed case.
    func forget(_ caseKey: String) {
        guard let number = store.number(of: caseKey), store[number].isClosed else { return }
        journal.append(.forgotten(caseKey, store[number]))
        store.removeCase(number)
        note(.removed(.founded), of: caseKey)
    }

    /// The entries of `case.<plane>` for all changes since the last call; of entries under one key the last alone.
    func takeChanges() -> [CaseChange] { changes.take() }

    /// The transaction is durable.
    func commit() {
        journal.removeAll(keepingCapacity: true)
        changes.removeAll()
    }

    /// The transaction came to nothing.
    func discard() {
        while let undo = journal.popLast() { takeBack(undo) }
        changes.removeAll()
    }

    // MARK: Storage

    /// Of a closed case nothing is kept, so that it can be forgotten at once.
    private func isOpen(_ caseKey: String) -> Bool {
        entry(of: caseKey).map { !$0.isClosed } ?? false
    }

    /// Notes that `state` is to be written.
    private func note(_ state: CaseState, of caseKey: String) {
        changes.append(CaseChange(caseKey: caseKey, state: state))
    }

    private func state(of entry: CaseEntry) -> CaseState {
        .founded(owner: owner(of: entry), isClosed: entry.isClosed, active: entry.active)
    }

    func insertRecord(
        _ key: EntryKey,
        _ caseKey: String,
        _ dataset: String,
        _ timestamp: UInt64,
        _ codes: [UInt64],
        _ isRoot: Bool
    ) -> Bool {
        guard let caseNumber = store.number(of: caseKey), store.records.find(key) == nil else { return false }
        let entry = RecordEntry(
            timestamp: timestamp,
            isRoot: isRoot,
            dataset: datasets.number(of: dataset),
            code: codes.first ?? 0,
            caseNumber: caseNumber
        )
        store.insert(entry, under: key, codes: codes)
        return true
    }

    private func insert(
        _ key: EntryKey,
        of caseKey: String,
        digest: UInt64,
        refusal: RelationCodes,
        isCorrected: Bool
    ) {
        guard isOpen(caseKey), insertMessage(key, caseKey, digest, refusal, isCorrected) else { return }
        journal.append(.remembered(key))
        note(.message(key, digest: digest, refusal: refusal, isCorrected: isCorrected), of: caseKey)
    }

    private func replace(_ number: UInt32, _ key: EntryKey, of caseKey: String, by entry: MessageEntry) {
        journal.append(.replaced(key, store.messages[number]))
        store.replaceMessage(number, by: entry)
        let state = CaseState.message(
            key,
            digest: entry.digest,
            refusal: entry.refusal,
            isCorrected: entry.isCorrected
        )
        note(state, of: caseKey)
    }

    func insertMessage(
        _ key: EntryKey,
        _ caseKey: String,
        _ digest: UInt64,
        _ refusal: RelationCodes,
        _ isCorrected: Bool
    ) -> Bool {
        guard let caseNumber = store.number(of: caseKey), store.messages.find(key) == nil else { return false }
        let entry = MessageEntry(
            digest: digest,
            caseNumber: caseNumber,
            refusal: refusal,
            isCorrected: isCorrected
        )
        store.insert(entry, under: key)
        return true
    }
}
