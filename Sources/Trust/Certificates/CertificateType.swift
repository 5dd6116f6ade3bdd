/// What a certificate's key usage makes of it, as usage records say it.
package enum CertificateType: String, Sendable, Hashable, CaseIterable {
    /// digitalSignature or nonRepudiation: the signing certificate of a pair.
    case signing
    /// Neither of them: the encryption certificate of a pair, or an authority's.
    case encryption
    /// No key usage at all: nothing is excluded (RFC 5280 §4.2.1.3).
    case unrestricted
}
