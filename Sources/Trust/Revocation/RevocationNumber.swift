/// A CRL number (RFC 5280 §5.2.3): it grows with each list of one issuer and may have 20 octets.
package struct RevocationNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Most octets that RFC 5280 lets a number have.
    static let maximumOctets = 20

    /// Big-endian, without leading zeros; empty for 0.
    private let octets: [UInt8]

    /// The number that the content of a DER INTEGER holds; nil for a negative, padded or overlong one.
    init?(content: some Collection<UInt8>) {
        guard let first = content.first, first < 0x80 else { return nil }
        if first == 0, let second = content.dropFirst().first, second < 0x80 { return nil }
        let octets = Array(content.drop { $0 == 0 })
        guard octets.count <= RevocationNumber.maximumOctets else { return nil }
        self.octets = octets
    }

    /// By value.
    package static func < (left: Self, right: Self) -> Bool {
        left.octets.count == right.octets.count
            ? left.octets.lexicographicallyPrecedes(right.octets) : left.octets.count < right.octets.count
    }

    /// Decimal where it fits 64 bits, else hexadecimal behind `0x`.
    package var description: String {
        guard octets.count <= 8 else { return Hexadecimal.encode(octets, behind: "0x") }
        return String(octets.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
