/// Which public keys are strong enough (about 112 bits of security and more).
enum KeyRule {
    /// Shortest RSA modulus in bits.
    static let minimumRSABits = 2048
    /// Longest RSA modulus in bits; beyond it a verification costs too much to be offered to strangers.
    static let maximumRSABits = 8192

    /// True for RSA of 2048 to 8192 bits, the NIST curves from P-256 and SM2.
    static func isStrong(_ key: PublicKeyKind) -> Bool {
        switch key {
        case .rsa(let bits), .rsaPSS(let bits): (minimumRSABits...maximumRSABits).contains(bits)
        case .p256, .p384, .p521, .sm2: true
        case .other: false
        }
    }
}
