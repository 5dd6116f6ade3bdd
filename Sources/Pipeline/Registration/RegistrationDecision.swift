import Core

/// What registration decides about one admitted record.
enum RegistrationDecision: Equatable {
    /// Into the ledger.
    case accepted
    /// The message was decided before; the same verdict again, and nothing else happens.
    case repeated(RelationCodes)
    /// Refused for these reasons.
    case refused([RelationProblem])
    /// Waits for a record of the data set `parent`.
    case parked(parent: String)
}
