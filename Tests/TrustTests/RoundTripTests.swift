import Core
import Testing
import Trust

@Suite struct RoundTripTests {
    @Test(arguments: KeyKind.allCases.filter { $0 != .rsa1024 })
    func signsAndVerifies(kind: KeyKind) throws {
        let day: Int64 = 86_400_000
        let now = Instant(milliseconds: 1_795_000_000_000)
        let rootKey = try SigningKey.generate(kind)
        let root = try CertificateIssuer.root(
            .authority(
                "Root",
                notBefore: now.advanced(byMilliseconds: -day),
                notAfter: now.advanced(byMilliseconds: day)
            ),
            key: rootKey
        )
        let key = try SigningKey.generate(kind)
        let leaf = try root.issue(
            .platform(
                "P",
                code: "91350200M00013FA1N".uppercased(),
                notBefore: now.advanced(byMilliseconds: -day),
                notAfter: now.advanced(byMilliseconds: day)
            ),
            for: key
        )
        let authority = TrustAuthority(
            id: "a",
            name: BilingualText(zh: "甲", en: "A"),
            recognisedFrom: Instant(milliseconds: 0),
            certificates: [root.certificate],
            identity: [.extension(oid: "1.2.156.10260.4.1.4")]
        )
        let store = try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
        let verifier = SignatureVerifier(store: store)
        let envelope = EventEnvelope(attributes: [.id: "1", .source: "/platforms/91350200M00013FA1N"])
        for form: SignatureForm in [
            .raw(attachesCertificate: true), .cms(includesCertificate: true, signedAttributes: true),
            .cms(includesCertificate: true, signedAttributes: false),
        ] {
            let signer = try EventSigner(key: key, certificate: leaf, form: form)
            let headers = try signer.headers(for: envelope, payload: [1, 2, 3])
            let verdict = verifier.verify(
                envelope,
                headers: headers,
                payload: [1, 2, 3],
                registered: [:],
                expectedPlatformCode: "91350200M00013FA1N",
                at: now
            )
            guard case .verified = verdict else {
                Issue.record("\(kind) \(form): \(verdict)")
                continue
            }
            let other = verifier.verify(
                envelope,
                headers: headers,
                payload: [1, 2, 4],
                registered: [:],
                expectedPlatformCode: "91350200M00013FA1N",
                at: now
            )
            guard case .refused(let problems) = other else { Issue.record("accepted"); continue }
            #expect(problems.map(\.code) == [.signatureInvalid])
        }
    }
}
