/// The characters that codes are made of.
enum CodeCharacter {
    /// 0 to 9 for digits, 10 to 35 for capital letters (GB 11714 and ISO 7064 alike); nil for anything else.
    @inline(__always)
    static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte - 0x30)
        case 0x41...0x5a: Int(byte - 0x37)
        default: nil
        }
    }

    /// True for 0 to 9.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// True for A to Z.
    @inline(__always)
    static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    /// True when all of `range` are digits; `range` lies within `text`.
    @inline(__always)
    static func areDigits(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where !isDigit(text[index]) { return false }
        return true
    }

    /// The number that the digits of `range` write, at most 18 of them; nil when one is no digit.
    @inline(__always)
    static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard isDigit(text[index]) else { return nil }
            value = value &* 10 &+ Int(text[index] &- 0x30)
        }
        return value
    }
}
