internal import Core

/// An address on the web as RFC 3986 and 9110 have it, judged no further than a reader needs to follow it.
enum WebAddress {
    /// True for `http://` or `https://` in any case, a host, and no blank or control character anywhere.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard let start = authority(text), start < text.count else { return false }
        for index in 0..<text.count where text[index] <= 0x20 || text[index] == 0x7f { return false }
        // U+00A0 and U+3000 are blanks too.
        for index in 1..<text.count {
            if text[index] == 0xa0, text[index - 1] == 0xc2 { return false }
            if index >= 2, text[index] == 0x80, text[index - 1] == 0x80, text[index - 2] == 0xe3 { return false }
        }
        let first = text[start]
        return CodeCharacter.isDigit(first) || CodeCharacter.isCapital(first & 0xdf) || first == 0x5b || first >= 0x80
    }

    /// Where the host begins; nil without a known scheme.
    private static func authority(_ text: Span<UInt8>) -> Int? {
        guard text.count > 7 else { return nil }
        // "http"
        guard WordLoad.prefix(text, 0..<4) | 0x2020_2020 == 0x7074_7468 else { return nil }
        let colon = text[4] | 0x20 == 0x73 ? 5 : 4
        guard text.count > colon + 3, text[colon] == 0x3a, text[colon + 1] == 0x2f, text[colon + 2] == 0x2f else {
            return nil
        }
        return colon + 3
    }
}
