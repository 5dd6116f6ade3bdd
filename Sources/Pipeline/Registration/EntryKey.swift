import Core
import Trust

/// What an entry of the register is found under: the first 128 bits of SHA-256 of its name within its case.
///
/// A name may be as long as an attribute; a key has 16 bytes, and nobody can find two names with one key.
struct EntryKey: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The key of `parts` of the case `caseKey`, which hold no U+001F (an attribute has no control characters).
    init(_ caseKey: String, _ parts: String...) {
        var text: [UInt8] = []
        text.reserveCapacity(parts.reduce(caseKey.utf8.count) { $0 + $1.utf8.count + 1 })
        text.append(contentsOf: caseKey.utf8)
        for part in parts {
            text.append(0x1f)
            text.append(contentsOf: part.utf8)
        }
        let words = PayloadDigest.words(of: text.span)
        self.init(high: words.high, low: words.low)
    }

    /// The first 16 bytes of `digest`, which has at least so many.
    init(digest: [UInt8]) {
        func word(_ range: Range<Int>) -> UInt64 { digest[range].reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: word(0..<8), low: word(8..<16))
    }

    /// 32 hexadecimal digits.
    var hex: String { EntryKey.hex(high) + EntryKey.hex(low) }

    /// Appends ``hex``.
    func appendHex(to bytes: inout [UInt8]) {
        EntryKey.append(high, to: &bytes)
        EntryKey.append(low, to: &bytes)
    }

    /// Appends ``hex(_:)`` of `word`.
    static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: word &>> shift & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// Reads ``hex``.
    init?(hex: Substring.UTF8View) {
        guard hex.count == 32 else { return nil }
        let middle = hex.index(hex.startIndex, offsetBy: 16)
        guard let high = EntryKey.word(hex[..<middle]), let low = EntryKey.word(hex[middle...]) else { return nil }
        self.init(high: high, low: low)
    }

    /// 16 hexadecimal digits of `word`.
    static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Reads 16 lower-case hexadecimal digits.
    static func word(_ hex: Substring.UTF8View) -> UInt64? {
        guard hex.count == 16, hex.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            return nil
        }
        return UInt64(Substring(hex), radix: 16)
    }
}
