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
}
