import Core
import Trust

/// A small PKI in memory: a root, an issuing authority below it and a platform's certificate, all of one key kind.
struct TestPKI: Sendable {
    /// The instant at which tests take place: 2026-11-21T03:18:00Z.
    static let now = Instant(milliseconds: 1_795_231_080_000)
    static let day: Int64 = 86_400_000
    static let code = "91350200M00013FA1N"
    static let otherCode = "12350200426600329L"

    static let p256 = Result { try TestPKI(.p256) }
    static let p384 = Result { try TestPKI(.p384) }
    static let p521 = Result { try TestPKI(.p521) }
    static let rsa = Result { try TestPKI(.rsa2048) }
    static let sm2 = Result { try TestPKI(.sm2) }

    /// The PKI of `kind`, made once.
    static func of(_ kind: KeyKind) throws -> TestPKI {
        switch kind {
        case .sm2: try sm2.get()
        case .rsa2048, .rsa3072, .rsa4096, .rsa1024: try rsa.get()
        case .p256: try p256.get()
        case .p384: try p384.get()
        case .p521: try p521.get()
        }
    }

    let kind: KeyKind
    let root: CertificateIssuer
    let issuing: CertificateIssuer
    let key: SigningKey
    let leaf: Certificate

    init(_ kind: KeyKind, name: String = "Test CA", code: String = TestPKI.code) throws {
        self.kind = kind
        root = try CertificateIssuer.root(
            .authority("\(name) Root", notBefore: Self.at(-1000), notAfter: Self.at(1000)),
            key: .generate(kind)
        )
        issuing = try root.subordinate(
            .authority("\(name) Issuing", notBefore: Self.at(-500), notAfter: Self.at(500)),
            key: .generate(kind)
        )
        key = try SigningKey.generate(kind)
        leaf = try issuing.issue(Self.template(code: code), for: key)
    }

    /// The instant `days` from now.
    static func at(_ days: Int64) -> Instant { now.advanced(byMilliseconds: days * day) }

    /// A platform certificate that nothing speaks against.
    static func template(code: String? = code) -> CertificateTemplate {
        .platform("平台一 Platform One", code: code, notBefore: at(-100), notAfter: at(100))
    }

    /// The authority as a list would describe it.
    func authority(
        status: TrustAuthority.Status = .recognised,
        from: Instant = at(-2000),
        until: Instant? = nil,
        certificates: [Certificate]? = nil,
        identity: [IdentitySource] = [.extension(oid: CertificateTemplate.identityExtension)],
        uses: Set<TrustAuthority.Use> = [.platformSigning]
    ) -> TrustAuthority {
        let end = until.map { [RecognitionPeriod(.withdrawn, from: $0)] } ?? []
        return TrustAuthority(
            id: "test-ca",
            name: BilingualText(zh: "测试机构", en: "Test authority"),
            history: [RecognitionPeriod(status, from: from)] + end,
            certificates: certificates ?? [root.certificate, issuing.certificate],
            uses: uses,
            identity: identity
        )
    }

    /// A verifier that trusts `authority`, by default this PKI's.
    func verifier(_ authority: TrustAuthority? = nil) throws -> SignatureVerifier {
        try SignatureVerifier(store: store(authority, generation: 1))
    }

    /// A store that trusts `authority`, by default this PKI's, and `others`.
    func store(
        _ authority: TrustAuthority? = nil,
        _ others: TrustAuthority...,
        generation: UInt64
    ) throws -> TrustStore {
        try TrustStore(
            list: TrustList(authorities: [authority ?? self.authority()] + others),
            generation: generation
        )
    }
}

/// A submission to be signed.
enum TestEvent {
    static let envelope = EventEnvelope(attributes: [
        .specversion: "1.0", .id: "7f1c0a52-0001", .source: "/platforms/\(TestPKI.code)",
        .type: "cn.ggzy.TENDER_PROJECT", .time: "2026-11-21T03:17:59Z",
        .dataschema: "/contracts/national/v2/TENDER_PROJECT", .contenttype: "application/json",
        .partitionkey: "A3502000001000001001", .datakey: "0123456789ABCDEFGHIJKL", .operation: "add",
    ])
    static let payload = Array("{\"TENDER_PROJECT_CODE\":\"A3502000001000001001\",\"名称\":\"道路\"}".utf8)
}

extension SignatureVerdict {
    /// The codes of a refusal; nil when verified.
    var refusalCodes: [RejectionCode]? {
        if case .refused(let problems) = self { return problems.map(\.code) }
        return nil
    }

    /// The rules of a refusal; nil when verified.
    var refusalRules: [String]? {
        if case .refused(let problems) = self { return problems.map(\.rule) }
        return nil
    }

    /// The identity established; nil when refused.
    var identity: SignerIdentity? {
        if case .verified(let identity) = self { return identity }
        return nil
    }
}

extension SignatureVerifier {
    /// Verifies the test event, or a changed one.
    func verify(
        _ headers: [RecordHeader],
        envelope: EventEnvelope = TestEvent.envelope,
        payload: [UInt8] = TestEvent.payload,
        registered: [Certificate] = [],
        code: String = TestPKI.code,
        at instant: Instant = TestPKI.now
    ) -> SignatureVerdict {
        verify(
            envelope,
            headers: headers,
            payload: payload,
            registered: Dictionary(uniqueKeysWithValues: registered.map { ($0.thumbprint, $0) }),
            expectedPlatformCode: code,
            at: instant
        )
    }
}

extension [RecordHeader] {
    /// The headers with the one called `name` replaced, or left out for nil.
    func setting(_ name: String, _ value: String?) -> [RecordHeader] {
        filter { $0.name != name } + (value.map { [RecordHeader(name, $0)] } ?? [])
    }

    /// The value of the header called `name` as text.
    func text(_ name: String) -> String? {
        first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The signature with its bytes changed by `change`.
    func changingSignature(_ change: (inout [UInt8]) -> Void) -> [RecordHeader] {
        var bytes = text(SignatureHeader.signature).flatMap { Base64.decode([UInt8]($0.utf8), limit: 1 << 16) } ?? []
        change(&bytes)
        return setting(SignatureHeader.signature, Base64.encode(bytes))
    }
}
