/// Eight bytes at a time without unsafe code: one bounds check, one load.
@usableFromInline
package enum WordLoad {
    /// The eight bytes from `index` on, the first in the lowest bits; traps unless `index + 8 <= bytes.count`.
    @inlinable @inline(__always)
    package static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
        let part = bytes.extracting(index..<(index &+ 8))
        let low = UInt64(part[0]) | UInt64(part[1]) << 8 | UInt64(part[2]) << 16 | UInt64(part[3]) << 24
        let high = UInt64(part[4]) << 32 | UInt64(part[5]) << 40 | UInt64(part[6]) << 48 | UInt64(part[7]) << 56
        return low | high
    }

    /// The bytes of `range`, fewer than eight, in the lowest bits, the others zero.
    @inlinable @inline(__always)
    package static func prefix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        if range.lowerBound &+ 8 <= bytes.count {
            return word(bytes, range.lowerBound) & ~(UInt64.max << UInt64(truncatingIfNeeded: range.count &* 8))
        }
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for index in range {
            value |= UInt64(bytes[index]) << shift
            shift &+= 8
        }
        return value
    }

    /// True when both are the same bytes.
    package static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var index = 0
        while index + 8 <= left.count {
            guard word(left, index) == word(right, index) else { return false }
            index += 8
        }
        while index < left.count {
            guard left[index] == right[index] else { return false }
            index += 1
        }
        return true
    }

    /// True when any of the eight bytes has to be escaped in a JSON string: quotation mark, reverse solidus or a control
    /// character. Borrows only run upwards from such a byte, so the answer is exact.
    @inline(__always)
    static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ 0x2222_2222_2222_2222
        let solidus = word ^ 0x5c5c_5c5c_5c5c_5c5c
        let marks = (quote &- ones) & ~quote | (solidus &- ones) & ~solidus
        let control = (word &- 0x2020_2020_2020_2020) & ~word
        return (marks | control) & 0x8080_8080_8080_8080 != 0
    }

    /// The high bit of the lowest byte that ends a run of plain ASCII string content is set, lower ones are clear:
    /// quotation mark, reverse solidus, a control character, or anything from 0x7F. Bits above the lowest one set
    /// may be false, because a borrow runs upwards.
    @inline(__always)
    static func specials(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ 0x2222_2222_2222_2222
        let solidus = word ^ 0x5c5c_5c5c_5c5c_5c5c
        let marks = (quote &- ones) & ~quote | (solidus &- ones) & ~solidus
        let control = (word &- 0x2020_2020_2020_2020) & ~word
        // Adding one turns 0x7F into 0x80; the carry out of a 0xFF runs upwards too.
        return (marks | control | word | (word &+ ones)) & 0x8080_8080_8080_8080
    }

    /// True when the lowest six bytes are two characters of three bytes each that need no closer look: lead bytes
    /// 0xE1, 0xE3–0xEC, 0xEE, 0xEF (RFC 3629 §4 puts conditions on the byte after 0xE0 and 0xED; behind 0xE2, and as
    /// U+FEFF behind 0xEF, stand characters that nobody sees), then two continuations.
    @inline(__always)
    static func isPairOfThree(_ word: UInt64) -> Bool {
        guard word & 0x0000_c0c0_f0c0_c0f0 == 0x0000_8080_e080_80e0 else { return false }
        // Without bit 1, 0xE0 and 0xE2 are the same.
        guard word & 0x0d != 0, word >> 24 & 0x0d != 0, word & 0x0f != 0x0d, word >> 24 & 0x0f != 0x0d else {
            return false
        }
        return word & 0xff_ffff != 0xbf_bbef && word >> 24 & 0xff_ffff != 0xbf_bbef
    }
}
