/// The cases of a partition under their names.
///
/// A number names a case for as long as it is there.
struct CaseTable: Sendable {
    private struct Slot: BitwiseCopyable, Sendable {
        var name: CaseName
        var entry: CaseEntry
    }

    private var slots = PagedSlots<Slot>()
    private var index = NumberIndex()
    /// Names that have no room in their slot.
    private var longNames: [UInt32: String] = [:]

    /// Number of cases.
    var count: Int { slots.count }

    /// The number of the case `name`; nil when it is not there.
    func find(_ name: String) -> UInt32? {
        let short = CaseName(name)
        return index.find(CaseName.hash(short, name)) { number in
            slots[number].name == short && (!short.isLong || longNames[number]?.utf8.elementsEqual(name.utf8) == true)
        }
    }

    /// The case `number`.
    subscript(number: UInt32) -> CaseEntry {
        get { slots[number].entry }
        _modify { yield &slots[number].entry }
    }

    /// The name of the case `number`.
    func name(of number: UInt32) -> String { longNames[number] ?? slots[number].name.text }

    /// Adds the case `name`, which must not be there yet.
    mutating func insert(_ entry: CaseEntry, under name: String) -> UInt32 {
        let short = CaseName(name)
        let number = slots.take(Slot(name: short, entry: entry))
        if short.isLong { longNames[number] = name }
        index.insert(number, under: CaseName.hash(short, name)) { [slots, longNames] in
            CaseTable.hash(of: $0, slots, longNames)
        }
        return number
    }

    /// Removes the case `number`.
    mutating func remove(_ number: UInt32) {
        index.remove(number, under: CaseTable.hash(of: number, slots, longNames)) { [slots, longNames] in
            CaseTable.hash(of: $0, slots, longNames)
        }
        longNames[number] = nil
        slots[number].name = .vacant
        slots.giveBack(number)
    }

    /// Looks at `places` places from `cursor` on, after the last one at the first again, and moves it behind them.
    ///
    /// - Returns: the names of the cases among them that `isRight`, at most `limit`: behind the last of them the cursor
    ///   stands then.
    func names(
        from cursor: inout UInt32,
        _ places: Int,
        limit: Int,
        where isRight: (CaseEntry) -> Bool
    ) -> [String] {
        var names: [String] = []
        for _ in 0..<min(places, slots.end) where names.count < limit {
            if cursor >= UInt32(slots.end) { cursor = 0 }
            let slot = slots[cursor]
            if slot.name != .vacant, isRight(slot.entry) { names.append(name(of: cursor)) }
            cursor += 1
        }
        return names
    }

    private static func hash(of number: UInt32, _ slots: PagedSlots<Slot>, _ longNames: [UInt32: String]) -> UInt64 {
        let name = slots[number].name
        return CaseName.hash(name, name.isLong ? longNames[number] ?? "" : "")
    }
}
