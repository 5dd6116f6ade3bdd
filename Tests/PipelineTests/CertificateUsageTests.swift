import ContractEngine
import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing
import Trust

/// Usage records and approver's signatures: what admission writes of the certificates that it met.
@Suite struct CertificateUsageTests {
    /// A PKI with which platforms and persons sign, made once.
    private struct Exchange {
        let root: CertificateIssuer
        let verifier: SignatureVerifier
        private let from: Instant
        private let until: Instant

        init(uses: Set<TrustAuthority.Use> = [.platformSigning, .personalSigning]) throws {
            let day: Int64 = 86_400_000
            from = TestEvent.now.advanced(byMilliseconds: -100 * day)
            until = TestEvent.now.advanced(byMilliseconds: 100 * day)
            root = try CertificateIssuer.root(
                .authority("Root", notBefore: from, notAfter: until),
                key: .generate(.sm2)
            )
            let authority = TrustAuthority(
                id: "test-ca",
                name: BilingualText(zh: "测试", en: "Test"),
                history: [RecognitionPeriod(.recognised, from: from)],
                certificates: [root.certificate],
                uses: uses,
                identity: [.extension(oid: CertificateTemplate.identityExtension)]
            )
            verifier = SignatureVerifier(
                store: try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
            )
        }

        func credential(_ name: String, code: String?, _ kind: KeyKind) throws -> (SigningKey, Certificate) {
            let key = try SigningKey.generate(kind)
            let template = CertificateTemplate.platform(name, code: code, notBefore: from, notAfter: until)
            return (key, try root.issue(template, for: key))
        }

        func sign(_ event: inout TestEvent, _ credential: (SigningKey, Certificate)) throws {
            let signer = try EventSigner(key: credential.0, certificate: credential.1)
            event.extra = try signer.signatureHeaders(for: event.envelope, payload: event.payload ?? [])
        }
    }

