/// Base64 of RFC 4648 §4, strict: the standard alphabet, padding required, no white space, unused bits zero.
///
/// One text for each byte string, so that a second spelling of the same signature does not pass.
package enum Base64 {
    /// The text of `bytes`.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: characters(of: bytes), as: UTF8.self)
    }

    /// The text of `bytes`, as its characters in ASCII.
    package static func characters(of bytes: [UInt8]) -> [UInt8] {
        let (bytes, alphabet) = (bytes.span, alphabet.span)
        return [UInt8](capacity: (bytes.count + 2) / 3 * 4) { text in
            var index = 0
            while index < bytes.count {
                let second = index + 1 < bytes.count ? bytes[index + 1] : nil
                let third = index + 2 < bytes.count ? bytes[index + 2] : nil
                let group = UInt32(bytes[index]) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
                text.append(alphabet[Int(group >> 18 & 63)])
                text.append(alphabet[Int(group >> 12 & 63)])
                text.append(second == nil ? padding : alphabet[Int(group >> 6 & 63)])
                text.append(third == nil ? padding : alphabet[Int(group & 63)])
                index += 3
            }
        }
    }

    /// The bytes of `text`, or nil when it is not strict base64 or would be longer than `limit` bytes.
    package static func decode(_ text: [UInt8], limit: Int) -> [UInt8]? {
        decode(text.span, limit: limit)
    }

    /// The bytes of `text`, or nil when it is not strict base64 or would be longer than `limit` bytes.
    package static func decode(_ text: Span<UInt8>, limit: Int) -> [UInt8]? {
        let values = values.span
        guard text.count % 4 == 0, text.count / 4 <= limit / 3 + 1 else { return nil }
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == padding { count -= 1 }
        // All values met, and the bits of the last character that stand for nothing.
        var (met, unused): (UInt8, UInt8) = (0, 0)
        let bytes = [UInt8](capacity: count / 4 * 3 + max(0, count % 4 - 1)) { bytes in
            var index = 0
            while index + 4 <= count {
                let (first, second) = (values[Int(text[index])], values[Int(text[index + 1])])
                let (third, fourth) = (values[Int(text[index + 2])], values[Int(text[index + 3])])
                met |= first | second | third | fourth
                bytes.append(first << 2 | second >> 4)
                bytes.append(second << 4 | third >> 2)
                bytes.append(third << 6 | fourth)
                index += 4
            }
            // Two or three characters are left where there was padding.
            guard index < count else { return }
            let (first, second) = (values[Int(text[index])], values[Int(text[index + 1])])
            met |= first | second
            bytes.append(first << 2 | second >> 4)
            unused = second & 0xf
            guard index + 2 < count else { return }
            let third = values[Int(text[index + 2])]
            met |= third
            bytes.append(second << 4 | third >> 2)
            unused = third & 0x3
        }
        return met < 64 && unused == 0 && bytes.count <= limit ? bytes : nil
    }

    private static let padding = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// Value of each byte as a character; 255 for what is not in the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
