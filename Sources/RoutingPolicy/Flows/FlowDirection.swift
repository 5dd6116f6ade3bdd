/// Which way a flow goes between levels.
package enum FlowDirection: String, Sendable, Hashable, CaseIterable {
    /// From a lower to a higher or overseeing level.
    case up
    /// From a higher or overseeing level to a lower one.
    case down
    /// Between equals.
    case peer
}
