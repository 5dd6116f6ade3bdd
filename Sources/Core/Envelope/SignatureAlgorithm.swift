/// The signature algorithms, as named in `ce_sigalg` and in the signing base (docs/specs/envelope.md §5.2).
package enum SignatureAlgorithm: String, CaseIterable, Sendable, Hashable {
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5), DER-encoded.
    case ecdsaP256SHA256 = "ecdsa-p256-sha256"
    /// ECDSA on P-384 with SHA-384 (FIPS 186-5), DER-encoded.
    case ecdsaP384SHA384 = "ecdsa-p384-sha384"
    /// ECDSA on P-521 with SHA-512 (FIPS 186-5), DER-encoded.
    case ecdsaP521SHA512 = "ecdsa-p521-sha512"
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017), key of at least 2048 bits.
    case rsaPKCS1SHA256 = "rsa-v1_5-sha256"
    /// RSASSA-PKCS1-v1_5 with SHA-384, key of at least 2048 bits.
    case rsaPKCS1SHA384 = "rsa-v1_5-sha384"
    /// RSASSA-PKCS1-v1_5 with SHA-512, key of at least 2048 bits.
    case rsaPKCS1SHA512 = "rsa-v1_5-sha512"
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes, key of at least 2048 bits.
    case rsaPSSSHA256 = "rsa-pss-sha256"
    /// RSASSA-PSS with SHA-384, MGF1 with SHA-384, salt of 48 bytes, key of at least 2048 bits.
    case rsaPSSSHA384 = "rsa-pss-sha384"
    /// RSASSA-PSS with SHA-512, MGF1 with SHA-512, salt of 64 bytes, key of at least 2048 bits.
    case rsaPSSSHA512 = "rsa-pss-sha512"
    /// SM2 with SM3 (GB/T 32918.2), distinguishing id `1234567812345678`, DER-encoded.
    case sm2SM3 = "sm2-sm3"

    /// Name of the payload digest that goes with this algorithm in the signing base: `sm3` beside SM2, else `sha-256`.
    package var digestName: String {
        switch self {
        case .sm2SM3: "sm3"
        default: "sha-256"
        }
    }
}
