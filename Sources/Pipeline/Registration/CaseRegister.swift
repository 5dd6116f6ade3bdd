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
        case founded(String)
        case inserted(UInt32)
        case changed(UInt32, RecordEntry)
        case removed(EntryKey, RecordEntry)
        case remembered(UInt32)
        case judgedAnew(UInt32, MessageEntry)
        case parked(String, [ParkedRecord])
    }

    private var numbers: [String: UInt32] = [:]
    private var cases: [CaseEntry] = []
    private var records = EntryTable<RecordEntry>()
    private var messages = EntryTable<MessageEntry>()
    private var codes: Set<UInt64> = []
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
        numbers[caseKey].map { cases[Int($0)] }
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
    func isTaken(_ code: UInt64) -> Bool { codes.contains(code) }

    /// True when the case has a live record of `dataset`. Linear in the records of the case.
    func hasRecord(of dataset: String, in entry: CaseEntry) -> Bool {
        guard let wanted = datasets.known(dataset) else { return false }
        var next = entry.records
        while next != RecordEntry.none {
            let record = records[next]
            if record.dataset == wanted { return true }
            next = record.next
        }
        return false
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
        guard numbers[caseKey] == nil else { return }
        insertCase(caseKey, CaseEntry(owner: platforms.number(of: owner)))
        journal.append(.founded(caseKey))
        changes.append((caseKey, .founded(owner: owner, isClosed: false)))
    }

    /// Adds a live record to a case that is there.
    func add(
        _ key: EntryKey,
        to caseKey: String,
        dataset: String,
        timestamp: UInt64,
        code: UInt64,
        isRoot: Bool
    ) {
        let number = insertRecord(key, caseKey, dataset, timestamp, code, isRoot)
        guard let number else { return }
        journal.append(.inserted(number))
        changes.append(
            (caseKey, .record(key, dataset: dataset, timestamp: timestamp, code: code, isRoot: isRoot))
        )
    }

    /// The live record under `key` was changed at `timestamp`.
    func change(_ key: EntryKey, of caseKey: String, at timestamp: UInt64) {
        guard let number = records.find(key) else { return }
        let old = records[number]
        journal.append(.changed(number, old))
        records[number] = old.changed(at: timestamp)
        changes.append(
            (
                caseKey,
                .record(
                    key,
                    dataset: datasets[old.dataset],
                    timestamp: timestamp,
                    code: old.code,
                    isRoot: old.isRoot
                )
            )
        )
    }

    /// The live record under `key` is deleted. Linear in the records of the case.
    func remove(_ key: EntryKey, of caseKey: String) {
        guard let number = records.find(key) else { return }
        let old = records[number]
        unlink(number, old)
        journal.append(.removed(key, old))
        changes.append((caseKey, .removed(suffix: "\u{1f}r\u{1f}\(key.hex)")))
    }

    /// The message under `key` was decided for good; the last decision counts.
    func remember(_ key: EntryKey, of caseKey: String, digest: UInt64, refusal: RelationCodes) {
        if let number = messages.find(key) {
            guard messages[number].refusal != refusal else { return }
            journal.append(.judgedAnew(number, messages[number]))
            messages[number] = messages[number].judgedAnew(refusal)
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
        changes.append((caseKey, .removed(suffix: CaseState.suffix(ofParked: offset))))
    }

    /// The entries of `case.<plane>` for all changes since the last call; of entries under one key the last alone.
    func takeChanges() -> [(caseKey: String, state: CaseState)] {
        defer { changes.removeAll(keepingCapacity: true) }
        guard changes.count > 1 else { return changes }
        var seen: Set<String> = []
        seen.reserveCapacity(changes.count)
        var last: [(caseKey: String, state: CaseState)] = []
        for change in changes.reversed() where seen.insert(change.caseKey + change.state.suffix).inserted {
            last.append(change)
        }
        return last.reversed()
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
            if let number = numbers[caseKey] { cases[Int(number)] = entry } else { insertCase(caseKey, entry) }
        case .record(let key, let dataset, let timestamp, let code, let isRoot):
            if let number = records.find(key) {
                records[number] = records[number].changed(at: timestamp)
            } else {
                restoreCase(caseKey)
                _ = insertRecord(key, caseKey, dataset, timestamp, code, isRoot)
            }
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
        case .removed(let suffix):
            forget(suffix, of: caseKey)
        }
    }

    // MARK: Storage

    private func insertCase(_ caseKey: String, _ entry: CaseEntry) {
        numbers[caseKey] = UInt32(cases.count)
        cases.append(entry)
    }

    /// An entry may come before that of its case, which was written again later.
    private func restoreCase(_ caseKey: String) {
        guard numbers[caseKey] == nil else { return }
        insertCase(caseKey, CaseEntry(owner: platforms.number(of: "")))
    }

    private func insertRecord(
        _ key: EntryKey,
        _ caseKey: String,
        _ dataset: String,
        _ timestamp: UInt64,
        _ code: UInt64,
        _ isRoot: Bool
    ) -> UInt32? {
        guard let caseNumber = numbers[caseKey], records.find(key) == nil else { return nil }
        let entry = RecordEntry(
            timestamp: timestamp,
            isRoot: isRoot,
            dataset: datasets.number(of: dataset),
            code: code,
            caseNumber: caseNumber,
            next: cases[Int(caseNumber)].records
        )
        return link(key, entry)
    }

    private func link(_ key: EntryKey, _ entry: RecordEntry) -> UInt32 {
        let number = records.insert(entry, under: key)
        cases[Int(entry.caseNumber)].records = number
        cases[Int(entry.caseNumber)].live += 1
        if entry.isRoot { cases[Int(entry.caseNumber)].roots += 1 }
        if entry.code != 0 { codes.insert(entry.code) }
        return number
    }

    private func unlink(_ number: UInt32, _ entry: RecordEntry) {
        let place = Int(entry.caseNumber)
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
        if entry.code != 0 { codes.remove(entry.code) }
    }

    private func insertMessage(
        _ key: EntryKey,
        _ caseKey: String,
        _ digest: UInt64,
        _ refusal: RelationCodes
    ) -> UInt32? {
        guard let caseNumber = numbers[caseKey], messages.find(key) == nil else { return nil }
        let entry = MessageEntry(
            digest: digest,
            caseNumber: caseNumber,
            next: cases[Int(caseNumber)].messages,
            refusal: refusal
        )
        let number = messages.insert(entry, under: key)
        cases[Int(caseNumber)].messages = number
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
        case .founded(let caseKey):
            numbers[caseKey] = nil
            cases.removeLast()
        case .inserted(let number):
            unlink(number, records[number])
        case .changed(let number, let entry):
            var old = entry
            old.next = records[number].next
            records[number] = old
        case .removed(let key, let entry):
            // Its place in the chain of the case means nothing: it comes back as the first.
            var back = entry
            back.next = cases[Int(entry.caseNumber)].records
            _ = link(key, back)
        case .remembered(let number):
            let entry = messages[number]
            cases[Int(entry.caseNumber)].messages = entry.next
            messages.remove(number)
        case .judgedAnew(let number, let entry):
            messages[number] = messages[number].judgedAnew(entry.refusal)
        case .parked(let caseKey, let records):
            setParked(records, in: caseKey)
        }
    }

    private func forget(_ suffix: String, of caseKey: String) {
        let parts = suffix.split(separator: "\u{1f}")
        guard parts.count == 2 else { return }
        switch parts[0] {
        case "r":
            if let key = EntryKey(hex: parts[1].utf8), let number = records.find(key) {
                unlink(number, records[number])
            }
        case "p":
            guard let offset = Int64(parts[1]) else { return }
            setParked(parked(in: caseKey).filter { $0.offset != offset }, in: caseKey)
        default:
            break
        }
    }
}
