package import Core

/// What the registry says, read through the platform.
extension RegisteredPlatform {
    /// Slug `[a-z0-9-]{1,40}`; names the platform's topics.
    package var id: String { entry.id }
    /// 18-character platform code, the code in `ce_source` and PLATFORM_CODE.
    package var code: String { entry.code }
    /// 11-character identification code of the trading platform or publishing tool (TRADE_PLAT); nil when it has none.
    package var code11: String? { entry.code11 }
    /// Name of the platform.
    package var name: BilingualText { entry.name }
    /// 统一社会信用代码 of the legal person that operates it; its certificates must carry it.
    package var body: String { entry.body }
    /// Its region, 6 digits of GB/T 2260.
    package var region: String { entry.region }
    /// The transaction classes for which it is responsible.
    package var sectors: SectorSelection { entry.sectors }
    /// The supervising departments for which it stands; of the supervision alone.
    package var departments: DepartmentSelection { entry.departments }
    /// Its certification.
    package var certification: Certification { entry.certification }
    /// Paths of its registered certificates (PEM), relative to the registry file.
    package var certificates: [String] { entry.certificates }
    /// The identity with which it comes to the broker; `User:<id>` unless the registry says otherwise.
    package var principal: Principal { entry.principal }
    /// Natural persons who act for it.
    package var persons: [RegisteredPerson] { entry.persons }
    /// What becomes of its 行政监管事项 whose approver's signature does not hold.
    package var approverSignature: ApproverSignaturePolicy { entry.approverSignature }
    /// Id of the dialect in which it gets its deliveries; nil for the national form.
    package var dialect: String? { entry.dialect }
    /// Id of the profile under which it takes deliveries; nil when it takes what admission took. It says nothing about
    /// what the platform sends.
    package var profile: String? { entry.profile }
    /// True when it takes sealed data before its release, encrypted for it: then it keeps the secret until then.
    package var acceptsEncrypted: Bool { entry.acceptsEncrypted }
    /// Paths of the certificates (PEM) for which content may be encrypted, relative to the registry file.
    package var encryptionCertificates: [String] { entry.encryptionCertificates }
    /// Data sets and flows of which it gets what is 授权使用 (`opentype` 1).
    package var authorised: Set<String> { entry.authorised }
}
