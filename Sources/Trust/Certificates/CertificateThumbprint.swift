/// SHA-256 of a certificate's DER encoding: what `ce_sigkeyid` refers to.
package struct CertificateThumbprint: Sendable, Hashable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A thumbprint from the 32 bytes of a SHA-256 digest; nil for another count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var rest = bytes.makeIterator()
        func word() -> UInt64 {
            var word: UInt64 = 0
            for _ in 0..<8 { word = word << 8 | UInt64(rest.next() ?? 0) }
            return word
        }
        words = (word(), word(), word(), word())
    }

    /// Reads a key id: `sha-256:` and 64 lower-case hexadecimal digits (docs/specs/envelope.md §5).
    package init?(keyID: some Collection<UInt8>) {
        let prefix = "sha-256:".utf8
        guard keyID.count == prefix.count + 64, keyID.starts(with: prefix) else { return nil }
        var rest = keyID.dropFirst(prefix.count).makeIterator()
        func word() -> UInt64? {
            var word: UInt64 = 0
            for _ in 0..<16 {
                guard let character = rest.next(),
                    let digit = Hexadecimal.value(of: character, acceptingUpperCase: false)
                else { return nil }
                word = word << 4 | UInt64(digit)
            }
            return word
        }
        guard let first = word(), let second = word(), let third = word(), let fourth = word() else { return nil }
        words = (first, second, third, fourth)
    }

    /// The key id as text.
    package var keyID: String { "sha-256:" + Hexadecimal.encode(bytes) }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// The key id.
    package var description: String { keyID }

    /// Equal when all 32 bytes are.
    package static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    /// Feeds the first half, already uniformly distributed.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
