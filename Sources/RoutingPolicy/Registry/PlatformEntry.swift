package import Core

/// What the registry file says of a platform, as it stands there.
package final class PlatformEntry: Sendable {
    /// Slug `[a-z0-9-]{1,40}`; names the platform's topics.
    package let id: String
    /// 18-character platform code, the code in `ce_source` and PLATFORM_CODE.
    package let code: String
    /// 11-character identification code of the trading platform or publishing tool (TRADE_PLAT); nil when it has none.
    package let code11: String?
    /// Name of the platform.
    package let name: BilingualText
    /// 统一社会信用代码 of the legal person that operates it; its certificates must carry it.
    package let body: String
    /// What the platform is to the flows.
    package let role: ExchangeRole
    /// How much of the region code binds it.
    package let level: AdministrativeLevel
    /// Its region, 6 digits of GB/T 2260.
    package let region: String
    /// The transaction classes for which it is responsible.
    package let sectors: SectorSelection
    /// The supervising departments for which it stands; of the supervision alone.
    package let departments: DepartmentSelection
    /// Its certification.
    package let certification: Certification
    /// Paths of its registered certificates (PEM), relative to the registry file.
    package let certificates: [String]
    /// The identity with which it comes to the broker; `User:<id>` unless the registry says otherwise.
    package let principal: Principal
    /// Natural persons who act for it.
    package let persons: [RegisteredPerson]
    /// What becomes of its 行政监管事项 whose approver's signature does not hold.
    package let approverSignature: ApproverSignaturePolicy
    /// Id of the dialect in which it gets its deliveries; nil for the national form.
    package let dialect: String?
    /// Id of the profile under which it takes deliveries; nil when it takes what admission took. It says nothing about
    /// what the platform sends.
    package let profile: String?
    /// True when it takes sealed data before its release, encrypted for it: then it keeps the secret until then.
    package let acceptsEncrypted: Bool
    /// Paths of the certificates (PEM) for which content may be encrypted, relative to the registry file.
    package let encryptionCertificates: [String]
    /// Data sets and flows of which it gets what is 授权使用 (`opentype` 1).
    package let authorised: Set<String>

    /// An entry; ``RegistryRules`` check what belongs together.
    package init(
        id: String,
        code: String,
        code11: String?,
        name: BilingualText,
        body: String,
        role: ExchangeRole,
        level: AdministrativeLevel,
        region: String,
        sectors: SectorSelection,
        departments: DepartmentSelection? = nil,
        certification: Certification,
        certificates: [String],
        principal: Principal? = nil,
        persons: [RegisteredPerson] = [],
        approverSignature: ApproverSignaturePolicy = .warn,
        dialect: String? = nil,
        profile: String? = nil,
        acceptsEncrypted: Bool = false,
        encryptionCertificates: [String] = [],
        authorised: Set<String> = []
    ) {
        self.id = id
        self.code = code
        self.code11 = code11
        self.name = name
        self.body = body
        self.role = role
        self.level = level
        self.region = region
        self.sectors = sectors
        self.departments = departments ?? .only([body])
        self.certification = certification
        self.certificates = certificates
        self.principal = principal ?? Principal(user: id)
        self.persons = persons
        self.approverSignature = approverSignature
        self.dialect = dialect
        self.profile = profile
        self.acceptsEncrypted = acceptsEncrypted
        self.encryptionCertificates = encryptionCertificates
        self.authorised = authorised
    }
}
