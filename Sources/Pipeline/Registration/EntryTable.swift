/// Entries under ``EntryKey``s with little beside them: pages of 4,096 entries, found by open addressing.
///
/// A number names an entry for as long as it is there; numbers of removed entries are given out again. Looking up, adding
/// and removing take constant time on average; the index doubles when it is three quarters full.
struct EntryTable<Value: BitwiseCopyable & Sendable>: Sendable {
    private struct Slot: BitwiseCopyable {
        var key: EntryKey
        var value: Value
    }

    private static var pageSize: Int { 4096 }

    private var pages: [[Slot]] = []
    /// Number of the entry plus one; 0 where there is none.
    private var index: [UInt32]
    private var free: [UInt32] = []
    private var used = 0
    /// Odd and unknown outside: whoever chooses names cannot choose places.
    private let multiplier = UInt64.random(in: .min ... .max) | 1

    init() {
        index = [UInt32](repeating: 0, count: 16)
    }

    /// Number of entries.
    var count: Int { used - free.count }

    /// The number of the entry under `key`; nil when there is none.
    func find(_ key: EntryKey) -> UInt32? {
        let place = place(of: key)
        return index[place] == 0 ? nil : index[place] - 1
    }

    /// The value of the entry `number`.
    subscript(number: UInt32) -> Value {
        get { pages[Int(number) / Self.pageSize][Int(number) % Self.pageSize].value }
        set { pages[Int(number) / Self.pageSize][Int(number) % Self.pageSize].value = newValue }
    }

    /// The key of the entry `number`.
    func key(of number: UInt32) -> EntryKey {
        pages[Int(number) / Self.pageSize][Int(number) % Self.pageSize].key
    }

    /// Adds `value` under `key`, which must not be there yet.
    mutating func insert(_ value: Value, under key: EntryKey) -> UInt32 {
        if (count + 1) * 4 > index.count * 3 { grow() }
        let number = take(Slot(key: key, value: value))
        index[place(of: key)] = number + 1
        return number
    }

    /// Removes the entry `number`.
    mutating func remove(_ number: UInt32) {
        var hole = place(of: key(of: number))
        index[hole] = 0
        free.append(number)
        // Whatever stands behind the hole and would not be found any more moves into it.
        let mask = index.count - 1
        var next = (hole + 1) & mask
        while index[next] != 0 {
            let home = self.home(of: key(of: index[next] - 1))
            if (next &- home) & mask >= (next &- hole) & mask {
                index[hole] = index[next]
                index[next] = 0
                hole = next
            }
            next = (next + 1) & mask
        }
    }

    private func home(of key: EntryKey) -> Int {
        Int((key.low &* multiplier) >> UInt64(64 - index.count.trailingZeroBitCount))
    }

    /// Where `key` stands in the index, or where it would be put.
    private func place(of key: EntryKey) -> Int {
        var place = home(of: key)
        while index[place] != 0, self.key(of: index[place] - 1) != key { place = (place + 1) & (index.count - 1) }
        return place
    }

    private mutating func take(_ slot: Slot) -> UInt32 {
        if let number = free.popLast() {
            pages[Int(number) / Self.pageSize][Int(number) % Self.pageSize] = slot
            return number
        }
        if used % Self.pageSize == 0 {
            var page: [Slot] = []
            // The first page grows with what is in it: most partitions of a small exchange hold little.
            if used > 0 { page.reserveCapacity(Self.pageSize) }
            pages.append(page)
        }
        pages[pages.count - 1].append(slot)
        used += 1
        return UInt32(used - 1)
    }

    private mutating func grow() {
        let old = index
        index = [UInt32](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 { index[place(of: key(of: entry - 1))] = entry }
    }
}
