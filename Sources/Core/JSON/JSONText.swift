/// The text of string and key tokens. All functions take tokens of a tape that accepted the same bytes.
package enum JSONText {
    /// Appends the decoded UTF-8 of the content `range` of a string or key to `output`.
    ///
    /// - Precondition: the scanner accepted the string, so every escape is complete and surrogates are paired.
    package static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout [UInt8]) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            guard byte == 0x5c else {
                output.append(byte)
                index += 1
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            guard escape == 0x75 else {
                output.append(simple(escape))
                continue
            }
            var scalar = unit(bytes, index)
            index += 4
            if scalar & 0xfc00 == 0xd800 {
                scalar = 0x10000 + (scalar & 0x3ff) << 10 + (unit(bytes, index + 2) & 0x3ff)
                index += 6
            }
            append(scalar, to: &output)
        }
    }

    /// The decoded text of a string, key or number token.
    package static func string(_ bytes: Span<UInt8>, _ token: JSONToken) -> String {
        if !token.isEscaped, let text = try? UTF8Span(validating: bytes.extracting(token.range)) {
            return String(copying: text)
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(Int(token.end - token.start))
        decode(bytes, token.range, into: &decoded)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The character that `\x` stands for, x not `u`.
    private static func simple(_ escape: UInt8) -> UInt8 {
        switch escape {
        case 0x62: 0x08
        case 0x66: 0x0c
        case 0x6e: 0x0a
        case 0x72: 0x0d
        case 0x74: 0x09
        default: escape
        }
    }

    /// The UTF-16 unit of four hexadecimal digits at `index`.
    private static func unit(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        var value: UInt32 = 0
        for offset in 0..<4 { value = value << 4 | UInt32(hexadecimal(bytes[index + offset]) ?? 0) }
        return value
    }

    /// The value of a hexadecimal digit; nil for any other byte.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        func byte(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value) }
        switch scalar {
        case 0..<0x80: output.append(byte(scalar))
        case 0x80..<0x800:
            output.append(byte(0xc0 | scalar >> 6))
            output.append(byte(0x80 | scalar & 0x3f))
        case 0x800..<0x10000:
            output.append(byte(0xe0 | scalar >> 12))
            output.append(byte(0x80 | scalar >> 6 & 0x3f))
            output.append(byte(0x80 | scalar & 0x3f))
        default:
            output.append(byte(0xf0 | scalar >> 18))
            output.append(byte(0x80 | scalar >> 12 & 0x3f))
            output.append(byte(0x80 | scalar >> 6 & 0x3f))
            output.append(byte(0x80 | scalar & 0x3f))
        }
    }
}
