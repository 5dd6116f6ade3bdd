/// In which form ``EventSigner`` writes signatures.
package enum SignatureForm: Sendable, Hashable {
    /// Signature and key id; with the certificate in `ce_sigcert` unless it is registered.
    case raw(attachesCertificate: Bool)
    /// Detached CMS SignedData, with the signer's certificate inside or not, with signed attributes (contentType,
    /// messageDigest) or over the signing base itself.
    case cms(includesCertificate: Bool, signedAttributes: Bool)
    /// A batch of one record; ``BatchSigner`` signs many together. With the certificate in `ce_sigcert` unless it is
    /// registered.
    case batch(attachesCertificate: Bool)
}
