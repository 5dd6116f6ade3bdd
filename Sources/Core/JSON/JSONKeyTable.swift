/// Where the keys of all objects of a text are noted while it is scanned: open addressing over (object, key).
///
/// Slots of earlier texts are told apart by their generation, so that nothing has to be cleared between records.
/// No insertion probes more than ``maximumProbes`` slots, whatever keys a text brings; a text that would need more
/// is compared by order instead (``JSONKeyOrder``).
struct JSONKeyTable: Sendable {
    /// One noted key.
    struct Slot: Sendable {
        var generation: UInt32 = 0
        var hash: UInt32 = 0
        var object: UInt32 = 0
        var token: UInt32 = 0
    }

    /// What became of an insertion.
    enum Insertion {
        case new
        case repeated
        case full
        case crowded
    }

    private static var maximumProbes: Int { 48 }
    private static var initialCapacity: Int { 256 }
    /// A table that grew beyond this for one text is given up before the next.
    private static var retainedCapacity: Int { 1 << 13 }

    private var slots = [Slot](repeating: Slot(), count: JSONKeyTable.initialCapacity)
    private var generation: UInt32 = 0
    private var used = 0

    /// Forgets all keys.
    mutating func reset() {
        used = 0
        generation &+= 1
        if generation == 0 || slots.count > Self.retainedCapacity {
            slots = [Slot](repeating: Slot(), count: Self.initialCapacity)
            generation = 1
        }
    }

    /// Makes the table four times as large and forgets all keys.
    mutating func grow() {
        slots = [Slot](repeating: Slot(), count: slots.count * 4)
        generation = 1
        used = 0
    }

    /// Notes the key at `index` of `tape`, whose object stands at `object`.
    @inline(__always)
    mutating func insert(
        _ index: Int,
        of object: Int,
        _ bytes: Span<UInt8>,
        _ tape: Span<JSONToken>
    ) -> Insertion {
        guard used &* 2 < slots.count else { return .full }
        let token = tape[index]
        let owner = UInt32(truncatingIfNeeded: object)
        let mask = slots.count &- 1
        var place = Int(token.link ^ owner &* 0x9e37_79b1) & mask
        for _ in 0..<Self.maximumProbes {
            let slot = slots[place]
            guard slot.generation == generation else {
                slots[place] = Slot(
                    generation: generation,
                    hash: token.link,
                    object: owner,
                    token: UInt32(truncatingIfNeeded: index)
                )
                used &+= 1
                return .new
            }
            if slot.hash == token.link, slot.object == owner,
                JSONKeyOrder.areEqual(bytes, tape[Int(slot.token)], token)
            {
                return .repeated
            }
            place = (place &+ 1) & mask
        }
        return .crowded
    }
}
