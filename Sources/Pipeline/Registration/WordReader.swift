import Core
import Trust

/// Words of bytes between separators, taken one after the other; an empty word is a word.
struct WordReader {
    private let bytes: ArraySlice<UInt8>
    /// Where the next word begins; nil behind the last.
    private var start: Int?
    private let separator: UInt8

    /// The words of `bytes`, of which there is at least one.
    init(_ bytes: ArraySlice<UInt8>, separator: UInt8) {
        self.bytes = bytes
        start = bytes.startIndex
        self.separator = separator
    }

    /// The next word; nil behind the last.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let start else { return nil }
        var end = start
        while end < bytes.endIndex, bytes[end] != separator { end += 1 }
        self.start = end < bytes.endIndex ? end + 1 : nil
        return bytes[start..<end]
    }

    /// All that is left, with its separators; nil behind the last word.
    mutating func rest() -> ArraySlice<UInt8>? {
        guard let start else { return nil }
        self.start = nil
        return bytes[start...]
    }

    /// True when there is no further word.
    var isAtEnd: Bool { start == nil }

    /// UTF-8 text.
    static func text(_ word: ArraySlice<UInt8>) -> String? { PlainText.read(word.span) }

    /// 16 lower-case hexadecimal digits.
    static func hex(_ word: ArraySlice<UInt8>) -> UInt64? {
        Hexadecimal.word(word.span)
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
        WordLoad.areEqual(word.span, text.utf8Span.span)
    }
}
