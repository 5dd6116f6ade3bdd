import Core
import Testing
import Trust

/// The history of recognition decides by the log-append time, and the identity map by its patterns.
@Suite struct RecognitionTests {
    private func authority(
        history: [RecognitionPeriod] = [RecognitionPeriod(.recognised, from: TestPKI.at(-2000))],
        identity: [IdentitySource] = [.extension(oid: CertificateTemplate.identityExtension)],
        uses: Set<TrustAuthority.Use> = [.platformSigning]
    ) throws -> TrustAuthority {
        let pki = try TestPKI.of(.p256)
        return TrustAuthority(
            id: "test-ca",
            name: BilingualText(zh: "测试机构", en: "Test authority"),
            history: history,
            certificates: [pki.root.certificate, pki.issuing.certificate],
            uses: uses,
            identity: identity
        )
    }

    private func verdict(
        _ authority: TrustAuthority,
        at instant: Instant = TestPKI.now,
        serial: UInt64 = 17,
        _ change: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> SignatureVerdict {
        let pki = try TestPKI.of(.p256)
        var template = TestPKI.template()
        change(&template)
        let certificate = try pki.issuing.issue(template, for: pki.key)
        let headers = try EventSigner(key: pki.key, certificate: certificate)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let store = try TrustStore(list: TrustList(serial: serial, authorities: [authority]), generation: 1)
        return SignatureVerifier(store: store).verify(headers, at: instant)
    }

    /// Suspended from the first to the third day from now, withdrawn on the fifth; one verifier for all instants.
    @Test func theStatusAtTheAppendTimeDecides() throws {
        let pki = try TestPKI.of(.p256)
        let described = try authority(history: [
            RecognitionPeriod(.connecting, from: TestPKI.at(-50)),
            RecognitionPeriod(.recognised, from: TestPKI.at(-20)),
            RecognitionPeriod(.suspended, from: TestPKI.at(1), reason: BilingualText(zh: "整改", en: "under review")),
            RecognitionPeriod(.recognised, from: TestPKI.at(3)), RecognitionPeriod(.withdrawn, from: TestPKI.at(5)),
        ])
        let store = try TrustStore(list: TrustList(serial: 17, authorities: [described]), generation: 1)
        let verifier = SignatureVerifier(store: store)
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let expected: [(Instant, String?)] = [
            (TestPKI.at(-60), "trust.authority.period"), (TestPKI.at(-21), "trust.authority.connecting"),
            (TestPKI.at(-20), nil), (TestPKI.at(1).advanced(byMilliseconds: -1), nil),
            (TestPKI.at(1), "trust.authority.suspended"), (TestPKI.at(2), "trust.authority.suspended"),
            (TestPKI.at(3), nil), (TestPKI.at(4), nil), (TestPKI.at(5), "trust.authority.withdrawn"),
            (TestPKI.now, nil),
        ]
        for (instant, rule) in expected {
            let verdict = verifier.verify(headers, at: instant)
            #expect(verdict.refusalRules == rule.map { [$0] }, "\(instant.rfc3339)")
        }
        guard case .refused(let problems) = verifier.verify(headers, at: TestPKI.at(2)) else { return }
        #expect(
            problems.map(\.message.en) == [
                "Test authority (test-ca) is suspended since 2026-11-22T03:18:00.000Z: under review; "
                    + "trust list 17"
            ]
        )
        #expect(
            problems.map(\.message.zh) == [
                "机构 测试机构（test-ca）自 2026-11-22T03:18:00.000Z 起互认状态为“暂停”，原因：整改；"
                    + "信任列表第 17 号"
            ]
        )
    }

    @Test func anAuthorityForOtherUsesIsRefused() throws {
        let verdict = try verdict(authority(uses: [.timeStamping, .personalSigning]))
        #expect(verdict.refusalRules == ["trust.authority.use"])
        guard case .refused(let problems) = verdict else { return }
        #expect(problems.first?.message.en.contains("only for personal-signing, time-stamping") == true)
        #expect(problems.first?.message.en.contains("trust list 17") == true)
    }

    @Test(arguments: [
        ("USCC:{code}", "USCC:91350200M00013FA1N", true), ("{code}N", "91350200M00013FA1NN", true),
        ("<{code}>", "<91350200M00013FA1N>", true), ("{code}", "91350200M00013FA1N", true),
        ("统一:{code}", "统一:91350200M00013FA1N", true), ("USCC:{code}", "91350200M00013FA1N", false),
        ("USCC:{code}", "uscc:91350200M00013FA1N", false), ("{code}N", "91350200M00013FA1N", false),
        ("{code}", "USCC:91350200M00013FA1N", false), ("a{code}a", "a", false),
    ])
    func patterns(pattern: String, value: String, isFound: Bool) throws {
        let source = IdentitySource(.attribute("O"), pattern: try #require(IdentityPattern(pattern)))
        let verdict = try verdict(authority(identity: [source])) {
            $0.organization = value
            $0.platformCode = nil
        }
        #expect(verdict.refusalRules == (isFound ? nil : ["trust.identity.present"]))
    }

    @Test(arguments: ["", "code", "{code", "{code}{code}", "{code} {code}"])
    func patternsThatAreNone(text: String) { #expect(IdentityPattern(text) == nil) }

    /// Positions 9 to 17 of 91350200M00013FA1N are M00013FA1.
    @Test(arguments: [
        ("M00013FA1", nil), ("M00013FA-1", nil), ("M00013FA2", "trust.identity.platform"),
        ("00013FA1N", "trust.identity.present"), ("M00013FA", "trust.identity.present"),
        ("m00013fa1", "trust.identity.present"), ("91350200M", "trust.identity.present"),
        ("91350200M00013FA1N", "trust.identity.present"),
    ])
    func organisationCodes(value: String, rule: String?) throws {
        let source = IdentitySource(.attribute("O"), holds: .organisationCode)
        let verdict = try verdict(authority(identity: [source])) {
            $0.organization = value
            $0.platformCode = nil
        }
        #expect(verdict.refusalRules == rule.map { [$0] })
    }

    /// A person's mark decides wherever it stands: the code of the employer in the certificate does not count.
    @Test func aPersonalCertificateNeverCountsByName() throws {
        let person = IdentitySource(
            .attribute("O"),
            pattern: try #require(IdentityPattern("ID:{code}")),
            holds: .person
        )
        let described = try authority(identity: [
            .extension(oid: CertificateTemplate.identityExtension), person,
        ])
        #expect(try verdict(described) { $0.organization = "Company" }.identity != nil)
        let verdict = try verdict(described) { $0.organization = "ID:110101199003070011" }
        #expect(verdict.refusalRules == ["trust.identity.person"])
        guard case .refused(let problems) = verdict else { return }
        // The number itself is nobody's business.
        #expect(problems.first?.message.en.contains("199003") == false)
        #expect(problems.first?.message.en.contains("by the rules of Test authority (test-ca)") == true)
    }
}
