/// Values by name, for tables that are made once and asked for every record: name and value lie side by side, so that a
/// look-up meets one place in memory, however large the table is.
///
/// Names come from a configuration, so nobody can choose them to collide; whatever is asked for probes no farther than they
/// lie.
struct NameTable<Value: Sendable>: Sendable {
    private struct Slot {
        var key = NameKey()
        var value: Value?
    }

    /// A power of two, at least twice the number of names.
    private var slots: [Slot]
    private let mask: Int
    /// Names that no key holds.
    private var others: [[UInt8]: Value] = [:]

    /// A table of `values`; of several with one name the first counts.
    init(_ values: some Collection<(name: String, value: Value)>) {
        var size = 8
        while size < values.count * 2 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        mask = size - 1
        for (name, value) in values {
            guard let key = NameKey(name) else {
                if others[Array(name.utf8)] == nil { others[Array(name.utf8)] = value }
                continue
            }
            let place = place(of: key)
            if slots[place].value == nil { slots[place] = Slot(key: key, value: value) }
        }
    }

    /// The value of `name`; nil for a name that is not there.
    subscript(_ name: String) -> Value? {
        guard let key = NameKey(name) else { return others[Array(name.utf8)] }
        return slots[place(of: key)].value
    }

    /// Where `key` stands, or would.
    private func place(of key: NameKey) -> Int {
        var place = key.hash & mask
        while slots[place].value != nil, slots[place].key != key { place = (place + 1) & mask }
        return place
    }
}
