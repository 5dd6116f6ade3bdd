/// Signs approvals (docs/specs/approver-signature.md §4).
package struct ApproverSigner: Sendable {
    private let writer: CMSWriter

    /// A signer for `certificate` and its private `key`.
    ///
    /// - Throws: ``TrustFailure`` of kind `mismatch` when they do not belong together or the key is of a sort with which
    ///   approvals are not signed.
    package init(key: SigningKey, certificate: Certificate) throws(TrustFailure) {
        // The same rules as for the signature of an event: key, certificate and algorithm.
        guard key.matches(certificate), let algorithm = EventSigner.usual(for: key.kind) else {
            throw TrustFailure(
                .mismatch,
                zh: "\(key.kind.name) 私钥与证书 \(certificate.subject) 不匹配或不能用于签署",
                en:
                    "the key, \(key.kind.name), does not belong to \(certificate.subject) or is not of a sort that signs"
            )
        }
        writer = try CMSWriter(
            key: key,
            certificate: certificate,
            algorithm: algorithm,
            includesCertificate: true,
            signsAttributes: true
        )
    }

    /// The value of `SIGNATURE` for a record with `text`.
    package func signature(over text: [UInt8]) throws(TrustFailure) -> String {
        Base64.encode(try writer.document(over: text))
    }
}
