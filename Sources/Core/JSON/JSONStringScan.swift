/// Walks over the content of one string: RFC 8259 §7 and, in the same pass, RFC 3629.
struct JSONStringScan {
    /// Where the walk stands: after success on the closing quotation mark, after a fault on the offending byte.
    var index: Int
    /// By how much the bytes walked over outnumber the Unicode scalars they stand for.
    var surplus = 0
    /// True once an escape was met.
    var isEscaped = false
    /// True once a character was met, escaped or not, that nobody sees and nobody means: a control character other
    /// than tab, line feed and carriage return (U+0000–001F, U+007F–009F), a zero-width character (U+200B–200F,
    /// U+FEFF), a separator U+2028 or U+2029, or a control of writing direction (U+061C, U+202A–202E, U+2066–2069).
    var holdsInvisible = false

    /// A walk from `index`, the byte after the opening quotation mark.
    @inline(__always)
    init(from index: Int) {
        self.index = index
    }

    /// Walks to the closing quotation mark.
    @inline(__always)
    mutating func run(_ bytes: Span<UInt8>) -> JSONFault? {
        while true {
            while index &+ 8 <= bytes.count {
                let word = WordLoad.word(bytes, index)
                if WordLoad.isPairOfThree(word) {
                    index &+= 6
                    surplus &+= 4
                    continue
                }
                let specials = WordLoad.specials(word)
                guard specials != 0 else {
                    index &+= 8
                    continue
                }
                index &+= specials.trailingZeroBitCount >> 3
                if bytes[index] == 0x22 { return nil }
                if let fault = special(bytes) { return fault }
            }
            guard index < bytes.count else { return .unexpectedEnd }
            let byte = bytes[index]
            if byte == 0x22 { return nil }
            if byte >= 0x20, byte < 0x7f, byte != 0x5c {
                index &+= 1
            } else if let fault = special(bytes) {
                return fault
            }
        }
    }

    /// Walks over one escape or one character of several bytes, or names what is wrong with the byte at ``index``.
    @inline(__always)
    private mutating func special(_ bytes: Span<UInt8>) -> JSONFault? {
        let byte = bytes[index]
        if byte >= 0xe1, byte <= 0xef, byte != 0xed, index &+ 2 < bytes.count,
            bytes[index &+ 1] & 0xc0 == 0x80, bytes[index &+ 2] & 0xc0 == 0x80
        {
            if byte == 0xe2 || byte == 0xef { note(UInt32(bytes[index &+ 1]) << 8 | UInt32(bytes[index &+ 2]), byte) }
            index &+= 3
            surplus &+= 2
            return nil
        }
        if byte == 0x5c { return escape(bytes) }
        return byte < 0x20 ? .controlCharacter : multibyte(bytes)
    }

    /// Notes invisible characters among those whose UTF-8 is `lead`, 0xE2 or 0xEF, and two more bytes.
    @inline(__always)
    private mutating func note(_ rest: UInt32, _ lead: UInt8) {
        if lead == 0xef {
            if rest == 0xbbbf { holdsInvisible = true }
        } else if rest & 0xfe00 == 0x8000 {
            // U+2000 and on: the two continuation bytes carry six bits each.
            note(0x2000 | (rest >> 8 & 1) << 6 | rest & 0x3f)
        }
    }

    /// Notes an invisible character.
    private mutating func note(_ scalar: UInt32) {
        switch scalar {
        case 0x09, 0x0a, 0x0d: break
        case 0x00..<0x20, 0x7f..<0xa0, 0x061c, 0x200b...0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
            holdsInvisible = true
        default: break
        }
    }

    /// Walks over the control character U+007F, or one character of two to four bytes by the table of RFC 3629 §4: shortest form only, no
    /// surrogates, nothing above U+10FFFF.
    @inline(never)
    private mutating func multibyte(_ bytes: Span<UInt8>) -> JSONFault? {
        let lead = bytes[index]
        guard lead != 0x7f else {
            holdsInvisible = true
            index &+= 1
            return nil
        }
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch lead {
        case 0xc2...0xdf: count = 1
        case 0xe0:
            count = 2
            second = 0xa0...0xbf
        case 0xed:
            count = 2
            second = 0x80...0x9f
        case 0xe1...0xef: count = 2
        case 0xf0:
            count = 3
            second = 0x90...0xbf
        case 0xf1...0xf3: count = 3
        case 0xf4:
            count = 3
            second = 0x80...0x8f
        default: return .invalidUTF8
        }
        for offset in 1...count {
            guard index &+ offset < bytes.count else { return .invalidUTF8 }
            let byte = bytes[index &+ offset]
            guard offset == 1 ? second.contains(byte) : byte & 0xc0 == 0x80 else { return .invalidUTF8 }
        }
        if count == 1 { note(UInt32(lead & 0x1f) << 6 | UInt32(bytes[index &+ 1] & 0x3f)) }
        index &+= count &+ 1
        surplus &+= count
        return nil
    }

    /// Walks over one escape; a `\u` surrogate must be followed by its partner.
    @inline(never)
    private mutating func escape(_ bytes: Span<UInt8>) -> JSONFault? {
        isEscaped = true
        guard index &+ 1 < bytes.count else {
            index = bytes.count
            return .unexpectedEnd
        }
        switch bytes[index &+ 1] {
        case 0x62, 0x66:
            // Backspace and form feed.
            holdsInvisible = true
            index &+= 2
            surplus &+= 1
            return nil
        case 0x22, 0x2f, 0x5c, 0x6e, 0x72, 0x74:
            index &+= 2
            surplus &+= 1
            return nil
        case 0x75:
            guard let unit = hexadecimalUnit(bytes, at: index &+ 2) else { return .invalidEscape }
            guard unit & 0xf800 == 0xd800 else {
                note(unit)
                index &+= 6
                surplus &+= 5
                return nil
            }
            guard unit < 0xdc00, index &+ 7 < bytes.count, bytes[index &+ 6] == 0x5c, bytes[index &+ 7] == 0x75,
                let partner = hexadecimalUnit(bytes, at: index &+ 8), partner & 0xfc00 == 0xdc00
            else { return .loneSurrogate }
            index &+= 12
            surplus &+= 11
            return nil
        default:
            return .invalidEscape
        }
    }

    private func hexadecimalUnit(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
        guard start &+ 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = JSONText.hexadecimal(bytes[start &+ offset]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
