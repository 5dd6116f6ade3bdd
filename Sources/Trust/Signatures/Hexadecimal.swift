/// Hexadecimal text of bytes.
package enum Hexadecimal {
    /// `prefix` and lower-case digits, two for each byte.
    package static func encode(_ bytes: some Collection<UInt8>, behind prefix: String = "") -> String {
        let digits = digits
        var text: [UInt8] = []
        text.reserveCapacity(prefix.utf8.count + bytes.count * 2)
        text.append(contentsOf: prefix.utf8)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The 16 lower-case digits of `word`.
    package static func encode(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Appends ``encode(_:)-(UInt64)`` of `word`.
    package static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: word &>> shift & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// The bytes of an even number of digits; nil for anything else.
    package static func decode(
        _ text: some Collection<UInt8>,
        acceptingUpperCase: Bool = true
    ) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            guard let digit = value(of: character, acceptingUpperCase: acceptingUpperCase) else { return nil }
            if let pending = high {
                bytes.append(pending << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// The value of a digit; nil for anything else.
    static func value(of character: UInt8, acceptingUpperCase: Bool) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x61...0x66: character - 0x61 + 10
        case 0x41...0x46 where acceptingUpperCase: character - 0x41 + 10
        default: nil
        }
    }
}
