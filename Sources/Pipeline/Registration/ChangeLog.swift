/// What was changed since it was written last: of the changes under one name the last alone, in the order in which they
/// were made. That of a register of cases and that of a register of claims.
struct ChangeLog<Change: NamedChange>: Sendable {
    private var changes: [Change] = []
    /// Where the last change of each name stands.
    private var places = NumberIndex()
    /// Places of changes behind which another one of the same name came; each once.
    private var replaced: [Int] = []

    /// Nothing was changed.
    init() {}

    /// Notes `change`; one before it under the same name is written no more.
    mutating func append(_ change: Change) {
        let hash = change.nameHash
        let place = UInt32(truncatingIfNeeded: changes.count)
        if let before = places.find(hash, where: { changes[Int($0)].hasName(of: change) }) {
            replaced.append(Int(before))
            places.replace(before, by: place, under: hash) { changes[Int($0)].nameHash }
        } else {
            places.insert(place, under: hash) { changes[Int($0)].nameHash }
        }
        changes.append(change)
    }

    /// All changes since the last call.
    mutating func take() -> [Change] {
        var taken: [Change] = []
        swap(&taken, &changes)
        changes.reserveCapacity(taken.count)
        if !replaced.isEmpty {
            replaced.sort()
            var left: [Change] = []
            left.reserveCapacity(taken.count - replaced.count)
            var start = 0
            for place in replaced {
                left.append(contentsOf: taken[start..<place])
                start = place + 1
            }
            left.append(contentsOf: taken[start...])
            taken = left
        }
        removeAll()
        return taken
    }

    /// Forgets all changes.
    mutating func removeAll() {
        changes.removeAll(keepingCapacity: true)
        places.removeAll()
        replaced.removeAll(keepingCapacity: true)
    }
}