    private func usage(_ outputs: [OutboundRecord]) throws -> [[String: Any]] {
        try outputs.filter { $0.topic == "cert-usage" }.map { record in
            let object = try JSONSerialization.jsonObject(with: Data(try #require(record.value)))
            let members = try #require(object as? [String: Any])
            #expect(record.key == Array(try #require(members["keyid"] as? String).utf8))
            return members
        }
    }

    @Test func oneRecordForEachCertificateAndSender() throws {
        let exchange = try Exchange()
        let trade = try exchange.credential("Trade", code: TestPlatform.trade.code, .sm2)
        let rival = try exchange.credential("Rival", code: TestPlatform.rival.code, .rsa2048)
        let gateway = try TestGateway()
        let stage = gateway.admission(signatures: .verifier(exchange.verifier, registered: [:])) {
            $0.componentsCode = "123500000000000354"
        }
        var events: [InboundRecord] = []
        for number in 0..<5 {
            var event = try TestEvent("PROJECT", case: number, id: "t-\(number)")
            try exchange.sign(&event, trade)
            // The fourth is changed on its way: a use that is refused.
            if number == 3 { event.payload = event.payload.map { Array($0.dropLast()) + [0x20, 0x7d] } }
            // The fifth names no certificate that can be read.
            if number == 4 {
                event.extra = event.extra.map {
                    $0.name == SignatureHeader.certificate ? RecordHeader($0.name, "AAAA") : $0
                }
            }
            let time = TestEvent.now.advanced(byMilliseconds: Int64(10 - number) * 1000)
            events.append(event.inbound(offset: Int64(number), at: time))
        }
        var other = try TestEvent("PROJECT", case: 9, from: .rival, id: "r-1")
        try exchange.sign(&other, rival)
        events.append(other.inbound(at: TestEvent.now))
        // The trader's certificate on the rival's topic: another sender, another record.
        var stolen = try TestEvent("PROJECT", case: 8, from: .rival, id: "r-2")
        try exchange.sign(&stolen, trade)
        events.append(stolen.inbound(offset: 1, at: TestEvent.now))

        try stage.refresh()
        let records = try usage(try stage.process(RecordBatch(records: events), at: TestEvent.now).outputs)
        #expect(records.count == 3)
        let first = try #require(records.first)
        #expect(
            Set(first.keys) == [
                "componentsCode", "tradingSystemCode", "tradingSystemName", "certSn", "certName", "certType",
                "publicKeyAlgorithm", "subjectType", "usageScene", "keyid", "authority", "platform", "count", "refused",
                "first", "last",
            ]
        )
        #expect(first["componentsCode"] as? String == "123500000000000354")
        #expect(first["tradingSystemCode"] as? String == TestPlatform.trade.code)
        #expect(first["tradingSystemName"] as? String == "trade")
        #expect(first["certSn"] as? String == trade.1.serial)
        #expect(first["certName"] as? String == trade.1.subject)
        #expect(first["certType"] as? String == "signing")
        #expect(first["publicKeyAlgorithm"] as? String == "SM2")
        #expect(first["subjectType"] as? String == "organisation")
        #expect(first["usageScene"] as? String == "messageSignature")
        #expect(first["keyid"] as? String == trade.1.thumbprint.keyID)
        #expect(first["authority"] as? String == "test-ca")
        #expect(first["count"] as? Int == 4)
        #expect(first["refused"] as? Int == 1)
        #expect(first["first"] as? String == "2026-11-21T03:18:07.000Z")
        #expect(first["last"] as? String == "2026-11-21T03:18:10.000Z")
        #expect(records[1]["publicKeyAlgorithm"] as? String == "RSA")
        #expect(records[1]["platform"] as? String == "rival")
        #expect(records[1]["refused"] as? Int == 0)
        #expect(records[2]["keyid"] as? String == trade.1.thumbprint.keyID)
        #expect(records[2]["platform"] as? String == "rival")
        #expect(records[2]["refused"] as? Int == 1)
        #expect(records[2]["authority"] is NSNull)

        // The next batch begins anew.
        let next = try usage(try stage.process(RecordBatch(records: [events[0]]), at: TestEvent.now).outputs)
        #expect(next.map { $0["count"] as? Int } == [1])
    }

    enum Approval: String, Sendable, CaseIterable {
        case person, unit, notRegistered, otherScene, otherText, noSignature
    }

    @Test(arguments: Approval.allCases, ApproverSignaturePolicy.allCases)
    func approvals(_ item: Approval, _ policy: ApproverSignaturePolicy) throws {
        let exchange = try Exchange()
        let unit = try exchange.credential("Unit", code: TestPlatform.cityConstruction.code, .sm2)
        let person = try exchange.credential("Person", code: nil, .p256)
        var persons = PersonBindings()
        if item != .notRegistered {
            persons.bind(
                person.1.thumbprint,
                to: "city-construction",
                for: item == .otherScene ? [.messageSignature] : [.signature]
            )
        }
        let gateway = try TestGateway(approverSignature: policy)
        let stage = gateway.admission(
            signatures: .verifier(exchange.verifier, registered: [:], persons: persons),
            approvers: .verifier(exchange.verifier, persons: persons)
        )
        var event = try TestEvent("ADMIN_SUPER_ITEM_INFO", from: .cityConstruction, ["CONTENT": "同意\n\"备案\"\\"])
        let payload = try #require(event.payload)
        let contract = try #require(gateway.contracts.program(named: ApprovalText.dataset, version: nil))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
        let text = ApprovalText.bytes(contract) { object[$0] as? String }
        if item != .noSignature {
            let (key, certificate) = item == .unit ? unit : person
            let signed = item == .otherText ? text + [0x0a] : text
            let signature = try ApproverSigner(key: key, certificate: certificate).signature(over: signed)
            event.payload = [UInt8](
                try JSONSerialization.data(withJSONObject: object.merging(["SIGNATURE": signature]) { $1 })
            )
        }
        try exchange.sign(&event, unit)
        let outcome = try gateway.admit(event, by: stage)
        let found = try outcome.receipt().problems.filter { $0.code == "approver_signature_invalid" }
        let lines = try outcome.receipt().problems.map(\.line)
        let holds = item == .person || item == .unit
        let records = try usage(outcome.outputs).filter { $0["usageScene"] as? String == "signature" }
        switch (holds, policy) {
        case (_, .off):
            #expect(found.isEmpty && records.isEmpty)
            #expect(try outcome.receipt().verdict == "accepted", "\(lines)")
        case (true, _):
            #expect(found.isEmpty)
            #expect(try outcome.receipt().verdict == "accepted", "\(lines)")
            #expect(records.map { $0["subjectType"] as? String } == [item == .person ? "person" : "organisation"])
            #expect(records.map { $0["refused"] as? Int } == [0])
        case (false, .warn):
            #expect(found.map(\.line).count == 1)
            #expect(try outcome.receipt().errors.isEmpty)
            #expect(try outcome.receipt().verdict == "accepted", "\(lines)")
            #expect(records.map { $0["refused"] as? Int } == (item == .noSignature ? [] : [1]))
        case (false, .require):
            let rule =
                switch item {
                case .notRegistered, .otherScene: "identity.unit"
                case .otherText: "signature.valid"
                case .noSignature: "cms.form"
                case .person, .unit: ""
                }
            #expect(try outcome.receipt().errors == ["approver_signature_invalid /SIGNATURE approver.\(rule)"])
            #expect(try outcome.receipt().verdict == "refused")
        }
    }

    /// A change that leaves the signature out alters what was approved; a delete has nothing that could be signed.
    @Test func aChangeNeedsASignatureToo() throws {
        let exchange = try Exchange()
        let unit = try exchange.credential("Unit", code: TestPlatform.cityConstruction.code, .sm2)
        let gateway = try TestGateway(approverSignature: .require)
        let stage = gateway.admission(
            signatures: .verifier(exchange.verifier, registered: [:]),
            approvers: .verifier(exchange.verifier, persons: PersonBindings())
        )
        var change = try TestEvent("ADMIN_SUPER_ITEM_INFO", from: .cityConstruction, ["SIGNATURE": nil])
        change.attributes[.operation] = "change"
        try exchange.sign(&change, unit)
        #expect(
            try gateway.admit(change, by: stage).receipt().errors
                == ["approver_signature_invalid /SIGNATURE approver.present"]
        )
        var delete = try TestEvent("ADMIN_SUPER_ITEM_INFO", from: .cityConstruction)
        delete.makeDelete()
        try exchange.sign(&delete, unit)
        #expect(try gateway.admit(delete, by: stage).receipt().verdict == "accepted")
    }

