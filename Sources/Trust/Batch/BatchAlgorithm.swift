/// The algorithms of `hutong verify --batch` by their names in RFC 7518 §3.1, and SM2 with SM3.
enum BatchAlgorithm: String, CaseIterable {
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case sm2 = "SM2-SM3"

    /// Longest distinguishing id in bytes: GB/T 32918.2 counts its bits in 16 bits.
    static let maximumIDLength = 8191

    /// The digest; for SM2 it is not asked.
    var digest: SignatureScheme.DigestName {
        switch self {
        case .es256, .rs256, .ps256, .sm2: .sha256
        case .es384, .rs384, .ps384: .sha384
        case .es512, .rs512, .ps512: .sha512
        }
    }

    /// How to compute it.
    func scheme(distinguishingID: [UInt8], saltLength: Int) -> SignatureScheme {
        switch self {
        case .es256: .ecdsa(.sha256, curve: .p256)
        case .es384: .ecdsa(.sha384, curve: .p384)
        case .es512: .ecdsa(.sha512, curve: .p521)
        case .rs256, .rs384, .rs512: .rsaPKCS1(digest)
        case .ps256, .ps384, .ps512: .rsaPSS(digest, salt: saltLength)
        case .sm2: .sm2(distinguishingID: distinguishingID)
        }
    }
}
