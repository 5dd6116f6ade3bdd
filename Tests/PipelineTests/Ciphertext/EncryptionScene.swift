import Core
import Testing

@testable import Pipeline
@testable import Trust

/// An authority of one kind of key, and what becomes of an invitation that is encrypted under certificates of its.
struct EncryptionScene {
    static let recipient = TestPlatform.cityConstruction

    let kind: KeyKind
    let issuer: CertificateIssuer
    /// The authority as the trust list describes it.
    var uses: Set<TrustAuthority.Use> = [.encryption]
    var history = [RecognitionPeriod(.recognised, from: TestCiphertext.at(-1000))]
    var revocation = RevocationPolicy(check: .crl)
    /// What its list of today says; nil for no list.
    var revoked: [RevocationTemplate.Entry]? = []
    /// False where the list has another authority in its place.
    var isListed = true

    init(_ kind: KeyKind) throws {
        self.kind = kind
        issuer = try CertificateIssuer.root(
            .authority(
                "Scene \(kind.rawValue)",
                notBefore: TestCiphertext.at(-1000),
                notAfter: TestCiphertext.at(1000)
            ),
            key: .generate(kind)
        )
    }

    /// A certificate of the recipient as `change` has it.
    func certificate(
        for key: SigningKey? = nil,
        _ change: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> Certificate {
        var template = CertificateTemplate.platform(
            "监管平台 Supervisor",
            code: Self.recipient.code,
            notBefore: TestCiphertext.at(-100),
            notAfter: TestCiphertext.at(100)
        )
        template.keyUsage = [.keyEncipherment]
        change(&template)
        return try issuer.issue(template, for: key ?? SigningKey.generate(kind))
    }

    private func check(_ registered: [Certificate]) throws -> EncryptionCheck {
        let other = try CertificateIssuer.root(
            .authority("Another", notBefore: TestCiphertext.at(-1000), notAfter: TestCiphertext.at(1000)),
            key: .generate(.p256)
        )
        let authority = TrustAuthority(
            id: "scene",
            name: BilingualText(zh: "测试机构", en: "Test authority"),
            history: history,
            certificates: [isListed ? issuer.certificate : other.certificate],
            uses: uses,
            identity: [.extension(oid: CertificateTemplate.identityExtension)],
            revocation: revocation
        )
        let list = TrustList(authorities: [authority])
        var book = RevocationBook()
        if let revoked, isListed {
            let template = RevocationTemplate(
                number: 7,
                thisUpdate: TestCiphertext.at(-1),
                nextUpdate: TestCiphertext.at(6),
                entries: revoked
            )
            _ = try book.add(crl: try issuer.revocationList(template), list: list, at: TestEvent.now).get()
        }
        let store = try TrustStore(list: list, revocation: book, generation: 1)
        return .verifier(SignatureVerifier(store: store), certificates: [Self.recipient.id: registered])
    }

    /// An invitation, encrypted for `readers`.
    func invitation(for readers: [Certificate]) throws -> TestEvent {
        var event = try TestEvent("TENDER_INVITATION")
        try event.encrypt(for: Self.recipient, with: readers)
        return event
    }

    /// The receipt for an invitation that is encrypted for `readers`, or for `event`, where `registered` are the recipient's
    /// certificates.
    ///
    /// - Parameter days: how long after its submission it is admitted.
    func receipt(
        _ registered: [Certificate],
        readers: [Certificate]? = nil,
        event: TestEvent? = nil,
        admittedAfter days: Int64 = 0
    ) throws -> ReceiptDocument {
        let event = try event ?? invitation(for: readers ?? registered)
        let gateway = try TestGateway(ciphertext: TestCiphertext(judging: check(registered)))
        let stage = gateway.admission()
        try stage.refresh()
        let outputs = try stage.process(RecordBatch(records: [event.inbound()]), at: TestCiphertext.at(days)).outputs
        let admitted = try outputs.flatMap(gateway.registered)
        let outcome = TestGateway.Outcome(outputs: outputs + admitted)
        // Refused or not: quarantine has no copy of it.
        #expect(outcome.records("quarantine.").allSatisfy { $0.value == nil })
        let receipt = try outcome.receipt()
        #expect(outcome.records("admitted.").isEmpty == (receipt.verdict == "refused"))
        return receipt
    }
}
