import ContractEngine
import Core
import Pipeline
import RoutingPolicy
import Trust

/// The throw-away PKI of the demonstration: two recognised authorities with different algorithms, one that nobody
/// recognises, a certificate for every platform, and the odd certificates that the bad input needs.
///
/// Keys live in memory only and end with the process.
struct DemoCredentials: Sendable {
    /// The recognised authorities.
    let trustList: TrustList
    /// Their revocation lists: all but one authority's.
    let revocation: RevocationBook
    /// What seals the records that leave the gateway.
    let sealer: GatewaySealer
    /// What fields that are shown by `digest` are made with.
    let masking: MaskingKey

    /// The approver of the supervision platform, bound to it as a registry would.
    let persons: PersonBindings

    private let approver: ApproverSigner
    private let signers: [DemoSender: EventSigner]
    private let oddSigners: [DemoFault.Credential: EventSigner]

    /// Makes everything anew, valid around `now`.
    init(registry: Registry, now: Instant) throws {
        let day: Int64 = 86_400_000
        let from = now.advanced(byMilliseconds: -30 * day)
        let until = now.advanced(byMilliseconds: 30 * day)
        func authority(_ name: String, _ kind: KeyKind) throws -> CertificateIssuer {
            try CertificateIssuer.root(
                .authority(name, notBefore: from, notAfter: until),
                key: SigningKey.generate(kind)
            )
        }
        let sm2 = try authority("Demonstration SM2 Root", .sm2)
        let rsa = try authority("Demonstration RSA Root", .rsa2048)
        let silent = try authority("Demonstration Root without Lists", .p256)
        let stranger = try authority("Unrecognised Root", .p256)

        func signer(
            _ template: CertificateTemplate,
            _ issuer: CertificateIssuer,
            _ kind: KeyKind,
            form: SignatureForm = .raw(attachesCertificate: true)
        ) throws -> EventSigner {
            let key = try SigningKey.generate(kind)
            return try EventSigner(
                key: key,
                certificate: issuer.issue(template, for: key),
                form: form
            )
        }
        func template(_ sender: DemoSender, until end: Instant = until) throws -> CertificateTemplate {
            guard let platform = registry[sender.platformID] else {
                throw CommandFailure.demoData("the registry has no platform \(sender.platformID)")
            }
            return .platform(platform.name.en, code: platform.code, notBefore: from, notAfter: end)
        }

        masking = try MaskingKey(copying: MaskingKey.generatedText())
        let otherName = try template(.second)
        var encryptionOnly = try template(.first)
        encryptionOnly.keyUsage = [.keyEncipherment]
        signers = [
            .first: try signer(template(.first), sm2, .sm2),
            .second: try signer(template(.second), rsa, .rsa2048),
            .uncertified: try signer(template(.uncertified), rsa, .rsa2048),
            .supervision: try signer(template(.supervision), sm2, .p256),
        ]
        let revokedKey = try SigningKey.generate(.p256)
        let revoked = try rsa.issue(template(.first), for: revokedKey)
        let yesterday = now.advanced(byMilliseconds: -day)
        oddSigners = [
            .unknownAuthority: try signer(template(.first), stranger, .p256),
            .expired: try signer(template(.first, until: yesterday), sm2, .sm2),
            .encryptionOnly: try signer(encryptionOnly, rsa, .rsa2048),
            .otherOrganisation: try signer(otherName, rsa, .rsa2048),
            .unregistered: try signer(template(.first), sm2, .sm2, form: .raw(attachesCertificate: false)),
            .batch: try signer(template(.first), sm2, .sm2, form: .batch(attachesCertificate: true)),
            .revoked: try EventSigner(key: revokedKey, certificate: revoked, form: .raw(attachesCertificate: true)),
            .unlisted: try signer(template(.first), silent, .p256),
        ]
        let approverKey = try SigningKey.generate(.sm2)
        let approverCertificate = try sm2.issue(
            .platform("Demonstration Approver", code: nil, notBefore: from, notAfter: until),
            for: approverKey
        )
        approver = try ApproverSigner(key: approverKey, certificate: approverCertificate)
        var persons = PersonBindings()
        persons.bind(
            approverCertificate.thumbprint,
            to: DemoSender.supervision.platformID,
            for: [.signature]
        )
        self.persons = persons
        let gateway = try SigningKey.generate(.sm2)
        sealer = try GatewaySealer(
            gateway: "demo-gateway",
            key: gateway,
            certificate: sm2.issue(
                .platform("Demonstration Gateway", code: nil, notBefore: from, notAfter: until),
                for: gateway
            )
        )
        let list = TrustList(
            issued: now,
            publisher: BilingualText(zh: "示范认可机构", en: "Demonstration recognising authority"),
            authorities: [
                Self.entry("demo-sm2", BilingualText(zh: "示范 SM2 认证机构", en: "Demonstration SM2 authority"), sm2, from),
                Self.entry("demo-rsa", BilingualText(zh: "示范 RSA 认证机构", en: "Demonstration RSA authority"), rsa, from),
                Self.entry(
                    "demo-silent",
                    BilingualText(zh: "示范无吊销列表机构", en: "Demonstration authority without revocation lists"),
                    silent,
                    from
                ),
            ],
            gateways: [
                RecognisedGateway(
                    id: sealer.gateway,
                    name: BilingualText(zh: "示范网关", en: "Demonstration gateway"),
                    certificates: [sealer.certificate],
                    from: from
                )
            ]
        )
        // Signed and verified like any other: the demonstration trusts nothing that a gateway would not.
        let recognising = try CertificateIssuer.root(
            .recognisingAuthority("Demonstration Trust", notBefore: from, notAfter: until),
            key: SigningKey.generate(.sm2)
        )
        trustList = try TrustListDocument.signed(
            list.json(),
            key: recognising.key,
            certificate: recognising.certificate,
            origin: "demo"
        ).verified(by: TrustListSigner(recognising.certificate))
        var book = RevocationBook()
        for (issuer, entries) in [
            (sm2, []), (rsa, [RevocationTemplate.Entry(revoked, at: yesterday, reason: .keyCompromise)]),
        ] {
            let template = RevocationTemplate(number: 1, thisUpdate: yesterday, nextUpdate: until, entries: entries)
            let list = try issuer.revocationList(template)
            if case .failure(let fault) = book.add(crl: list, list: trustList, at: now) {
                throw CommandFailure.demoData(fault.message.en)
            }
        }
        revocation = book
    }

