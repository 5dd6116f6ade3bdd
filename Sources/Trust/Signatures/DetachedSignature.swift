/// A detached CMS signature (RFC 5652 §5) over a document, with the signer's certificate in it.
package enum DetachedSignature {
    /// Signs `bytes` with the usual algorithm for the key.
    ///
    /// - Returns: the signature document, DER.
    /// - Throws: ``TrustFailure`` when key and certificate do not belong together, or the key is of no kind that signs.
    package static func document(
        over bytes: [UInt8],
        key: SigningKey,
        certificate: Certificate
    ) throws(TrustFailure) -> [UInt8] {
        guard key.matches(certificate) else {
            throw TrustFailure(
                .mismatch,
                zh: "私钥与证书 \(certificate.subject) 不匹配",
                en: "the private key does not belong to the certificate \(certificate.subject)"
            )
        }
        guard let algorithm = EventSigner.usual(for: key.kind) else {
            throw TrustFailure(
                .mismatch,
                zh: "\(key.kind.name) 密钥不能用于签署文件",
                en: "a key of \(key.kind.name) cannot sign documents"
            )
        }
        return try CMSWriter(
            key: key,
            certificate: certificate,
            algorithm: algorithm,
            includesCertificate: true,
            signsAttributes: true
        ).document(over: bytes)
    }
}
