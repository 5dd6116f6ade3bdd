import COpenSSL

/// A digest of payload bytes, as it stands in the signing base, on receipts and in `hutong-digest`.
package struct PayloadDigest: Sendable, Hashable {
    /// The digest algorithms in use.
    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        /// SHA-256 (FIPS 180-4).
        case sha256 = "sha-256"
        /// SM3 (GB/T 32905).
        case sm3
    }

    /// Which algorithm made it.
    package let algorithm: Algorithm
    /// The 32 bytes.
    package let bytes: [UInt8]

    /// Digests `payload`; nil bytes (a tombstone) count as none.
    package init(_ algorithm: Algorithm, of payload: [UInt8]) {
        self.algorithm = algorithm
        bytes = DigestMethod.named(algorithm).digest(payload)
    }

    /// A digest that somebody states; nil unless it has 32 bytes.
    package init?(_ algorithm: Algorithm, bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// The first 16 bytes of the SHA-256 of `bytes` as two numbers, the first byte the most significant.
    package static func words(of bytes: Span<UInt8>) -> (high: UInt64, low: UInt64) {
        let words = DigestMethod.sha256.words(bytes)
        return (words.0, words.1)
    }

    /// Lower-case hexadecimal.
    package var hex: String { Hexadecimal.encode(bytes) }
    /// Base64 with padding.
    package var base64: String { Base64.encode(bytes) }
    /// `sha-256:<hex>` or `sm3:<hex>`.
    package var text: String { Hexadecimal.encode(bytes, behind: "\(algorithm.rawValue):") }
}
