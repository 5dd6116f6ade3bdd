import Core

extension SignatureAlgorithm {
    /// How to compute it (docs/specs/envelope.md §5).
    var scheme: SignatureScheme {
        switch self {
        case .ecdsaP256SHA256: .ecdsa(.sha256, curve: .p256)
        case .rsaPKCS1SHA256: .rsaPKCS1(.sha256)
        case .rsaPSSSHA256: .rsaPSS(.sha256, salt: 32)
        case .sm2SM3: .sm2(distinguishingID: Certificate.distinguishingID)
        }
    }

    /// Digest of the payload that goes with it.
    var payloadDigest: PayloadDigest.Algorithm {
        self == .sm2SM3 ? .sm3 : .sha256
    }
}
