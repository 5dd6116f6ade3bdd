import Core

extension SignatureAlgorithm {
    /// How to compute it (docs/specs/envelope.md §5).
    var scheme: SignatureScheme {
        switch self {
        case .ecdsaP256SHA256: .ecdsa(.sha256, curve: .p256)
        case .ecdsaP384SHA384: .ecdsa(.sha384, curve: .p384)
        case .ecdsaP521SHA512: .ecdsa(.sha512, curve: .p521)
        case .rsaPKCS1SHA256: .rsaPKCS1(.sha256)
        case .rsaPKCS1SHA384: .rsaPKCS1(.sha384)
        case .rsaPKCS1SHA512: .rsaPKCS1(.sha512)
        case .rsaPSSSHA256: .rsaPSS(.sha256, salt: 32)
        case .rsaPSSSHA384: .rsaPSS(.sha384, salt: 48)
        case .rsaPSSSHA512: .rsaPSS(.sha512, salt: 64)
        case .sm2SM3: .sm2(distinguishingID: Certificate.distinguishingID)
        }
    }

    /// Digest of the payload, and hash of the tree of a batch, that go with it.
    var payloadDigest: PayloadDigest.Algorithm {
        self == .sm2SM3 ? .sm3 : .sha256
    }
}
