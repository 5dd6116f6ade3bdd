package import Core

/// One certification authority of the trust list (CA互认).
package struct TrustAuthority: Sendable {
    /// The stages of recognition.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        /// 对接中: being connected; no certificate counts yet.
        case connecting
        /// 完成: certificates of this authority count.
        case recognised
        /// 暂停: none of its certificates counts while this lasts, whenever it was issued.
        case suspended
        /// 撤销: none of its certificates counts any more.
        case withdrawn

        /// How messages call it.
        package var title: BilingualText {
            switch self {
            case .connecting: BilingualText(zh: "对接中", en: "connecting")
            case .recognised: BilingualText(zh: "完成", en: "recognised")
            case .suspended: BilingualText(zh: "暂停", en: "suspended")
            case .withdrawn: BilingualText(zh: "撤销", en: "withdrawn")
            }
        }
    }

    /// What certificates may be used for.
    package enum Use: String, Sendable, Hashable, CaseIterable {
        /// Signing of submissions by a platform.
        case platformSigning = "platform-signing"
        /// Signing by a natural person, whom the registry binds to an organisation.
        case personalSigning = "personal-signing"
        /// Time stamps (RFC 3161).
        case timeStamping = "time-stamping"
        /// Encryption of content for a platform: of a pair of certificates the one that signs nothing.
        case encryption

        /// True where a certificate counts by the organisation that it names.
        package var namesOrganisation: Bool { self == .platformSigning || self == .encryption }
    }

    /// Stable id in the list.
    package let id: String
    /// Name in two languages.
    package let name: BilingualText
    /// Number of its 电子认证服务许可证.
    package let licence: String?
    /// Its recognition, ascending by date.
    package let history: [RecognitionPeriod]
    /// Root and issuing certificates; each of them is trusted because it is listed.
    package let certificates: [Certificate]
    /// What its certificates may be used for.
    package let uses: Set<Use>
    /// Where its certificates say whose they are, in order.
    package let identity: [IdentitySource]
    /// Certificate policies (RFC 5280 §4.2.1.4) of which a path must have one, as OIDs; empty asks for none.
    package let policies: [String]
    /// How revocation is known.
    package let revocation: RevocationPolicy

    /// An authority as the list describes it.
    package init(
        id: String,
        name: BilingualText,
        licence: String? = nil,
        history: [RecognitionPeriod],
        certificates: [Certificate],
        uses: Set<Use> = [.platformSigning],
        identity: [IdentitySource],
        policies: [String] = [],
        revocation: RevocationPolicy = .unchecked
    ) {
        self.id = id
        self.name = name
        self.licence = licence
        self.history = history
        self.certificates = certificates
        self.uses = uses
        self.identity = identity
        self.policies = policies
        self.revocation = revocation
    }

    /// The entry of the history that holds at `instant`; nil before the first.
    package func period(at instant: Instant) -> RecognitionPeriod? {
        history.last { $0.from <= instant }
    }

    /// The status at `instant`; before the first entry of the history an authority is no further than connecting.
    package func status(at instant: Instant) -> Status {
        period(at: instant)?.status ?? .connecting
    }
}
