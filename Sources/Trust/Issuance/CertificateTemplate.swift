package import Core

/// What a certificate to be issued shall say. For development and demonstration; a real authority has its own practice.
package struct CertificateTemplate: Sendable {
    /// Uses of the key (RFC 5280 §4.2.1.3), by OpenSSL's names.
    package enum KeyUsage: String, Sendable, Hashable, CaseIterable {
        case digitalSignature
        case nonRepudiation
        case keyEncipherment
        case dataEncipherment
        case keyAgreement
        case keyCertSign
        case cRLSign
    }

    /// How the identity extension 1.2.156.10260.4.1.4 is encoded; authorities differ.
    package enum IdentityEncoding: Sendable, Hashable, CaseIterable {
        /// PrintableString, as GM/T 0015 asks.
        case printableString
        /// UTF8String.
        case utf8String
        /// PrintableString inside the context tag [0].
        case tagged
        /// The bare characters.
        case bare
    }

    /// The digest of the issuer's signature, where the issuer is RSA or ECDSA.
    package enum Digest: String, Sendable, Hashable {
        /// SHA-256; SM3 where the issuer's key is SM2.
        case standard = "SHA256"
        /// SHA-1: refused everywhere, for tests of that refusal.
        case sha1 = "SHA1"
    }

    /// OID of the extension that holds the 统一社会信用代码.
    package static let identityExtension = "1.2.156.10260.4.1.4"

    /// Common name (CN).
    package var commonName: String
    /// Organisation (O).
    package var organization = "Hutong 互通 Demonstration"
    /// 统一社会信用代码 for the identity extension and the attribute organizationIdentifier; nil leaves both out.
    package var platformCode: String?
    /// How the identity extension is encoded.
    package var identityEncoding = IdentityEncoding.printableString
    /// First instant of validity.
    package var notBefore: Instant
    /// End of validity.
    package var notAfter: Instant
    /// Uses of the key; empty leaves the extension out.
    package var keyUsage: Set<KeyUsage>
    /// True for a CA.
    package var isAuthority: Bool
    /// Digest of the signature.
    package var digest = Digest.standard

    /// A signing certificate of a platform.
    package static func platform(
        _ commonName: String,
        code: String?,
        notBefore: Instant,
        notAfter: Instant
    ) -> CertificateTemplate {
        CertificateTemplate(
            commonName: commonName,
            platformCode: code,
            notBefore: notBefore,
            notAfter: notAfter,
            keyUsage: [.digitalSignature, .nonRepudiation],
            isAuthority: false
        )
    }

    /// The certificate of a recognising authority, which signs trust lists and issues nothing.
    package static func recognisingAuthority(
        _ commonName: String,
        notBefore: Instant,
        notAfter: Instant
    ) -> CertificateTemplate {
        CertificateTemplate(
            commonName: commonName,
            platformCode: nil,
            notBefore: notBefore,
            notAfter: notAfter,
            keyUsage: [.digitalSignature],
            isAuthority: false
        )
    }

    /// A certificate of an authority, root or issuing.
    package static func authority(
        _ commonName: String,
        notBefore: Instant,
        notAfter: Instant
    ) -> CertificateTemplate {
        CertificateTemplate(
            commonName: commonName,
            platformCode: nil,
            notBefore: notBefore,
            notAfter: notAfter,
            keyUsage: [.keyCertSign, .cRLSign],
            isAuthority: true
        )
    }
}
