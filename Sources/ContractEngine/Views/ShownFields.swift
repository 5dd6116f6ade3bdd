/// How many fields with a value were shown, by number of their group.
package struct ShownFields: Sendable, Hashable {
    /// All fields with a value that were shown.
    package private(set) var shown: [Int]
    /// Those of them that were masked.
    package private(set) var masked: [Int]

    /// Nothing of `groups` groups.
    package init(groups: Int) {
        shown = [Int](repeating: 0, count: groups)
        masked = shown
    }

    /// Counts one field of `group`; of a number that is no group's, nothing.
    @inline(__always)
    mutating func add(_ group: Int, isMasked: Bool) {
        guard shown.indices.contains(group) else { return }
        shown[group] += 1
        if isMasked { masked[group] += 1 }
    }

    /// Adds what `other`, of the same groups, has counted.
    package mutating func add(_ other: ShownFields) {
        for group in shown.indices where group < other.shown.count {
            shown[group] += other.shown[group]
            masked[group] += other.masked[group]
        }
    }

    /// Back to nothing.
    package mutating func reset() {
        for group in shown.indices {
            shown[group] = 0
            masked[group] = 0
        }
    }
}
