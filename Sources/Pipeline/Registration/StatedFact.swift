import RoutingPolicy

/// A fact about a case that holds, and who stated it.
struct StatedFact: Sendable, Hashable {
    let fact: CaseFact
    /// The section; empty for the case as a whole.
    let section: String
    /// Registry id of the platform whose record stated it.
    let by: String
}
