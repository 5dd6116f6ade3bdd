/// Entries under ``EntryKey``s with little beside them.
///
/// A number names an entry for as long as it is there; numbers of removed entries are given out again, the last first.
/// Looking up, adding and removing take constant time on average.
struct EntryTable<Value: BitwiseCopyable & Sendable>: Sendable {
    private struct Slot: BitwiseCopyable, Sendable {
        var key: EntryKey
        var value: Value
    }

    private var slots = PagedSlots<Slot>()
    private var index = NumberIndex()

    /// Number of entries.
    var count: Int { slots.count }

    /// The number of the entry under `key`; nil when there is none.
    func find(_ key: EntryKey) -> UInt32? {
        index.find(key.low) { slots[$0].key == key }
    }

    /// The value of the entry `number`.
    subscript(number: UInt32) -> Value {
        get { slots[number].value }
        _modify { yield &slots[number].value }
    }

    /// The key of the entry `number`.
    func key(of number: UInt32) -> EntryKey { slots[number].key }

    /// Adds `value` under `key`, which must not be there yet.
    mutating func insert(_ value: Value, under key: EntryKey) -> UInt32 {
        let number = slots.take(Slot(key: key, value: value))
        index.insert(number, under: key.low) { [slots] in slots[$0].key.low }
        return number
    }

    /// Removes the entry `number`.
    mutating func remove(_ number: UInt32) {
        index.remove(number, under: slots[number].key.low) { [slots] in slots[$0].key.low }
        slots.giveBack(number)
    }
}
