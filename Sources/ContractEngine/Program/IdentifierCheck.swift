internal import Core

/// One identifier rule of one field.
struct IdentifierCheck: Sendable {
    let kind: IdentifierKind
    let severity: Severity
    /// Values that pass although the rule fails them.
    let allowed: Set<String>
}
