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
        self.init(of: text.span)
    }

    /// The key of what is called `name` as a whole.
    init(of name: Span<UInt8>) {
        let words = PayloadDigest.words(of: name)
        self.init(high: words.high, low: words.low)
    }

    /// 32 hexadecimal digits.
    var hex: String { Hexadecimal.encode(high) + Hexadecimal.encode(low) }

    /// Appends ``hex``.
    func appendHex(to bytes: inout [UInt8]) {
        Hexadecimal.append(high, to: &bytes)
        Hexadecimal.append(low, to: &bytes)
    }
}
