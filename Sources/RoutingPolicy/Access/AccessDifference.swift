/// How the rights of a cluster differ from a plan; each list is sorted.
package struct AccessDifference: Sendable, Hashable {
    /// Planned and not there.
    package let missing: [AccessRight]
    /// There, and no part of a planned right.
    package let surplus: [AccessRight]
    /// Denials that take planned rights away.
    package let denied: [AccessRight]

    /// A difference.
    package init(missing: [AccessRight], surplus: [AccessRight], denied: [AccessRight] = []) {
        self.missing = missing
        self.surplus = surplus
        self.denied = denied
    }

    /// True when the cluster is as planned.
    package var isEmpty: Bool { missing.isEmpty && surplus.isEmpty && denied.isEmpty }
}
