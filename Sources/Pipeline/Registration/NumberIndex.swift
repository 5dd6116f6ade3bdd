/// Numbers of entries found by a hash of what they stand for: open addressing over 32 bits for each entry, of which those
/// that the numbers do not need hold a part of the hash.
///
/// The entries themselves lie elsewhere; whoever keeps them says whether a number is the right one, and what its hash is.
/// Several numbers may have one hash. At most four fifths of the slots are taken, and a full index grows by an eighth:
/// an entry takes 5 to 5.7 bytes.
struct NumberIndex: Sendable {
    /// The number plus one in the lower ``bits``, a part of the hash above; 0 for an empty slot.
    private var slots: [UInt32]
    /// How many bits of a slot are the number's.
    private var bits: UInt32
    private(set) var count = 0
    /// Odd and unknown outside: whoever chooses names cannot choose places.
    private let multiplier = UInt64.random(in: .min ... .max) | 1

    /// An index without entries.
    init() {
        slots = [UInt32](repeating: 0, count: 16)
        bits = 5
    }

    /// The first number under `hash` that `isRight`.
    func find(_ hash: UInt64, where isRight: (UInt32) -> Bool) -> UInt32? {
        let mixed = hash &* multiplier
        let tag = tag(of: mixed)
        var place = home(of: mixed)
        while slots[place] != 0 {
            let slot = slots[place]
            if slot & ~mask == tag, isRight((slot & mask) - 1) { return (slot & mask) - 1 }
            place = next(place)
        }
        return nil
    }

    /// Adds `number` under `hash`.
    ///
    /// - Parameter hashOf: the hash of a number that is there already.
    mutating func insert(_ number: UInt32, under hash: UInt64, hashOf: (UInt32) -> UInt64) {
        if (count + 1) * 5 > slots.count * 4 || number >= mask {
            let isFull = (count + 1) * 5 > slots.count * 4
            rebuild(isFull ? slots.count + slots.count / 8 + 2 : slots.count, number, hashOf)
        }
        put(number, hash &* multiplier)
        count += 1
    }

    /// Puts `other` where `number` stands under `hash`.
    ///
    /// - Parameter hashOf: the hash of a number that is there already.
    mutating func replace(_ number: UInt32, by other: UInt32, under hash: UInt64, hashOf: (UInt32) -> UInt64) {
        if other >= mask { rebuild(slots.count, other, hashOf) }
        let mixed = hash &* multiplier
        var place = home(of: mixed)
        while slots[place] & mask != number + 1 {
            guard slots[place] != 0 else { return }
            place = next(place)
        }
        slots[place] = tag(of: mixed) | (other + 1)
    }

    /// Takes out all numbers and keeps the room. Linear in the room.
    mutating func removeAll() {
        guard count > 0 else { return }
        for place in slots.indices { slots[place] = 0 }
        count = 0
    }

    /// Takes out `number`, which stands under `hash`.
    ///
    /// - Parameter hashOf: the hash of a number that is there.
    mutating func remove(_ number: UInt32, under hash: UInt64, hashOf: (UInt32) -> UInt64) {
        var hole = home(of: hash &* multiplier)
        while slots[hole] & mask != number + 1 {
            guard slots[hole] != 0 else { return }
            hole = next(hole)
        }
        slots[hole] = 0
        count -= 1
        // Whatever stands behind the hole and would not be found any more moves into it.
        var place = next(hole)
        while slots[place] != 0 {
            let home = home(of: hashOf((slots[place] & mask) - 1) &* multiplier)
            if distance(home, place) >= distance(hole, place) {
                slots[hole] = slots[place]
                slots[place] = 0
                hole = place
            }
            place = next(place)
        }
    }

    private var mask: UInt32 { bits < 32 ? (1 << bits) - 1 : .max }

    private func tag(of mixed: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: mixed) & ~mask }

    private func home(of mixed: UInt64) -> Int {
        Int(truncatingIfNeeded: mixed.multipliedFullWidth(by: UInt64(slots.count)).high)
    }

    private func next(_ place: Int) -> Int { place + 1 == slots.count ? 0 : place + 1 }

    /// How many slots `place` lies behind `start`.
    private func distance(_ start: Int, _ place: Int) -> Int {
        place >= start ? place - start : place - start + slots.count
    }

    private mutating func put(_ number: UInt32, _ mixed: UInt64) {
        var place = home(of: mixed)
        while slots[place] != 0 { place = next(place) }
        slots[place] = tag(of: mixed) | (number + 1)
    }

    /// Makes `size` slots, in which numbers up to `largest` and all that there are have room.
    private mutating func rebuild(_ size: Int, _ largest: UInt32, _ hashOf: (UInt32) -> UInt64) {
        // In the order of the numbers: the entries lie in it, and are read once each.
        let mask = mask
        var highest: UInt32 = 0
        for slot in slots where slot != 0 { highest = max(highest, (slot & mask) - 1) }
        var isThere = [UInt64](repeating: 0, count: Int(highest / 64) + 1)
        for slot in slots where slot != 0 {
            let number = (slot & mask) - 1
            isThere[Int(number / 64)] |= 1 << UInt64(number % 64)
        }
        let top = max(highest, largest, UInt32(truncatingIfNeeded: size))
        bits = min(UInt32(truncatingIfNeeded: UInt32.bitWidth - top.leadingZeroBitCount) + 1, 32)
        slots = [UInt32](repeating: 0, count: size)
        for place in isThere.indices {
            var word = isThere[place]
            while word != 0 {
                let number = UInt32(truncatingIfNeeded: place * 64 + word.trailingZeroBitCount)
                put(number, hashOf(number) &* multiplier)
                word &= word - 1
            }
        }
    }
}
