internal import Core

/// One identifier rule of one field.
struct CheckPlan: Sendable {
    let kind: IdentifierKind
    let severity: Severity
    /// Number of the set of values that pass although the rule fails them, in ``FieldPass/allowed``.
    let allowed: Int
}
