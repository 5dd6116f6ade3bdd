/// A code list of one contract, ready for look-up.
struct ListPlan: Sendable {
    /// The codes; nil when their values are unknown.
    let codes: CodePool.CodeSet?
    /// True when a value outside the list refuses the record.
    let rejects: Bool
}
