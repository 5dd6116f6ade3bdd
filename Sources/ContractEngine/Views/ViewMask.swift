/// How a field of an allow-list is shown.
package enum ViewMask: String, CaseIterable, Sendable, Hashable {
    /// As it was sent, byte for byte.
    case whole
    /// Each item as four asterisks and its last four characters; shorter items as asterisks only.
    case lastFour = "last-four"
    /// The first four digits of a date.
    case yearOnly = "year-only"
    /// Not at all: the same as leaving the field off the list, said aloud.
    case omit
}
