/// One entry of a ``JSONTape``: where a value or a key stands in the text, and how to get past it.
///
/// Sixteen trivial bytes, so that a tape is one flat allocation without reference counts. `@usableFromInline`,
/// because the compiler inlines members into other modules only of types that say so.
@usableFromInline
package struct JSONToken: Sendable, Hashable {
    /// Offset of the first byte: of a string or key the one after the quotation mark, else of the value itself.
    @usableFromInline package var start: UInt32
    /// Offset past the last byte: of a string or key that of the closing quotation mark.
    @usableFromInline package var end: UInt32
    /// Object and array: index of the first token past the container. Key: its ``JSONKeyHash``.
    /// String: its length in Unicode scalars after decoding. Else 0.
    @usableFromInline package var link: UInt32
    /// What it is.
    @usableFromInline package var kind: JSONKind
    /// True when a string or key holds at least one escape, so that its text has to be decoded.
    @usableFromInline package var isEscaped: Bool
    /// True when a string or key holds, escaped or not, a character that nobody sees: see ``JSONStringScan/holdsInvisible``.
    @usableFromInline package var holdsInvisible: Bool

    /// A token over `start..<end`.
    @inlinable
    package init(
        _ kind: JSONKind,
        start: Int,
        end: Int,
        link: UInt32 = 0,
        isEscaped: Bool = false,
        holdsInvisible: Bool = false
    ) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.link = link
        self.kind = kind
        self.isEscaped = isEscaped
        self.holdsInvisible = holdsInvisible
    }

    /// True for an object or array, whose ``link`` leads past it.
    @inlinable package var isContainer: Bool {
        switch kind {
        case .object, .array: true
        default: false
        }
    }

    /// True for the empty string.
    @inlinable package var isEmptyString: Bool {
        if case .string = kind { start == end } else { false }
    }

    /// The bytes between ``start`` and ``end``.
    @inlinable package var range: Range<Int> { Int(start)..<Int(end) }

    /// The bytes of the token as it stands in the text, quotation marks included.
    @inlinable package var rawRange: Range<Int> {
        switch kind {
        case .string, .key: Int(start) - 1..<Int(end) + 1
        default: range
        }
    }
}
