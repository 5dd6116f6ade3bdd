import Core

/// What registration remembers of the cases of one partition.
///
/// Every change is journaled until the batch's transaction is decided: ``commit()`` keeps it, ``discard()`` takes it
/// back in reverse, so an aborted transaction leaves no trace. Beside each change stands the entry of `case.<plane>` that
/// says the same (``takeChanges()``); a register read back from those entries equals the one that wrote them. Owned by one
/// stage.
final class CaseRegister {
    /// How to take back one change.
    private enum Undo: Sendable {
        case founded(UInt32)
        case inserted(UInt32)
        case changed(EntryKey, RecordEntry, codes: [UInt64])
        case removed(EntryKey, RecordEntry, codes: [UInt64])
        case remembered(UInt32)
        case judgedAnew(UInt32, MessageEntry)
        case parked(String, [ParkedRecord])
    }

    private var cases = CaseTable()
    /// The case that was asked for last.
    private var recent: (name: String, number: UInt32)?
    private var records = EntryTable<RecordEntry>()
    private var messages = EntryTable<MessageEntry>()
    /// The records that have a code, by the first.
    private var codes = NumberIndex()
    /// The codes of records that have several.
    private var codeLists: [EntryKey: [UInt64]] = [:]
    /// How many records have a code beside their first.
    private var furtherCodes: [UInt64: Int] = [:]
    private var datasets = NameTable()
    private var platforms = NameTable()
    private var waiting: [String: [ParkedRecord]] = [:]
    private var journal: [Undo] = []
    private var changes: [(caseKey: String, state: CaseState)] = []

    /// An empty register.
    init() {}

    /// Number of cases, live records and remembered messages.
    var counts: (cases: Int, records: Int, messages: Int, parked: Int) {
        (cases.count, records.count, messages.count, parkedCount)
    }

    /// Number of records that wait.
    private(set) var parkedCount = 0
    private var parkedBySender: [String: Int] = [:]

    // MARK: Questions

    /// The case `caseKey`; nil when nothing of it is known.
    func entry(of caseKey: String) -> CaseEntry? {
        number(of: caseKey).map { cases[$0] }
    }

    /// True when `platform` owns the case.
    func isOwned(_ entry: CaseEntry, by platform: String) -> Bool {
        platforms.known(platform) == entry.owner
    }

    /// The live record under `key`.
    func record(_ key: EntryKey) -> RecordEntry? {
        records.find(key).map { records[$0] }
    }

    /// What was decided about the message under `key`.
    func message(_ key: EntryKey) -> MessageEntry? {
        messages.find(key).map { messages[$0] }
    }

    /// True when a live record has the code.
    func isTaken(_ code: UInt64) -> Bool {
        codes.find(code) { records[$0].code == code } != nil || furtherCodes[code] != nil
    }

    /// Wire name of the data set of a live record.
    func dataset(of entry: RecordEntry) -> String { datasets[entry.dataset] }

    /// The codes of the live record under `key`, by their places in the rules of its data set; 0 for one without value.
    func codes(of key: EntryKey) -> [UInt64] {
        codeLists[key] ?? record(key).map { $0.code == 0 ? [] : [$0.code] } ?? []
    }

    /// The records of the case that wait, in the order of their arrival.
    func parked(in caseKey: String) -> [ParkedRecord] { waiting[caseKey] ?? [] }

    /// Number of records of `sender` that wait.
    func parkedCount(of sender: String) -> Int { parkedBySender[sender] ?? 0 }

    /// When the first of the records that wait is refused; nil when none waits. Linear in the cases that wait.
    var nextDeadline: Instant? {
        waiting.values.compactMap { $0.map(\.deadline).min() }.min()
    }

    /// The cases of which records wait.
    var waitingCases: Dictionary<String, [ParkedRecord]>.Keys { waiting.keys }

    // MARK: Changes

    /// Founds the case for `owner` if it is not there.
    func found(_ caseKey: String, owner: String) {
        guard number(of: caseKey) == nil else { return }
        journal.append(.founded(cases.insert(CaseEntry(owner: platforms.number(of: owner)), under: caseKey)))
        changes.append((caseKey, .founded(owner: owner, isClosed: false)))
    }

    /// Adds a live record to a case that is there.
    func add(
        _ key: EntryKey,
        to caseKey: String,
        dataset: String,
        timestamp: UInt64,
        codes: [UInt64],
        isRoot: Bool
    ) {
        let number = insertRecord(key, caseKey, dataset, timestamp, codes, isRoot)
        guard let number else { return }
        journal.append(.inserted(number))
        changes.append(
            (caseKey, .record(key, dataset: dataset, timestamp: timestamp, codes: codes, isRoot: isRoot))
        )
    }

