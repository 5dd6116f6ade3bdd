/// The headers that carry the signature itself; they are not part of the signing base.
package enum SignatureHeader {
    /// What the names of all of them begin with.
    package static let prefix = "ce_sig"
    /// `raw` or `cms`.
    package static let form = "ce_sigform"
    /// For `raw`: the algorithm, one of ``SignatureAlgorithm``.
    package static let algorithm = "ce_sigalg"
    /// For `raw`: the signer's certificate by thumbprint, `sha-256:` and 64 hexadecimal digits.
    package static let keyID = "ce_sigkeyid"
    /// For `raw`, optional: the certificate itself, DER in base64, when it is not in the registry.
    package static let certificate = "ce_sigcert"
    /// The signature: base64 of the raw signature (ECDSA and SM2 as DER) or of the CMS SignedData in DER.
    package static let signature = "ce_signature"
}
