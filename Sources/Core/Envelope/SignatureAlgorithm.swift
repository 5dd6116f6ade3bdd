/// The signature algorithms of the `raw` form, as named in `ce_sigalg` and in the signing base.
package enum SignatureAlgorithm: String, CaseIterable, Sendable, Hashable {
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5), DER-encoded.
    case ecdsaP256SHA256 = "ecdsa-p256-sha256"
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017), key of at least 2048 bits.
    case rsaPKCS1SHA256 = "rsa-v1_5-sha256"
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes, key of at least 2048 bits.
    case rsaPSSSHA256 = "rsa-pss-sha256"
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
