/// One entry of a ``JSONTape``: where a value or a key stands in the text, and how to get past it.
///
/// Sixteen trivial bytes, so that a tape is one flat allocation without reference counts.
package struct JSONToken: Sendable, Hashable {
    /// Facts the scanner learnt on the way.
    package struct Traits: OptionSet, Sendable, Hashable {
        /// The bits.
        package let rawValue: UInt8
        /// Traits of `rawValue`.
        @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// The string or key holds at least one escape, so its text has to be decoded.
        @inlinable package static var escaped: Traits { Traits(rawValue: 1) }
        /// The number has a fraction part.
        @inlinable package static var fraction: Traits { Traits(rawValue: 2) }
        /// The number has an exponent part.
        @inlinable package static var exponent: Traits { Traits(rawValue: 4) }
    }

    /// Offset of the first byte: of a string or key the one after the quotation mark, else of the value itself.
    package var start: UInt32
    /// Offset past the last byte: of a string or key that of the closing quotation mark.
    package var end: UInt32
    /// Object and array: index of the first token past the container. Key: its ``JSONKeyHash``.
    /// String: its length in Unicode scalars after decoding. Else 0.
    package var link: UInt32
    /// What it is.
    package var kind: JSONKind
    /// What else is known.
    package var traits: Traits

    /// A token over `start..<end`.
    @inlinable
    package init(_ kind: JSONKind, start: Int, end: Int, link: UInt32 = 0, traits: Traits = []) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.link = link
        self.kind = kind
        self.traits = traits
    }

    /// The bytes between ``start`` and ``end``.
    @inlinable package var range: Range<Int> { Int(start)..<Int(end) }

    /// The bytes of the token as it stands in the text, quotation marks included.
    @inlinable package var rawRange: Range<Int> {
        kind == .string || kind == .key ? Int(start) - 1..<Int(end) + 1 : range
    }
}
