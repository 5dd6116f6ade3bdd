import Core

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
        var bytes: [UInt8] = []
        append(word, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``encode(_:)-(UInt64)`` of `word`.
    package static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        let text = (eightDigits(of: word >> 32).bigEndian, eightDigits(of: word & 0xffff_ffff).bigEndian)
        // Two integers without padding between them, read while they are there.
        unsafe withUnsafeBytes(of: text) { unsafe bytes.append(contentsOf: $0) }
    }

    /// The digits of a number of 32 bits, the first in the highest byte.
    private static func eightDigits(of number: UInt64) -> UInt64 {
        // Each step halves the groups of digits, until each has a byte of its own.
        var digits = (number | number << 16) & 0x0000_ffff_0000_ffff
        digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
        digits = (digits | digits << 4) & 0x0f0f_0f0f_0f0f_0f0f
        let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    }

    /// The number whose 16 lower-case digits `text` is; nil for anything else.
    package static func word(_ text: Span<UInt8>) -> UInt64? {
        guard text.count == 16, let high = number(WordLoad.word(text, 0)), let low = number(WordLoad.word(text, 8))
        else { return nil }
        return high << 32 | low
    }

    /// The number of 32 bits whose digits `text` is, the first in the lowest byte; nil for anything else.
    private static func number(_ text: UInt64) -> UInt64? {
        // 0x30…0x39 and 0x61…0x66: the bit 0x40 tells letters, whose lower half counts from 1.
        let letters = text >> 6 & 0x0101_0101_0101_0101
        guard text & 0xf0f0_f0f0_f0f0_f0f0 == 0x3030_3030_3030_3030 &+ letters &* 0x30 else { return nil }
        var digits = text & 0x0f0f_0f0f_0f0f_0f0f &+ letters &* 9
        // A letter stands for 10 to 15, a digit for less.
        guard digits & 0xf0f0_f0f0_f0f0_f0f0 == 0,
            (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101 == letters
        else { return nil }
        digits = digits.byteSwapped
        digits = (digits | digits >> 4) & 0x00ff_00ff_00ff_00ff
        digits = (digits | digits >> 8) & 0x0000_ffff_0000_ffff
        return (digits | digits >> 16) & 0xffff_ffff
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
