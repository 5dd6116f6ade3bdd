/// How sure a fact of a contract is.
package enum SourceGrade: String, CaseIterable, Sendable, Hashable {
    /// Read in a named source.
    case found = "FOUND"
    /// The name is found, the title was supplied.
    case labelSupplied = "LABEL_SUPPLIED"
    /// Deduced from what was found.
    case inferred = "INFERRED"
    /// General knowledge, not verified.
    case recalled = "RECALLED"
}