    /// `submission` with the signature of its approver, where it needs one.
    func approved(_ submission: DemoSubmission, _ catalog: ContractCatalog) throws -> DemoSubmission {
        guard submission.needsApproval, let payload = submission.payload else { return submission }
        guard let contract = catalog.program(named: ApprovalText.dataset, version: nil) else {
            throw CommandFailure.demoData("\(submission.id): no contract \(ApprovalText.dataset)")
        }
        let record = try SupervisionRecord(payload, contract)
        var signed = submission
        signed.payload = record.payload(signature: try approver.signature(over: record.text))
        return signed
    }

    /// The record of `submission` on its sender's topic, signed, and spoilt after signing where the scenario says so.
    func record(of submission: DemoSubmission) throws -> OutboundRecord {
        let signer = submission.credential.flatMap { oddSigners[$0] } ?? signers[submission.sender]
        guard let signer else { throw CommandFailure.demoData("no key for \(submission.sender)") }
        var headers = try signer.headers(for: submission.envelope, payload: submission.payload ?? [])
        for (name, value) in submission.headersAfterSigning {
            headers.removeAll { $0.name == name }
            if let value { headers.append(RecordHeader(name, value)) }
        }
        var payload = submission.payload
        if submission.flipsPayload, let last = payload?.indices.last { payload?[last - 1] ^= 0x01 }
        return OutboundRecord(
            topic: TopicName.submit(submission.sender.platformID),
            key: Array(submission.key.utf8),
            value: payload,
            headers: headers
        )
    }

    private static func entry(
        _ id: String,
        _ name: BilingualText,
        _ issuer: CertificateIssuer,
        _ from: Instant
    ) -> TrustAuthority {
        TrustAuthority(
            id: id,
            name: name,
            history: [RecognitionPeriod(.recognised, from: from)],
            certificates: [issuer.certificate],
            uses: [.platformSigning, .personalSigning],
            identity: [.extension(oid: CertificateTemplate.identityExtension), .attribute("organizationIdentifier")],
            revocation: RevocationPolicy(check: .crl)
        )
    }
}
