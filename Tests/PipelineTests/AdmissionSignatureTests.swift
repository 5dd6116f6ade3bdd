import Core
import Pipeline
import Testing
import Trust

/// Admission with real signatures and certificates: every refusal of the trust step arrives on the receipt.
@Suite struct AdmissionSignatureTests {
    enum Spoil: Sendable {
        case nothing, noSignature, notBase64, otherBytes, weakAlgorithm, unregistered, unknownAuthority, expired
        case encryptionOnly, otherBody, badStamp, tooManyBadBatches, revoked, withoutList, permittedWithoutList
    }

    struct Case: Sendable {
        let code: RejectionCode
        let spoil: Spoil
    }

    static let cases = [
        Case(code: .signatureMissing, spoil: .noSignature),
        Case(code: .signatureMalformed, spoil: .notBase64),
        Case(code: .signatureInvalid, spoil: .otherBytes),
        Case(code: .algorithmRefused, spoil: .weakAlgorithm),
        Case(code: .certificateUnknown, spoil: .unregistered),
        Case(code: .certificateAuthorityUnknown, spoil: .unknownAuthority),
        Case(code: .certificateNotValid, spoil: .expired),
        Case(code: .certificateUsage, spoil: .encryptionOnly),
        Case(code: .certificateIdentity, spoil: .otherBody),
        Case(code: .timestampInvalid, spoil: .badStamp),
        Case(code: .signatureBudget, spoil: .tooManyBadBatches),
        Case(code: .certificateRevoked, spoil: .revoked),
        Case(code: .revocationUnavailable, spoil: .withoutList),
    ]

    @Test(arguments: cases)
    func refusal(_ item: Case) throws {
        let receipt = try submit(item.spoil).receipt()
        #expect(receipt.verdict == "refused")
        #expect(receipt.problems.map(\.code) == [item.code.rawValue])
        #expect(receipt.retryable == item.code.isRetryable)
    }

    @Test func missingListIsRemarkedUponWherePermitted() throws {
        let outcome = try submit(.permittedWithoutList)
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "accepted")
        #expect(receipt.problems.map(\.code) == ["revocation_unavailable"])
        #expect(receipt.problems.map(\.severity) == ["warning"])
        #expect(outcome.records("ledger.trading").count == 1)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func acceptance(kind: KeyKind) throws {
        let outcome = try submit(.nothing, kind: kind)
        #expect(try outcome.receipt().verdict == "accepted")
        #expect(outcome.records("ledger.trading").count == 1)
    }

    private func submit(_ spoil: Spoil, kind: KeyKind = .p256) throws -> TestGateway.Outcome {
        let now = TestEvent.now
        let day: Int64 = 86_400_000
        func at(_ days: Int64) -> Instant { now.advanced(byMilliseconds: days * day) }
        let root = try CertificateIssuer.root(
            .authority("Root", notBefore: at(-1000), notAfter: at(1000)),
            key: .generate(kind)
        )
        let stranger = try CertificateIssuer.root(
            .authority("Stranger", notBefore: at(-1000), notAfter: at(1000)),
            key: .generate(kind)
        )
        var template = CertificateTemplate.platform(
            "Trade",
            code: TestPlatform.trade.code,
            notBefore: at(-100),
            notAfter: at(spoil == .expired ? -1 : 100)
        )
        if spoil == .otherBody { template.platformCode = TestPlatform.rival.code }
        if spoil == .encryptionOnly { template.keyUsage = [.keyEncipherment] }
        let key = try SigningKey.generate(kind)
        let leaf = try (spoil == .unknownAuthority ? stranger : root).issue(template, for: key)
        let authority = TrustAuthority(
            id: "test",
            name: BilingualText(zh: "测试", en: "Test"),
            history: [RecognitionPeriod(.recognised, from: at(-2000))],
            certificates: [root.certificate],
            identity: [.extension(oid: CertificateTemplate.identityExtension)],
            revocation: RevocationPolicy(
                check: .crl,
                whenStale: spoil == .permittedWithoutList ? [.platformSigning: .accept] : [:]
            )
        )
        let list = TrustList(authorities: [authority])
        var book = RevocationBook()
        if spoil != .withoutList, spoil != .permittedWithoutList {
            var revocation = RevocationTemplate(number: 1, thisUpdate: at(-1), nextUpdate: at(1))
            if spoil == .revoked { revocation.entries = [.init(leaf, at: at(-1), reason: .keyCompromise)] }
            _ = try book.add(crl: root.revocationList(revocation), list: list, at: now).get()
        }
        let verifier = try SignatureVerifier(store: TrustStore(list: list, revocation: book, generation: 1))
        let registered = spoil == .unregistered ? [:] : [leaf.thumbprint: leaf]
        let gateway = try TestGateway()
        let stage = gateway.admission(signatures: .verifier(verifier, registered: ["trade": registered]))

        var event = try TestEvent("PROJECT")
        let isBatch = spoil == .badStamp || spoil == .tooManyBadBatches
        let form: SignatureForm = isBatch ? .batch(attachesCertificate: false) : .raw(attachesCertificate: false)
        let signer = try EventSigner(key: key, certificate: leaf, form: form)
        event.extra = try signer.signatureHeaders(for: event.envelope, payload: event.payload ?? [], created: now)
        switch spoil {
        case .noSignature: event.extra.removeAll { $0.name == SignatureHeader.signature }
        case .notBase64: event.replace(SignatureHeader.signature, by: "***")
        case .otherBytes: event.payload = event.payload.map { Array($0.dropLast()) + [0x20, 0x7d] }
        case .weakAlgorithm: event.replace(SignatureHeader.algorithm, by: "rsa-v1_5-sha1")
        case .badStamp: event.extra.append(RecordHeader(SignatureHeader.stamp, "MAA="))
        case .tooManyBadBatches:
            let good = event.extra
            let place = good.first { $0.name == SignatureHeader.batch }?.value ?? []
            for number in 0..<64 {
                // Another time than the signed one.
                let text = String(decoding: place, as: UTF8.self)
                    .replacing(now.rfc3339, with: now.advanced(byMilliseconds: Int64(-1 - number)).rfc3339)
                event.replace(SignatureHeader.batch, by: text)
                #expect(try gateway.admit(event, by: stage).receipt().problems.map(\.code) == ["signature_invalid"])
            }
            event.extra = good
        default: break
        }
        return try gateway.admit(event, by: stage)
    }
}

extension TestEvent {
    fileprivate mutating func replace(_ name: String, by text: String) {
        extra = extra.map { $0.name == name ? RecordHeader(name, text) : $0 }
    }
}
