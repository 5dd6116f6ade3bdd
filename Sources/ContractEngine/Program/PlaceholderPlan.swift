internal import Core

/// The placeholders of an edition ready for look-up.
///
/// Nearly every value is told to be none by its length and its first byte.
struct PlaceholderPlan: Sendable {
    /// Most characters of a value that can be a placeholder, the blanks around it included.
    static let maximumLength = 32

    /// What the edition says of them.
    let policy: Policy

    private var pool = CodePool()
    private let texts: CodePool.CodeSet
    private let dates: CodePool.CodeSet
    /// Bit n: a text or a blank, or an escape, begins with a byte whose lower six bits are n.
    private var first: UInt64 = 0
    /// Bit n: a date begins with the digit n.
    private var firstDigits: UInt16 = 0
    /// Bit n: a text has n bytes; bit 63 stands for all that are longer.
    private var lengths: UInt64 = 0

    /// The plan of `definition`; with policy `off`, or without a definition, nothing is a placeholder.
    init(_ definition: PlaceholderDefinition?) {
        policy = definition?.policy ?? .off
        let isOn = policy != .off
        let words = isOn ? definition?.texts ?? [] : []
        let days = isOn ? definition?.dates ?? [] : []
        texts = pool.add(words)
        dates = pool.add(days)
        for word in words {
            guard let byte = word.utf8.first else { continue }
            mark(byte)
            lengths |= 1 << UInt64(min(word.utf8.count, 63))
        }
        if !words.isEmpty { for byte: UInt8 in [0x20, 0x09, 0x0a, 0x0d, 0x5c, 0xc2, 0xe3] { mark(byte) } }
        for day in days {
            if let digit = day.utf8.first { firstDigits |= 1 << UInt16(digit & 0x0f) }
        }
    }

    /// True when a text can be told from the other values of a field.
    static func takes(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return !bytes.isEmpty && trimmed(bytes.span) == 0..<bytes.count && text.unicodeScalars.count <= maximumLength
    }

    /// True when a string token may be a placeholder text, from its length and its first byte alone.
    @inline(__always)
    func mayBeText(_ bytes: Span<UInt8>, _ token: JSONToken) -> Bool {
        guard token.link <= UInt32(Self.maximumLength) else { return false }
        return first >> UInt64(bytes[Int(token.start)] & 63) & 1 == 1
    }

    /// True when `text`, not empty, has the length of a text or may have blanks around it.
    @inline(__always)
    func hasLength(_ text: Span<UInt8>) -> Bool {
        lengths >> UInt64(min(text.count, 63)) & 1 == 1 || Self.mayBeBlank(text[0])
            || Self.mayBeBlank(text[text.count - 1])
    }

    /// True for blanks, and for the first and last bytes of those that have more than one.
    @inline(__always)
    private static func mayBeBlank(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x80 || byte == 0xa0 || byte == 0xc2 || byte == 0xe3
    }

    /// True when `text`, decoded, is a placeholder text with or without blanks around it.
    func isText(_ text: Span<UInt8>) -> Bool {
        let range = Self.trimmed(text)
        // Blanks alone are no value either, but nobody wrote a placeholder.
        guard !range.isEmpty, lengths >> UInt64(min(range.count, 63)) & 1 == 1 else { return false }
        return pool.contains(text.extracting(range), in: texts)
    }

    /// True when `text`, decoded and not empty, is a placeholder date.
    @inline(__always)
    func isDate(_ text: Span<UInt8>) -> Bool {
        firstDigits >> UInt16(text[0] & 0x0f) & 1 == 1 && pool.contains(text, in: dates)
    }

    /// Where `text` stands between blanks: space, tab, line feed, carriage return, U+00A0 and U+3000.
    private static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
        var start = 0
        var end = text.count
        while start < end {
            let count = blank(text, start..<end, isLeading: true)
            guard count > 0 else { break }
            start += count
        }
        while start < end {
            let count = blank(text, start..<end, isLeading: false)
            guard count > 0 else { break }
            end -= count
        }
        return start..<end
    }

    /// How many bytes of a blank `range` begins or ends with.
    private static func blank(_ text: Span<UInt8>, _ range: Range<Int>, isLeading: Bool) -> Int {
        func byte(_ offset: Int, of count: Int) -> UInt8 {
            text[isLeading ? range.lowerBound + offset : range.upperBound - count + offset]
        }
        switch byte(0, of: 1) {
        case 0x20, 0x09, 0x0a, 0x0d: return 1
        default: break
        }
        if range.count >= 2, byte(0, of: 2) == 0xc2, byte(1, of: 2) == 0xa0 { return 2 }
        if range.count >= 3, byte(0, of: 3) == 0xe3, byte(1, of: 3) == 0x80, byte(2, of: 3) == 0x80 { return 3 }
        return 0
    }

    private mutating func mark(_ byte: UInt8) { first |= 1 << UInt64(byte & 63) }
}
