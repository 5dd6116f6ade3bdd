import Core

/// What a CMS signer wrote about its signature; nothing of it is verified.
struct CMSSignature {
    /// The algorithm in our terms.
    let algorithm: SignatureAlgorithm
    /// The signature value.
    let value: [UInt8]
    /// The DER of the signed attributes as a SET OF, which is what was signed; nil without signed attributes.
    let signedAttributes: [UInt8]?
    /// `messageDigest` of the signed attributes.
    let messageDigest: [UInt8]?

    /// What the signature is computed over when the content is `content`; nil when the signed attributes hold the digest of
    /// something else.
    func signedBytes(for content: [UInt8]) -> [UInt8]? {
        guard let signedAttributes else { return content }
        return messageDigest == algorithm.scheme.method.digest(content) ? signedAttributes : nil
    }
}
