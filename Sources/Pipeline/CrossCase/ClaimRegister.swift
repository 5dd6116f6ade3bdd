import Core

/// What is claimed of the values of one partition, and by whom.
///
/// Changes are journaled until the batch's transaction is decided, as those of ``CaseRegister`` are (ADR 9): ``commit()``
/// keeps them, ``discard()`` takes them back in reverse. A claim takes 48 bytes and its places in two indexes, 60 in all;
/// one that waits for its parent 16 more. Owned by one stage.
final class ClaimRegister {
    /// How to take back one change. What was removed comes back under the number that it had: numbers are given out
    /// again, the last first.
    private enum Undo: Sendable {
        case inserted(UInt32)
        case removed(EntryKey, ClaimEntry)
    }

    private var entries = EntryTable<ClaimEntry>()
    /// The newest claim of each code; those before it follow in its chain. Needs have none: nobody asks who needs a value.
    private var heads = NumberIndex()
    private var waiting = DeadlineQueue()
    private var journal: [Undo] = []
    private var changes = ChangeLog<ClaimChange>()

    /// How many claims of one code are looked through for one of another case. A case that has more records with one
    /// content was told about many times.
    private static let reach = 1_000

    /// Number of claims.
    var count: Int { entries.count }

    // MARK: Questions

    /// True when a record founds the case that `code` names.
    func isFounded(_ code: ClaimCode) -> Bool { newest(of: code.said(as: .founds)) != nil }

    /// The newest claim of `code` by another case than the one that `word` stands for, and the
    /// ``ClaimName/short`` under which it stands.
    func other(_ code: ClaimCode, than word: UInt64) -> (key: EntryKey, entry: ClaimEntry)? {
        var next = newest(of: code) ?? ClaimEntry.none
        for _ in 0..<ClaimRegister.reach where next != ClaimEntry.none {
            let entry = entries[next]
            if entry.word != word { return (entries.key(of: next), entry) }
            next = entry.older
        }
        return nil
    }

    /// True when a need is due at `now`.
    func isDue(at now: Instant) -> Bool { peek().map { $0.word <= ClaimRegister.time(now) } ?? false }

    /// The needs that are due at `now`, the earliest first, at most `limit`; they are no more from here on.
    func takeDue(at now: Instant, upTo limit: Int) -> [(name: ClaimName, entry: ClaimEntry)] {
        var due: [(name: ClaimName, entry: ClaimEntry)] = []
        while due.count < limit, let entry = peek(), entry.word <= ClaimRegister.time(now),
            let number = waiting.first?.number, let code = ClaimCode(rawValue: entry.code)
        {
            let name = ClaimName(short: entries.key(of: number), code)
            due.append((name, entry))
            release(name)
        }
        return due
    }

    /// The need that is due first. What stands before it in the queue and is no more is forgotten on the way.
    private func peek() -> ClaimEntry? {
        while let first = waiting.first {
            if isThere(first.number), entries[first.number].kind == .needs, entries[first.number].word == first.time {
                return entries[first.number]
            }
            waiting.removeFirst()
        }
        return nil
    }

    // MARK: Changes

    /// `name` is claimed from now on; a claim of the same record before is replaced.
    func take(_ name: ClaimName, word: UInt64, offset: Int64) {
        release(name)
        journal.append(.inserted(insert(name.short, ClaimEntry(code: name.code, word: word, offset: offset))))
        changes.append(ClaimChange(name: name, state: .stands(ClaimEntry(code: name.code, word: word, offset: offset))))
    }

    /// `name` is claimed no more.
    func release(_ name: ClaimName) {
        guard let number = entries.find(name.short) else { return }
        journal.append(.removed(name.short, entries[number]))
        remove(number)
        changes.append(ClaimChange(name: name, state: .removed))
    }

    /// The entries of `index.<plane>` for all changes since the last call; of those under one key the last alone.
    func takeChanges() -> [ClaimChange] { changes.take() }

    /// The transaction is durable.
    func commit() {
        journal.removeAll(keepingCapacity: true)
        changes.removeAll()
    }

    /// The transaction came to nothing.
    func discard() {
        while let undo = journal.popLast() {
            switch undo {
            case .inserted(let number): remove(number)
            case .removed(let key, let entry): putBack(key, entry)
            }
        }
        changes.removeAll()
    }

    /// Takes in an entry of `index.<plane>`.
    func restore(_ name: ClaimName, _ state: IndexState) {
        if let number = entries.find(name.short) { remove(number) }
        if case .stands(let entry) = state { _ = insert(name.short, entry) }
    }

    // MARK: Storage

    static func time(_ instant: Instant) -> UInt64 { UInt64(clamping: instant.milliseconds) }

    private func isThere(_ number: UInt32) -> Bool { entries.find(entries.key(of: number)) == number }

    private func newest(of code: ClaimCode) -> UInt32? {
        heads.find(code.rawValue) { entries[$0].code == code.rawValue }
    }

    private func insert(_ key: EntryKey, _ entry: ClaimEntry) -> UInt32 {
        guard entry.kind != .needs, let code = ClaimCode(rawValue: entry.code) else {
            let number = entries.insert(entry, under: key)
            if entry.kind == .needs { waiting.insert(number, at: entry.word) }
            return number
        }
        var linked = entry
        linked.older = newest(of: code) ?? ClaimEntry.none
        let number = entries.insert(linked, under: key)
        if linked.older != ClaimEntry.none {
            entries[linked.older].newer = number
            unindex(linked.older, entry.code)
        }
        index(number, entry.code)
        return number
    }

    private func remove(_ number: UInt32) {
        let entry = entries[number]
        if entry.kind != .needs {
            if entry.older != ClaimEntry.none { entries[entry.older].newer = entry.newer }
            if entry.newer != ClaimEntry.none {
                entries[entry.newer].older = entry.older
            } else {
                unindex(number, entry.code)
                if entry.older != ClaimEntry.none { index(entry.older, entry.code) }
            }
        }
        entries.remove(number)
    }

    /// Takes back ``remove(_:)``: its neighbours are as they were then.
    private func putBack(_ key: EntryKey, _ entry: ClaimEntry) {
        let number = entries.insert(entry, under: key)
        guard entry.kind != .needs else { return waiting.insert(number, at: entry.word) }
        if entry.older != ClaimEntry.none { entries[entry.older].newer = number }
        if entry.newer != ClaimEntry.none {
            entries[entry.newer].older = number
        } else {
            if entry.older != ClaimEntry.none { unindex(entry.older, entry.code) }
            index(number, entry.code)
        }
    }

    private func index(_ number: UInt32, _ code: UInt64) {
        heads.insert(number, under: code) { [entries] in entries[$0].code }
    }

    private func unindex(_ number: UInt32, _ code: UInt64) {
        heads.remove(number, under: code) { [entries] in entries[$0].code }
    }
}
