import Core

/// Words of bytes between separators, taken one after the other; an empty word is a word.
struct WordReader {
    private var rest: ArraySlice<UInt8>?
    private let separator: UInt8

    /// The words of `bytes`, of which there is at least one.
    init(_ bytes: ArraySlice<UInt8>, separator: UInt8) {
        rest = bytes
        self.separator = separator
    }

    /// The next word; nil behind the last.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let bytes = rest else { return nil }
        guard let end = bytes.firstIndex(of: separator) else {
            rest = nil
            return bytes
        }
        rest = bytes[(end + 1)...]
        return bytes[..<end]
    }

    /// True when there is no further word.
    var isAtEnd: Bool { rest == nil }

    /// UTF-8 text.
    static func text(_ word: ArraySlice<UInt8>) -> String? { PlainText.read(word.span) }

    /// 16 lower-case hexadecimal digits.
    static func hex(_ word: ArraySlice<UInt8>) -> UInt64? {
        guard word.count == 16 else { return nil }
        var value: UInt64 = 0
        for byte in word {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(byte - 0x57)
            default: return nil
            }
        }
        return value
    }

    /// 32 lower-case hexadecimal digits.
    static func key(_ word: ArraySlice<UInt8>) -> EntryKey? {
        guard word.count == 32, let high = hex(word.prefix(16)), let low = hex(word.suffix(16)) else { return nil }
        return EntryKey(high: high, low: low)
    }

    /// Decimal digits alone, for a number of 64 bits.
    static func number(_ word: ArraySlice<UInt8>) -> UInt64? {
        guard !word.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in word {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (tens, tooMuch) = value.multipliedReportingOverflow(by: 10)
            let (sum, over) = tens.addingReportingOverflow(UInt64(byte - 0x30))
            guard !tooMuch, !over else { return nil }
            value = sum
        }
        return value
    }

    /// The same with a minus before it, perhaps.
    static func signed(_ word: ArraySlice<UInt8>) -> Int64? {
        guard word.first == UInt8(ascii: "-") else { return number(word).flatMap(Int64.init(exactly:)) }
        return number(word.dropFirst()).flatMap(Int64.init(exactly:)).map { -$0 }
    }

    /// True for the first of two words, false for the second, nil for anything else.
    static func choice(_ word: ArraySlice<UInt8>, _ first: String, _ second: String) -> Bool? {
        if isText(word, first) { return true }
        return isText(word, second) ? false : nil
    }

    /// True when the word is `text`.
    static func isText(_ word: ArraySlice<UInt8>, _ text: String) -> Bool {
        let (left, right) = (word.span, text.utf8Span.span)
        guard left.count == right.count else { return false }
        for place in 0..<left.count where left[place] != right[place] { return false }
        return true
    }
}
