/// Base64 of RFC 4648 §4, strict: the standard alphabet, padding required, no white space, unused bits zero.
///
/// One text for each byte string, so that a second spelling of the same signature does not pass.
package enum Base64 {
    /// The text of `bytes`.
    package static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = alphabet
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
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
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`, or nil when it is not strict base64 or would be longer than `limit` bytes.
    package static func decode(_ text: [UInt8], limit: Int) -> [UInt8]? {
        guard text.count % 4 == 0, text.count / 4 <= limit / 3 + 1 else { return nil }
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == padding { count -= 1 }
        let table = values
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var index = 0
        while index + 4 <= count {
            let (first, second) = (table[Int(text[index])], table[Int(text[index + 1])])
            let (third, fourth) = (table[Int(text[index + 2])], table[Int(text[index + 3])])
            guard (first | second | third | fourth) < 64 else { return nil }
            bytes.append(first << 2 | second >> 4)
            bytes.append(second << 4 | third >> 2)
            bytes.append(third << 6 | fourth)
            index += 4
        }
        switch count - index {
        case 0: break
        case 2:
            let (first, second) = (table[Int(text[index])], table[Int(text[index + 1])])
            guard (first | second) < 64, second & 0xf == 0 else { return nil }
            bytes.append(first << 2 | second >> 4)
        case 3:
            let (first, second) = (table[Int(text[index])], table[Int(text[index + 1])])
            let third = table[Int(text[index + 2])]
            guard (first | second | third) < 64, third & 0x3 == 0 else { return nil }
            bytes.append(first << 2 | second >> 4)
            bytes.append(second << 4 | third >> 2)
        default: return nil
        }
        return bytes.count <= limit ? bytes : nil
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
