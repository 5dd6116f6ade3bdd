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
        try CMSWriter(
            key: key,
            certificate: certificate,
            algorithm: EventSigner.algorithm(nil, for: key, certificate),
            includesCertificate: true,
            signsAttributes: true
        ).document(over: bytes)
    }
}
