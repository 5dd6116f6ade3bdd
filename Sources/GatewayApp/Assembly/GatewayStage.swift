/// The stages that `hutong run` can run together or apart.
package enum GatewayStage: String, Sendable, Hashable, CaseIterable {
    /// Judges submissions and writes the ledger.
    case admission
    /// Cuts the ledger to each recipient's view.
    case delivery
}
