package import Core

/// May a certificate be believed? With everything that decides it given by whoever asks: anchors, other certificates,
/// revocation data, time and settings (RFC 5280 §6.1.1). No trust list takes part.
package struct PathQuestion: Sendable {
    /// What the certificate is to be used for.
    package enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// Anything: the rules of RFC 5280 alone. Only here keys and digests of any strength pass, so that public suites
        /// with their old algorithms say something about path validation.
        case any
        /// Signing of records and documents by an organisation.
        case signing
        /// Signing by a natural person.
        case personalSigning
        /// Encryption of content for an organisation.
        case encryption
        /// Time stamps (RFC 3161).
        case timestamping
        /// TLS servers.
        case serverAuth
        /// TLS clients.
        case clientAuth
    }

    /// How revocation is looked at. Everything but the anchor is checked, and what is not known refuses.
    package enum Revocation: String, Sendable, Hashable, CaseIterable {
        /// Not at all.
        case off
        /// By the lists given: complete, delta, indirect and partitioned ones.
        case crl
        /// By the OCSP responses given.
        case ocsp
        /// By either; one that says revoked is enough to refuse.
        case any
    }

    /// Trusted as they are; a path may end at any of them, self-signed or not.
    package var anchors: [Certificate]
    /// Certificates with which a path may be built.
    package var intermediates: [Certificate] = []
    /// The certificate in question.
    package var leaf: Certificate
    /// Revocation lists in DER.
    package var lists: [[UInt8]] = []
    /// OCSP responses in DER.
    package var answers: [[UInt8]] = []
    /// The instant as of which everything is judged.
    package var time: Instant
    /// What it is to be used for.
    package var purpose = Purpose.any
    /// How revocation is looked at.
    package var revocation = Revocation.off
    /// The user-initial-policy-set as OIDs; empty is any-policy.
    package var policies: [String] = []
    /// initial-explicit-policy.
    package var requiresExplicitPolicy = false
    /// initial-policy-mapping-inhibit.
    package var inhibitsPolicyMapping = false
    /// initial-any-policy-inhibit.
    package var inhibitsAnyPolicy = false
    /// Host name that the certificate must bear; nil asks for none.
    package var dnsName: String?

    /// A question about `leaf` as of `time`, with everything else at its default.
    package init(leaf: Certificate, anchors: [Certificate], time: Instant) {
        self.leaf = leaf
        self.anchors = anchors
        self.time = time
    }

    /// True when `text` is a dotted OID, as ``policies`` takes it.
    package static func isPolicy(_ text: String) -> Bool {
        AnchorRule.isKnown(.extension(oid: text))
    }
}
