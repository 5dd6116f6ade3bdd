/// The tables in which registration keeps the cases of one partition: cases, their live records, messages, codes and facts,
/// joined by numbers.
///
/// It does what it is told and keeps no journal; ``CaseRegister`` does.
struct CaseStore {
    /// All that is kept of one case, taken out of the tables.
    struct Contents {
        /// Records with all their codes.
        var records: [(key: EntryKey, entry: RecordEntry, codes: [UInt64])] = []
        var messages: [(key: EntryKey, entry: MessageEntry)] = []
        var facts = CaseFacts()
    }

    private(set) var cases = CaseTable()
    private(set) var records = EntryTable<RecordEntry>()
    private(set) var messages = EntryTable<MessageEntry>()
    private var codes = CodeIndex()
    private var facts: [UInt32: CaseFacts] = [:]
    /// The case that was asked for last.
    private var recent: (name: String, number: UInt32)?

    // MARK: Cases

    /// The number of the case; one record asks for the same again and again.
    mutating func number(of caseKey: String) -> UInt32? {
        if let recent, recent.name.utf8.elementsEqual(caseKey.utf8) { return recent.number }
        guard let number = cases.find(caseKey) else { return nil }
        recent = (caseKey, number)
        return number
    }

    /// The case `number`.
    subscript(number: UInt32) -> CaseEntry {
        get { cases[number] }
        _modify { yield &cases[number] }
    }

    /// Adds a case that is not there yet.
    mutating func insertCase(_ entry: CaseEntry, under caseKey: String) { _ = cases.insert(entry, under: caseKey) }

    /// Removes a case of which nothing else is kept.
    mutating func removeCase(_ number: UInt32) {
        cases.remove(number)
        recent = nil
    }

    /// The facts about the case `number` that hold.
    func facts(of number: UInt32) -> CaseFacts { facts[number] ?? CaseFacts() }

    /// Other facts hold.
    mutating func setFacts(_ other: CaseFacts, of number: UInt32) { facts[number] = other.isEmpty ? nil : other }

    // MARK: Records

    /// True when a live record has the code.
    func isTaken(_ code: UInt64) -> Bool { codes.isTaken(code, records) }

    /// The codes of the live record under `key`, by their places in the rules of its data set; 0 for one without value.
    func codes(of key: EntryKey) -> [UInt64] {
        records.find(key).map { codes.codes(of: key, $0, records) } ?? []
    }

    /// Adds a live record with the codes of `list`, as the first of its case.
    mutating func insert(_ entry: RecordEntry, under key: EntryKey, codes list: [UInt64]) {
        var first = entry
        first.next = cases[entry.caseNumber].records
        let number = records.insert(first, under: key)
        cases[entry.caseNumber].records = number
        cases[entry.caseNumber].live += 1
        if entry.isRoot { cases[entry.caseNumber].roots += 1 }
        codes.insert(key, number, list, records)
    }

    /// Gives the live record `number` another time and other codes.
    mutating func replace(_ number: UInt32, at timestamp: UInt64, codes list: [UInt64]) {
        let key = records.key(of: number)
        codes.remove(key, number, records)
        records[number] = records[number].changed(at: timestamp, code: list.first ?? 0)
        codes.insert(key, number, list, records)
    }

    /// Removes the live record `number`. Linear in the records of its case.
    mutating func removeRecord(_ number: UInt32) {
        let entry = records[number]
        let place = entry.caseNumber
        codes.remove(records.key(of: number), number, records)
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

    // MARK: Messages

    /// Adds a message, as the first of its case.
    mutating func insert(_ entry: MessageEntry, under key: EntryKey) {
        var first = entry
        first.next = cases[entry.caseNumber].messages
        cases[entry.caseNumber].messages = messages.insert(first, under: key)
    }

    /// Something else is known of the message `number`; `entry` stands where it stood.
    mutating func replaceMessage(_ number: UInt32, by entry: MessageEntry) { messages[number] = entry }

    /// Removes the message `number`. Constant for the first of its case, else linear in them.
    mutating func removeMessage(_ number: UInt32) {
        let entry = messages[number]
        if cases[entry.caseNumber].messages == number {
            cases[entry.caseNumber].messages = entry.next
        } else {
            var before = cases[entry.caseNumber].messages
            while messages[before].next != number { before = messages[before].next }
            messages[before].next = entry.next
        }
        messages.remove(number)
    }

    // MARK: All of a case

    /// Takes out all that is kept of the case `number`, itself excepted.
    mutating func takeContents(of number: UInt32) -> Contents {
        var contents = Contents(facts: facts(of: number))
        while cases[number].records != RecordEntry.none {
            let first = cases[number].records
            let key = records.key(of: first)
            contents.records.append((key, records[first], codes.codes(of: key, first, records)))
            removeRecord(first)
        }
        while cases[number].messages != RecordEntry.none {
            let first = cases[number].messages
            contents.messages.append((messages.key(of: first), messages[first]))
            removeMessage(first)
        }
        facts[number] = nil
        return contents
    }

    /// Puts back what ``takeContents(of:)`` took out, in the order in which it stood.
    mutating func putBack(_ contents: Contents, into number: UInt32) {
        for record in contents.records.reversed() {
            insert(record.entry.moved(to: number), under: record.key, codes: record.codes)
        }
        for message in contents.messages.reversed() { insert(message.entry.moved(to: number), under: message.key) }
        setFacts(contents.facts, of: number)
    }
}