    /// The live record under `key` was changed: at `timestamp`, if not 0, and to those of `codes` that are not 0.
    ///
    /// Linear in the records of the case where a code is another than before.
    func change(_ key: EntryKey, of caseKey: String, at timestamp: UInt64, codes: [UInt64]) {
        guard let number = records.find(key) else { return }
        let old = records[number]
        let before = self.codes(of: key)
        var after = before
        for (place, code) in codes.enumerated() where code != 0 {
            while after.count <= place { after.append(0) }
            after[place] = code
        }
        let time = timestamp == 0 ? old.timestamp : timestamp
        guard time != old.timestamp || after != before else { return }
        journal.append(.changed(key, old, codes: before))
        replace(key, number, old, at: time, codes: after)
        changes.append(
            (
                caseKey,
                .record(key, dataset: dataset(of: old), timestamp: time, codes: after, isRoot: old.isRoot)
            )
        )
    }

    /// The live record under `key` is deleted. Linear in the records of the case.
    func remove(_ key: EntryKey, of caseKey: String) {
        guard let number = records.find(key) else { return }
        let old = records[number]
        journal.append(.removed(key, old, codes: codes(of: key)))
        unlink(number, old)
        changes.append((caseKey, .removed(.record(key))))
    }

    /// The message under `key` was decided for good; the last decision counts.
    func remember(_ key: EntryKey, of caseKey: String, digest: UInt64, refusal: RelationCodes) {
        if let number = messages.find(key) {
            guard messages[number].refusal != refusal else { return }
            journal.append(.judgedAnew(number, messages[number]))
            messages[number] = messages[number].judgedAnew(refusal)
            let digest = messages[number].digest
            return changes.append((caseKey, .message(key, digest: digest, refusal: refusal)))
        }
        guard let number = insertMessage(key, caseKey, digest, refusal) else { return }
        journal.append(.remembered(number))
        changes.append((caseKey, .message(key, digest: digest, refusal: refusal)))
    }

    /// `record` waits from now on, in the order of arrival among those of its case.
    func park(_ record: ParkedRecord, in caseKey: String) {
        journal.append(.parked(caseKey, waiting[caseKey] ?? []))
        setParked((parked(in: caseKey) + [record]).sorted { $0.offset < $1.offset }, in: caseKey)
        changes.append((caseKey, .parked(record)))
    }

    /// The record at `offset` waits no longer.
    func unpark(_ offset: Int64, in caseKey: String) {
        let all = parked(in: caseKey)
        guard all.contains(where: { $0.offset == offset }) else { return }
        journal.append(.parked(caseKey, all))
        setParked(all.filter { $0.offset != offset }, in: caseKey)
        changes.append((caseKey, .removed(.parked(offset))))
    }

    /// The entries of `case.<plane>` for all changes since the last call; of entries under one key the last alone.
    func takeChanges() -> [(caseKey: String, state: CaseState)] {
        defer { changes.removeAll(keepingCapacity: true) }
        guard changes.count > 1 else { return changes }
        var cases: Set<String> = []
        var names: Set<CaseState.Name> = []
        names.reserveCapacity(changes.count)
        var last: [(caseKey: String, state: CaseState)] = []
        last.reserveCapacity(changes.count)
        for change in changes.reversed() {
            let isLast =
                switch change.state {
                case .founded: cases.insert(change.caseKey).inserted
                // The names of entries are those of no other case: digests over it, and offsets.
                default: names.insert(change.state.name).inserted
                }
            if isLast { last.append(change) }
        }
        last.reverse()
        return last
    }

    /// The transaction is durable.
    func commit() {
        journal.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
    }

    /// The transaction came to nothing.
    func discard() {
        while let undo = journal.popLast() { takeBack(undo) }
        changes.removeAll(keepingCapacity: true)
    }

    /// Takes in an entry of `case.<plane>`, as another worker wrote it.
    func restore(_ caseKey: String, _ state: CaseState) {
        switch state {
        case .founded(let owner, let isClosed):
            var entry = self.entry(of: caseKey) ?? CaseEntry(owner: 0)
            entry.owner = platforms.number(of: owner)
            entry.isClosed = isClosed
            if let number = number(of: caseKey) {
                cases[number] = entry
            } else {
                _ = cases.insert(entry, under: caseKey)
            }
        case .record(let key, let dataset, let timestamp, let codes, let isRoot):
            // A record that was deleted and came again within one transaction is another one under the same key.
            if let number = records.find(key) { unlink(number, records[number]) }
            restoreCase(caseKey)
            _ = insertRecord(key, caseKey, dataset, timestamp, codes, isRoot)
        case .message(let key, let digest, let refusal):
            restoreCase(caseKey)
            if let number = messages.find(key) {
                messages[number] = messages[number].judgedAnew(refusal)
            } else {
                _ = insertMessage(key, caseKey, digest, refusal)
            }
        case .parked(let record):
            let others = parked(in: caseKey).filter { $0.offset != record.offset }
            // Entries come in the order of their last writing; the queue stands in that of arrival.
            setParked((others + [record]).sorted { $0.offset < $1.offset }, in: caseKey)
        case .removed(let name):
            forget(name, of: caseKey)
        }
    }

    // MARK: Storage

    /// The number of the case; one record asks for the same again and again.
    private func number(of caseKey: String) -> UInt32? {
        if let recent, recent.name.utf8.elementsEqual(caseKey.utf8) { return recent.number }
        guard let number = cases.find(caseKey) else { return nil }
        recent = (caseKey, number)
        return number
    }

