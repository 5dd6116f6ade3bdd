package import Core

/// Who signed a record, established: the signature verifies, the chain is verified, the certificate names the platform.
package struct SignerIdentity: Sendable {
    /// 统一社会信用代码 of the platform, as the certificate holds it.
    package let platformCode: String
    /// The verified chain of the signer's certificate.
    package let chain: VerifiedChain
    /// `raw` or `cms`.
    package let form: Form
    /// The algorithm of the signature.
    package let algorithm: SignatureAlgorithm

    /// The forms of signature that are verified.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// A bare signature and a reference to the certificate.
        case raw
        /// A detached CMS SignedData (RFC 5652).
        case cms
    }
}
