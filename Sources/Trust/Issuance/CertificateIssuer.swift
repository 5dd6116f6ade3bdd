import COpenSSL

/// A throw-away certification authority: makes the PKI of `dev-broker`, of the demonstration and of tests.
///
/// For development and demonstration: it keeps no register, revokes nothing and protects no key.
package struct CertificateIssuer: Sendable {
    /// The authority's key.
    package let key: SigningKey
    /// The authority's certificate.
    package let certificate: Certificate

    /// An authority from its key and certificate.
    package init(key: SigningKey, certificate: Certificate) throws(TrustFailure) {
        guard key.matches(certificate) else {
            throw TrustFailure(
                .mismatch,
                zh: "私钥与证书 \(certificate.subject) 不匹配",
                en: "the private key does not belong to the certificate \(certificate.subject)"
            )
        }
        self.key = key
        self.certificate = certificate
    }

    /// A new root that signs itself.
    package static func root(
        _ template: CertificateTemplate,
        key: SigningKey
    ) throws(TrustFailure) -> CertificateIssuer {
        let certificate = try CertificateBuilder(template).certificate(for: key, issuer: nil, signedWith: key)
        return try CertificateIssuer(key: key, certificate: certificate)
    }

    /// A certificate for the public half of `subjectKey`.
    package func issue(
        _ template: CertificateTemplate,
        for subjectKey: SigningKey
    ) throws(TrustFailure) -> Certificate {
        try CertificateBuilder(template).certificate(for: subjectKey, issuer: certificate, signedWith: key)
    }

    /// An authority below this one.
    package func subordinate(
        _ template: CertificateTemplate,
        key subjectKey: SigningKey
    ) throws(TrustFailure) -> CertificateIssuer {
        try CertificateIssuer(key: subjectKey, certificate: issue(template, for: subjectKey))
    }

    /// A revocation list of this authority, in DER.
    package func revocationList(_ template: RevocationTemplate) throws(TrustFailure) -> [UInt8] {
        try RevocationListBuilder(template).list(of: certificate, signedWith: key)
    }
}
