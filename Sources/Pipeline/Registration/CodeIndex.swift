/// The codes of the live records of one partition: which are taken, and by their places those of a record that has several.
///
/// The first code of a record stands in its entry (``RecordEntry/code``), of which `records` has the table.
struct CodeIndex: Sendable {
    /// The records that have a code, by the first.
    private var first = NumberIndex()
    /// The codes of records that have several.
    private var lists: [EntryKey: [UInt64]] = [:]
    /// How many records have a code beside their first.
    private var further: [UInt64: Int] = [:]

    /// True when a live record has the code.
    func isTaken(_ code: UInt64, _ records: EntryTable<RecordEntry>) -> Bool {
        first.find(code) { records[$0].code == code } != nil || further[code] != nil
    }

    /// The codes of the record `number` under `key`, by their places in the rules of its data set; 0 for one without
    /// value.
    func codes(of key: EntryKey, _ number: UInt32, _ records: EntryTable<RecordEntry>) -> [UInt64] {
        if let list = lists[key] { return list }
        let code = records[number].code
        return code == 0 ? [] : [code]
    }

    /// Lets the record `number` be found by the codes of `list`, the first of which stands in its entry.
    mutating func insert(_ key: EntryKey, _ number: UInt32, _ list: [UInt64], _ records: EntryTable<RecordEntry>) {
        if let code = list.first, code != 0 { first.insert(number, under: code) { records[$0].code } }
        guard list.count > 1 else { return }
        lists[key] = list
        for code in list.dropFirst() where code != 0 { further[code, default: 0] += 1 }
    }

    /// Takes back ``insert(_:_:_:_:)``; the entry must still be as it was then.
    mutating func remove(_ key: EntryKey, _ number: UInt32, _ records: EntryTable<RecordEntry>) {
        let code = records[number].code
        if code != 0 { first.remove(number, under: code) { records[$0].code } }
        guard let list = lists.removeValue(forKey: key) else { return }
        for code in list.dropFirst() where code != 0 {
            further[code] = further[code].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
