package import Core

/// A certificate whose path to a listed certificate of a recognised authority was verified for one instant.
///
/// Only ``TrustStore/verify(_:for:at:)`` makes one: a function that needs a verified chain cannot be handed a
/// ``Certificate`` that somebody merely presented. Immutable; an object, because every record of a signer hands it on.
package final class VerifiedChain: Sendable {
    /// The signer's certificate.
    package let leaf: Certificate
    /// The listed certificates from the leaf's issuer on.
    package let issuers: [Certificate]
    /// The authority that vouches for it.
    package let authority: TrustAuthority
    /// What it was verified for.
    let use: TrustAuthority.Use
    /// Generation of the trust store that verified it.
    package let generation: UInt64
    /// The organisation that the certificate names.
    let identity: CertificateIdentity
    /// What is remarked upon although it refuses nothing: revocation data that are missing or too old where the
    /// authority permits that. They go onto the receipt.
    package let warnings: [Problem]

    /// The code of the organisation that the certificate names: a 统一社会信用代码, or the nine characters of an organisation
    /// code; nil where it names none, several, or is a natural person's.
    package var organisation: String? {
        switch identity {
        case .code(let code, _), .organisationCode(let code, _): code
        case .absent, .ambiguous, .person: nil
        }
    }

    /// Made by ``TrustStore`` alone, after every check.
    init(
        leaf: Certificate,
        issuers: [Certificate],
        authority: TrustAuthority,
        use: TrustAuthority.Use,
        generation: UInt64,
        identity: CertificateIdentity,
        warnings: [Problem] = []
    ) {
        self.leaf = leaf
        self.issuers = issuers
        self.authority = authority
        self.use = use
        self.generation = generation
        self.identity = identity
        self.warnings = warnings
    }
}
