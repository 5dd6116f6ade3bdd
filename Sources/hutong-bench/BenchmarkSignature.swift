internal import Core
internal import Trust

/// How the submissions of the pipeline benchmark are signed.
enum BenchmarkSignature: String, CaseIterable {
    /// Not at all; the check lets everything pass.
    case none
    /// ECDSA P-256 with SHA-256, raw.
    case ecdsa
    /// RSA-2048 with SHA-256 and PKCS#1 v1.5, raw.
    case rsa
    /// SM2 with SM3, raw.
    case sm2
    /// SM2 with SM3 in a detached CMS SignedData with signed attributes and the certificate inside.
    case cms

    /// The kind of key; nil without a signature.
    var key: KeyKind? {
        switch self {
        case .none: nil
        case .ecdsa: .p256
        case .rsa: .rsa2048
        case .sm2, .cms: .sm2
        }
    }

    /// The form of the signature.
    var form: SignatureForm {
        self == .cms
            ? .cms(includesCertificate: true, signedAttributes: true) : .raw(attachesCertificate: false)
    }

    /// The digest by OpenSSL's name.
    var digest: String { key == .sm2 ? "SM3" : "SHA256" }
}
