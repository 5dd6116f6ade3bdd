internal import Core

/// The decoded bytes of a token where they cannot be looked at in place.
enum TokenText {
    /// The decoded bytes of a string or the characters of a number.
    static func bytes(_ payload: Span<UInt8>, _ token: JSONToken) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(Int(token.end - token.start))
        if !token.isEscaped {
            for index in token.range { text.append(payload[index]) }
        } else {
            JSONText.decode(payload, token.range, into: &text)
        }
        return text
    }
}
