/// What a rebalance did to this member's partitions.
package enum RebalanceKind: String, CaseIterable, Sendable, Hashable {
    /// Partitions were given to it.
    case assigned
    /// Partitions were taken back in order, after its work on them was committed.
    case revoked
    /// The group had already given them away; work under way was dropped.
    case lost
}
