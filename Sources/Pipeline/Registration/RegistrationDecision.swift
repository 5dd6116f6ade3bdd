import Core

/// What registration decides about one admitted record.
enum RegistrationDecision: Equatable {
    /// Into the ledger, with these remarks.
    case accepted([RelationProblem])
    /// The message was decided before; the same verdict again, and nothing else happens.
    case repeated(RelationCodes)
    /// Refused for these reasons.
    case refused([RelationProblem])
    /// Waits for `parent`.
    case parked(parent: ParentDemand)
}
