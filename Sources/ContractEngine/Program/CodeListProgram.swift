internal import Core

/// A code list ready for look-up.
struct CodeListProgram: Sendable {
    /// Id of the list, for messages; nil for values fixed in the field's own row.
    let id: String?
    /// The codes; nil when the list is absent.
    let codes: CodeSet?
    /// Severity of a value outside the list.
    let severity: Severity
}
