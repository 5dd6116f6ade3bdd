/// The sorts of key that Hutong makes.
package enum KeyKind: String, Sendable, Hashable, CaseIterable {
    /// ECDSA on P-256.
    case p256
    /// ECDSA on P-384.
    case p384
    /// ECDSA on P-521.
    case p521
    /// RSA of 2048 bits.
    case rsa2048
    /// RSA of 3072 bits.
    case rsa3072
    /// RSA of 4096 bits.
    case rsa4096
    /// SM2.
    case sm2
    /// RSA of 1024 bits: too weak to be accepted, for tests of that refusal.
    case rsa1024
}
