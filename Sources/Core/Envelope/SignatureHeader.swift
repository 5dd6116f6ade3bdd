/// The headers that carry the signature itself; they are not part of the signing base.
package enum SignatureHeader {
    /// What the names of all of them begin with.
    package static let prefix = "ce_sig"
    /// `raw`, `cms` or `batch`.
    package static let form = "ce_sigform"
    /// For `raw` and `batch`: the algorithm, one of ``SignatureAlgorithm``.
    package static let algorithm = "ce_sigalg"
    /// For `raw` and `batch`: the signer's certificate by thumbprint, `sha-256:` and 64 hexadecimal digits.
    package static let keyID = "ce_sigkeyid"
    /// For `raw` and `batch`, optional: the certificate itself, DER in base64, when it is not in the registry.
    package static let certificate = "ce_sigcert"
    /// The signature: base64 of the raw signature (ECDSA and SM2 as DER), for `batch` over the statement of the batch, or of
    /// the CMS SignedData in DER.
    package static let signature = "ce_signature"
    /// For `batch`: number of records, place of this one, time and root of the tree,
    /// `count=…;index=…;created=…;root=<base64>`.
    package static let batch = "ce_sigbatch"
    /// For `batch`: the inclusion path of this record, base64 of the sibling hashes from the leaf upwards; absent where there
    /// are none.
    package static let path = "ce_sigpath"
    /// For `batch`, optional: a time stamp (RFC 3161) over the bytes of the signature, base64 of the DER TimeStampToken.
    package static let stamp = "ce_sigstamp"
}
