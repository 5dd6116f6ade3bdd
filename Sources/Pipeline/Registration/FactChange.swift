import RoutingPolicy

/// What becomes of one fact about a section of a case when a record is accepted.
struct FactChange: Sendable, Hashable {
    let fact: CaseFact
    /// The section; empty for the case as a whole.
    let section: String
    /// True when the record states the fact, false when it takes it back.
    let holds: Bool
}
