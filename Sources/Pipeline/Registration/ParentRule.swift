/// A record that must be in the case before another one (DATA-SPEC §5, rule 6).
struct ParentRule: Sendable, Equatable {
    /// Wire name of the parent's data set.
    let dataset: String
    /// The child's field that names the parent.
    let field: String
    /// The parent's fields that hold the same value; nil where any founding record of the case will do.
    let fieldsThere: [String]?
    /// True when the child waits; else it is accepted with a remark.
    let isWaitedFor: Bool
}
