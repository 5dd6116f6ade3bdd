/// The stages that `hutong run` can run together or apart.
package enum GatewayStage: String, Sendable, Hashable, CaseIterable {
    /// Judges each submission by itself.
    case admission
    /// Knows the case, and writes the ledger.
    case registration
    /// Cuts the ledger to each recipient's view.
    case delivery
}
