/// How much of a field a recipient does not see.
package enum FieldMask: String, Sendable, Hashable, CaseIterable {
    /// All of it is hidden; only that there is a value shows.
    case whole
    /// Only the last four characters show.
    case lastFour = "last-four"
    /// Only the first four digits of a date show.
    case yearOnly = "year-only"
}
