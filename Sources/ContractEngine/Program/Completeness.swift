/// How much of a data set its contract knows.
package enum Completeness: String, CaseIterable, Sendable, Hashable {
    /// Fields and rules.
    case full
    /// The list of fields, with few of their constraints.
    case fieldsOnly = "fields-only"
    /// Parts of the list of fields.
    case partial
}
