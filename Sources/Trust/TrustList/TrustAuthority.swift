package import Core

/// One certification authority whose certificates are mutually recognised (CA互认).
package struct TrustAuthority: Sendable {
    /// Whether the recognition is in force.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        /// 完成: certificates of this authority count.
        case recognised
        /// 暂停: none of its certificates counts, whenever it was issued.
        case suspended
    }

    /// What its certificates may be used for.
    package enum Use: String, Sendable, Hashable, CaseIterable {
        /// Signing of submissions by a platform.
        case platformSigning = "platform-signing"
        /// Signing by a natural person, whom the registry binds to an organisation.
        case personalSigning = "personal-signing"
        /// Time stamps (RFC 3161).
        case timeStamping = "time-stamping"
    }

    /// Stable id in the list.
    package let id: String
    /// Name in two languages.
    package let name: BilingualText
    /// Whether the recognition is in force.
    package let status: Status
    /// First instant of recognition.
    package let recognisedFrom: Instant
    /// Instant at which recognition ends; nil while open.
    package let recognisedUntil: Instant?
    /// Root and issuing certificates; each of them is trusted because it is listed.
    package let certificates: [Certificate]
    /// Where its certificates name the organisation, in order.
    package let identity: [IdentitySource]
    /// What its certificates may be used for.
    package let uses: Set<Use>
    /// How its certificates are checked for revocation.
    package let revocation: RevocationPolicy

    /// An authority as the list describes it.
    package init(
        id: String,
        name: BilingualText,
        status: Status = .recognised,
        recognisedFrom: Instant,
        recognisedUntil: Instant? = nil,
        certificates: [Certificate],
        identity: [IdentitySource],
        uses: Set<Use> = [.platformSigning],
        revocation: RevocationPolicy = .unchecked
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.recognisedFrom = recognisedFrom
        self.recognisedUntil = recognisedUntil
        self.certificates = certificates
        self.identity = identity
        self.uses = uses
        self.revocation = revocation
    }
}