    /// An entry may come before that of its case, which was written again later.
    private func restoreCase(_ caseKey: String) {
        guard number(of: caseKey) == nil else { return }
        _ = cases.insert(CaseEntry(owner: platforms.number(of: "")), under: caseKey)
    }

    private func insertRecord(
        _ key: EntryKey,
        _ caseKey: String,
        _ dataset: String,
        _ timestamp: UInt64,
        _ codes: [UInt64],
        _ isRoot: Bool
    ) -> UInt32? {
        guard let caseNumber = number(of: caseKey), records.find(key) == nil else { return nil }
        let entry = RecordEntry(
            timestamp: timestamp,
            isRoot: isRoot,
            dataset: datasets.number(of: dataset),
            code: codes.first ?? 0,
            caseNumber: caseNumber,
            next: cases[caseNumber].records
        )
        return link(key, entry, codes)
    }

    private func link(_ key: EntryKey, _ entry: RecordEntry, _ list: [UInt64]) -> UInt32 {
        let number = records.insert(entry, under: key)
        cases[entry.caseNumber].records = number
        cases[entry.caseNumber].live += 1
        if entry.isRoot { cases[entry.caseNumber].roots += 1 }
        index(key, number, list)
        return number
    }

    /// Gives a live record another time and other codes.
    private func replace(
        _ key: EntryKey,
        _ number: UInt32,
        _ old: RecordEntry,
        at timestamp: UInt64,
        codes list: [UInt64]
    ) {
        unindex(key, number)
        records[number] = old.changed(at: timestamp, code: list.first ?? 0)
        index(key, number, list)
    }

    /// Lets the record be found by the codes of `list`, the first of which stands in its entry.
    private func index(_ key: EntryKey, _ number: UInt32, _ list: [UInt64]) {
        if let code = list.first, code != 0 { codes.insert(number, under: code) { [records] in records[$0].code } }
        guard list.count > 1 else { return }
        codeLists[key] = list
        for code in list.dropFirst() where code != 0 { furtherCodes[code, default: 0] += 1 }
    }

    /// Takes back ``index(_:_:_:)``; the entry must still be as it was then.
    private func unindex(_ key: EntryKey, _ number: UInt32) {
        let code = records[number].code
        if code != 0 { codes.remove(number, under: code) { [records] in records[$0].code } }
        for code in codeLists.removeValue(forKey: key)?.dropFirst() ?? [] where code != 0 {
            furtherCodes[code] = furtherCodes[code].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }

    private func unlink(_ number: UInt32, _ entry: RecordEntry) {
        let place = entry.caseNumber
        unindex(records.key(of: number), number)
        if cases[place].records == number {
            cases[place].records = entry.next
        } else {
            var before = cases[place].records
            while records[before].next != number { before = records[before].next }
            records[before].next = entry.next
        }
        records.remove(number)
        cases[place].live -= 1
        if entry.isRoot { cases[place].roots -= 1 }
    }

    private func insertMessage(
        _ key: EntryKey,
        _ caseKey: String,
        _ digest: UInt64,
        _ refusal: RelationCodes
    ) -> UInt32? {
        guard let caseNumber = number(of: caseKey), messages.find(key) == nil else { return nil }
        let entry = MessageEntry(
            digest: digest,
            caseNumber: caseNumber,
            next: cases[caseNumber].messages,
            refusal: refusal
        )
        let number = messages.insert(entry, under: key)
        cases[caseNumber].messages = number
        return number
    }

    private func setParked(_ records: [ParkedRecord], in caseKey: String) {
        let before = parked(in: caseKey)
        for record in before { parkedBySender[record.sender, default: 0] -= 1 }
        for record in records { parkedBySender[record.sender, default: 0] += 1 }
        parkedCount += records.count - before.count
        waiting[caseKey] = records.isEmpty ? nil : records
    }

    private func takeBack(_ undo: Undo) {
        switch undo {
        case .founded(let number):
            cases.remove(number)
            recent = nil
        case .inserted(let number):
            unlink(number, records[number])
        case .changed(let key, let entry, let codes):
            guard let number = records.find(key) else { return }
            replace(key, number, records[number], at: entry.timestamp, codes: codes)
        case .removed(let key, let entry, let codes):
            // Its place in the chain of the case means nothing: it comes back as the first.
            var back = entry
            back.next = cases[entry.caseNumber].records
            _ = link(key, back, codes)
        case .remembered(let number):
            let entry = messages[number]
            cases[entry.caseNumber].messages = entry.next
            messages.remove(number)
        case .judgedAnew(let number, let entry):
            messages[number] = messages[number].judgedAnew(entry.refusal)
        case .parked(let caseKey, let records):
            setParked(records, in: caseKey)
        }
    }

    private func forget(_ name: CaseState.Name, of caseKey: String) {
        switch name {
        case .record(let key):
            if let number = records.find(key) { unlink(number, records[number]) }
        case .parked(let offset):
            setParked(parked(in: caseKey).filter { $0.offset != offset }, in: caseKey)
        // Cases and messages are never taken away.
        case .founded, .message:
            break
        }
    }
}
