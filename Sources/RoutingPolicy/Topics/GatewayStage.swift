/// The stages that `hutong run` can run together or apart.
package enum GatewayStage: String, Sendable, Hashable, CaseIterable {
    /// Judges each submission by itself.
    case admission
    /// Knows the case, and writes the ledger.
    case registration
    /// Knows what reaches beyond a case, and tells.
    case index
    /// Cuts the ledger to each recipient's view.
    case delivery

    /// Name of the worker of this stage for a plane or, with delivery, for a platform.
    package func worker(for subject: String) -> String { "\(rawValue).\(subject)" }

    /// True for a stage that has to read back what it remembers before it works.
    package var remembers: Bool { self == .registration || self == .index }
}
