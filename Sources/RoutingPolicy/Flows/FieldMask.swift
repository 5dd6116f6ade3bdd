/// How a field of an allow-list is shown. A field that is not to be shown is not on the list.
package enum FieldMask: String, Sendable, Hashable, CaseIterable {
    /// As it was sent, byte for byte.
    case whole
    /// Only the last four characters of each item.
    case lastFour = "last-four"
    /// Only the year of a date.
    case yearOnly = "year-only"
    /// Each item as a keyed code that is the recipient's own: it tells equal values, not the values
    /// (docs/specs/masking.md).
    case digest
}
