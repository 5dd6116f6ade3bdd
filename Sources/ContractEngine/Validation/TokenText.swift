internal import Core

/// The decoded bytes of a token where they cannot be looked at in place.
enum TokenText {
    /// True when the token's bytes are its text.
    @inline(__always)
    static func isPlain(_ token: JSONToken) -> Bool { !token.traits.contains(.escaped) }

    /// The decoded bytes of a string or the characters of a number.
    static func bytes(_ payload: Span<UInt8>, _ token: JSONToken) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(Int(token.end - token.start))
        if isPlain(token) {
            for index in token.range { text.append(payload[index]) }
        } else {
            JSONText.decode(payload, token.range, into: &text)
        }
        return text
    }
}
