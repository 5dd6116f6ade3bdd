/// One way to compute a signature, as OpenSSL has to be told: padding, digest, and the sort of key it needs.
enum SignatureScheme: Hashable {
    /// RSASSA-PKCS1-v1_5.
    case rsaPKCS1(DigestName)
    /// RSASSA-PSS; MGF1 uses the same digest; the salt has this many bytes.
    case rsaPSS(DigestName, salt: Int)
    /// ECDSA in DER on the named curve.
    case ecdsa(DigestName, curve: PublicKeyKind)
    /// SM2 with SM3 in DER under a distinguishing id.
    case sm2(distinguishingID: [UInt8])

    /// The digests that go with a scheme.
    enum DigestName: Hashable {
        case sha256
        case sha384
        case sha512

        /// The method for it.
        var method: DigestMethod {
            switch self {
            case .sha256: .sha256
            case .sha384: .sha384
            case .sha512: .sha512
            }
        }
    }

    /// The digest method.
    var method: DigestMethod {
        switch self {
        case .rsaPKCS1(let digest), .rsaPSS(let digest, _), .ecdsa(let digest, _): digest.method
        case .sm2: .sm3
        }
    }

    /// True when signatures are a DER SEQUENCE of two INTEGERs.
    var isDER: Bool {
        switch self {
        case .ecdsa, .sm2: true
        case .rsaPKCS1, .rsaPSS: false
        }
    }

    /// True when `key` is of the sort that this scheme needs; a mismatch is how algorithm confusion begins.
    func fits(_ key: PublicKeyKind) -> Bool {
        switch (self, key) {
        case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.rsaPSS, .rsaPSS), (.sm2, .sm2): true
        case (.ecdsa(_, let curve), let key): curve == key
        default: false
        }
    }
}
