/// How a field of an allow-list is shown.
package enum ViewMask: Sendable, Hashable {
    /// As it was sent, byte for byte.
    case whole
    /// Each item as four asterisks and its last four characters; shorter items as asterisks only.
    case lastFour
    /// The first four digits of a date.
    case yearOnly
    /// Each item as the code that a ``ValueDigest`` has for it in the domain; placeholders as they are.
    case digest(domain: String)
    /// Not at all: the same as leaving the field off the list, said aloud.
    case omit
}