    /// A person's certificate signs submissions only where the registry gives it that scene.
    @Test func personsSignSubmissionsOnlyWhereTheRegistrySaysSo() throws {
        let exchange = try Exchange()
        let person = try exchange.credential("Person", code: nil, .sm2)
        for (scenes, verdict) in [([UsageScene.signature], "refused"), ([.messageSignature], "accepted")] {
            var persons = PersonBindings()
            persons.bind(person.1.thumbprint, to: "trade", for: Set(scenes))
            let gateway = try TestGateway()
            let stage = gateway.admission(
                signatures: .verifier(exchange.verifier, registered: [:], persons: persons)
            )
            var event = try TestEvent("PROJECT")
            try exchange.sign(&event, person)
            let outcome = try gateway.admit(event, by: stage)
            #expect(try outcome.receipt().verdict == verdict)
            #expect(try usage(outcome.outputs).map { $0["subjectType"] as? String } == ["person"])
        }
        // Nor does a bond to one platform serve another.
        var persons = PersonBindings()
        persons.bind(person.1.thumbprint, to: "rival", for: [.messageSignature])
        let gateway = try TestGateway()
        let stage = gateway.admission(signatures: .verifier(exchange.verifier, registered: [:], persons: persons))
        var event = try TestEvent("PROJECT")
        try exchange.sign(&event, person)
        #expect(try gateway.admit(event, by: stage).receipt().problems.map(\.code) == ["certificate_identity"])
        // And the authority must be allowed to certify persons.
        let narrow = try Exchange(uses: [.platformSigning])
        let other = try narrow.credential("Person", code: TestPlatform.trade.code, .sm2)
        persons.bind(other.1.thumbprint, to: "trade", for: [.messageSignature])
        let refusing = gateway.admission(signatures: .verifier(narrow.verifier, registered: [:], persons: persons))
        var last = try TestEvent("PROJECT")
        try narrow.sign(&last, other)
        #expect(try gateway.admit(last, by: refusing).receipt().problems.map(\.code) == ["certificate_usage"])
    }
}
