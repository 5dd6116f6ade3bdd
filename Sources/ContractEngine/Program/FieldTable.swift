internal import Core

/// From the bytes of a key to the number of the field: open addressing over ``JSONKeyHash``.
///
/// The table holds the names of a contract and nothing of a record, so no record can fill it or lengthen its probes.
struct FieldTable: Sendable {
    private struct Slot: Sendable {
        var hash: UInt32 = 0
        /// Number of the field + 1; 0 for an empty slot.
        var field: UInt16 = 0
        var length: UInt16 = 0
        /// Where the name stands in ``names``.
        var start: UInt32 = 0
    }

    private let slots: [Slot]
    private let names: [UInt8]

    /// A table of `names`, each once, fewer than 65,535 and each shorter than that.
    init(_ names: [String]) {
        var capacity = 8
        while capacity < names.count * 4 { capacity *= 2 }
        var slots = [Slot](repeating: Slot(), count: capacity)
        var bytes: [UInt8] = []
        for (number, name) in names.enumerated() {
            let start = bytes.count
            bytes.append(contentsOf: name.utf8)
            let hash = JSONKeyHash.hash(Array(name.utf8).span)
            var place = Int(hash) & (capacity - 1)
            while slots[place].field != 0 { place = (place + 1) & (capacity - 1) }
            slots[place] = Slot(
                hash: hash,
                field: UInt16(clamping: number + 1),
                length: UInt16(clamping: name.utf8.count),
                start: UInt32(clamping: start)
            )
        }
        self.slots = slots
        self.names = bytes
    }

    /// The number of the field that `key`, a key token of `bytes`, names; nil when there is none.
    @inline(__always)
    func field(_ bytes: Span<UInt8>, _ key: JSONToken) -> Int? {
        let mask = slots.count &- 1
        var place = Int(key.link) & mask
        while true {
            let slot = slots[place]
            guard slot.field != 0 else { return nil }
            if slot.hash == key.link, isNamed(bytes, key, slot) { return Int(slot.field) &- 1 }
            place = (place &+ 1) & mask
        }
    }

    @inline(__always)
    private func isNamed(_ bytes: Span<UInt8>, _ key: JSONToken, _ slot: Slot) -> Bool {
        if key.isEscaped { return isNamedEscaped(bytes, key, slot) }
        let length = Int(slot.length)
        guard Int(key.end &- key.start) == length else { return false }
        let start = Int(key.start)
        let other = Int(slot.start)
        let name = names.span
        var offset = 0
        while offset &+ 8 <= length {
            guard WordLoad.word(bytes, start &+ offset) == WordLoad.word(name, other &+ offset) else { return false }
            offset &+= 8
        }
        return WordLoad.prefix(bytes, (start &+ offset)..<(start &+ length))
            == WordLoad.prefix(name, (other &+ offset)..<(other &+ length))
    }

    @inline(never)
    private func isNamedEscaped(_ bytes: Span<UInt8>, _ key: JSONToken, _ slot: Slot) -> Bool {
        var decoded: [UInt8] = []
        JSONText.decode(bytes, key.range, into: &decoded)
        let start = Int(slot.start)
        return decoded.elementsEqual(names[start..<(start + Int(slot.length))])
    }
}
