/// Slots of one size under numbers: pages of 16,384 slots that never move, and numbers that are given out again.
struct PagedSlots<Slot: BitwiseCopyable & Sendable>: Sendable {
    private static var pageSize: Int { 16_384 }

    private var pages: [[Slot]] = []
    private var free: [UInt32] = []
    private var used = 0

    /// Number of slots in use.
    var count: Int { used - free.count }

    /// One more than the highest number that was ever given out.
    var end: Int { used }

    /// The slot `number`.
    subscript(number: UInt32) -> Slot {
        get { pages[Int(number) / Self.pageSize][Int(number) % Self.pageSize] }
        _modify { yield &pages[Int(number) / Self.pageSize][Int(number) % Self.pageSize] }
    }

    /// Puts `slot` where there is room.
    mutating func take(_ slot: Slot) -> UInt32 {
        if let number = free.popLast() {
            self[number] = slot
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

    /// Gives the slot `number` back; the number last given back is the first to be given out.
    mutating func giveBack(_ number: UInt32) {
        free.append(number)
    }
}
