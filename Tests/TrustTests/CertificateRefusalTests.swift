import Core
import Testing
import Trust

/// Refusals for the certificate: unknown, of an unknown authority, not valid, not for this use, not the sender's.
@Suite struct CertificateRefusalTests {
    /// The verdict on an event signed under a certificate that `change` made different.
    private func verdict(
        _ kind: KeyKind = .p256,
        authority: TrustAuthority? = nil,
        at instant: Instant = TestPKI.now,
        issuer: CertificateIssuer? = nil,
        key: SigningKey? = nil,
        _ change: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> SignatureVerdict {
        let pki = try TestPKI.of(kind)
        var template = TestPKI.template()
        change(&template)
        let certificate = try (issuer ?? pki.issuing).issue(template, for: key ?? pki.key)
        let headers = try EventSigner(key: key ?? pki.key, certificate: certificate)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        return try pki.verifier(authority).verify(headers, at: instant)
    }

    @Test func unregisteredKeyID() throws {
        let pki = try TestPKI.of(.p256)
        for form: SignatureForm in [
            .raw(attachesCertificate: false), .cms(includesCertificate: false, signedAttributes: true),
        ] {
            let headers = try EventSigner(key: pki.key, certificate: pki.leaf, form: form)
                .headers(for: TestEvent.envelope, payload: TestEvent.payload)
            let verdict = try pki.verifier().verify(headers, registered: [pki.issuing.certificate])
            #expect(verdict.refusalCodes == [.certificateUnknown])
        }
    }

    @Test func keyIDOfAnotherCertificate() throws {
        let pki = try TestPKI.of(.p256)
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
            .setting(SignatureHeader.keyID, pki.root.certificate.thumbprint.keyID)
        #expect(try pki.verifier().verify(headers).refusalCodes == [.certificateUnknown])
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func authorityOffTheList(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let stranger = try TestPKI(.p256, name: "Stranger")
        let headers = try EventSigner(key: stranger.key, certificate: stranger.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        #expect(try pki.verifier().verify(headers).refusalCodes == [.certificateAuthorityUnknown])
    }

    @Test func selfSignedCertificate() throws {
        let pki = try TestPKI.of(.p256)
        let own = try CertificateIssuer.root(TestPKI.template(), key: pki.key)
        let headers = try EventSigner(key: pki.key, certificate: own.certificate)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        #expect(try pki.verifier().verify(headers).refusalCodes == [.certificateAuthorityUnknown])
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func wrongKeySameName(kind: KeyKind) throws {
        // An authority that calls itself the same, with a key of its own.
        let impostor = try TestPKI(kind)
        let verdict = try verdict(kind, issuer: impostor.issuing)
        #expect(verdict.refusalCodes == [.certificateAuthorityUnknown])
    }

    @Test func changedCertificate() throws {
        // One bit of the issuer's RSA signature, the last bytes of the certificate.
        let pki = try TestPKI.of(.rsa2048)
        var der = pki.leaf.der
        der[der.count - 1] ^= 1
        let forged = try #require(Certificate(der: der))
        let headers = try EventSigner(key: pki.key, certificate: forged)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let verdict = try pki.verifier().verify(headers)
        #expect(verdict.refusalCodes == [.certificateNotValid])
        #expect(verdict.refusalRules == ["trust.chain.signature"])
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func validityOfTheSigner(kind: KeyKind) throws {
        let expired = try verdict(kind) { $0.notAfter = TestPKI.at(-1) }
        #expect(expired.refusalCodes == [.certificateNotValid])
        #expect(expired.refusalRules == ["trust.chain.validity"])
        let early = try verdict(kind) { $0.notBefore = TestPKI.at(1) }
        #expect(early.refusalCodes == [.certificateNotValid])
        // The same certificates at other instants.
        #expect(try verdict(kind, at: TestPKI.at(-2)) { $0.notAfter = TestPKI.at(-1) }.identity != nil)
        #expect(try verdict(kind, at: TestPKI.at(2)) { $0.notBefore = TestPKI.at(1) }.identity != nil)
    }

    @Test func validityAtItsEdges() throws {
        let pki = try TestPKI.of(.p256)
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        // One verifier: what it remembers about one instant must not decide about another.
        let verifier = try pki.verifier()
        let (start, end) = (pki.leaf.notBefore, pki.leaf.notAfter)
        #expect(start == TestPKI.at(-100))
        #expect(end == TestPKI.at(100))
        #expect(verifier.verify(headers, at: start).identity != nil)
        #expect(verifier.verify(headers, at: start.advanced(byMilliseconds: -1)).refusalCodes == [.certificateNotValid])
        #expect(verifier.verify(headers, at: end.advanced(byMilliseconds: -1)).identity != nil)
        #expect(verifier.verify(headers, at: end).refusalCodes == [.certificateNotValid])
        #expect(verifier.verify(headers, at: start).identity != nil)
    }

    @Test func expiredIssuer() throws {
        // The issuing authority is valid for 500 days, the root for 1000.
        let verdict = try verdict(at: TestPKI.at(600)) { $0.notAfter = TestPKI.at(900) }
        #expect(verdict.refusalCodes == [.certificateNotValid])
        guard case .refused(let problems) = verdict, let problem = problems.first else { return }
        #expect(problem.message.en.contains("certificate 1 of the chain"))
        #expect(problem.message.zh.contains("第 1 级"))
    }

    @Test func everyFaultIsReported() throws {
        let pki = try TestPKI.of(.p256)
        let verdict = try verdict(authority: pki.authority(status: .suspended)) {
            $0.notAfter = TestPKI.at(-1)
            $0.keyUsage = [.keyEncipherment]
        }
        #expect(verdict.refusalCodes == [.certificateNotValid, .certificateUsage, .certificateNotValid])
        #expect(
            verdict.refusalRules == ["trust.chain.validity", "trust.leaf.key-usage", "trust.authority.suspended"]
        )
    }

    @Test func recognitionOfTheAuthority() throws {
        let pki = try TestPKI.of(.p256)
        #expect(try verdict(authority: pki.authority(status: .suspended)).refusalCodes == [.certificateNotValid])
        let ended = pki.authority(until: TestPKI.at(-1))
        #expect(try verdict(authority: ended).refusalRules == ["trust.authority.withdrawn"])
        #expect(try verdict(authority: ended, at: TestPKI.at(-2)).identity != nil)
        let future = pki.authority(from: TestPKI.at(1))
        #expect(try verdict(authority: future).refusalRules == ["trust.authority.period"])
        #expect(try verdict(authority: future, at: TestPKI.at(1)).identity != nil)
        #expect(try verdict(authority: pki.authority(uses: [])).refusalCodes == [.certificateUsage])
    }

    @Test func keyUsage() throws {
        #expect(try verdict { $0.keyUsage = [.keyEncipherment] }.refusalCodes == [.certificateUsage])
        #expect(try verdict { $0.keyUsage = [.digitalSignature] }.identity != nil)
        #expect(try verdict { $0.keyUsage = [.nonRepudiation] }.identity != nil)
        #expect(try verdict { $0.keyUsage = [] }.identity != nil)
    }

    @Test func authorityCertificateSignsNoData() throws {
        let verdict = try verdict {
            $0.isAuthority = true
            $0.keyUsage = [.digitalSignature, .keyCertSign]
        }
        #expect(verdict.refusalCodes == [.certificateUsage])
        #expect(verdict.refusalRules == ["trust.leaf.authority"])
    }

    @Test func aPlatformCertificateIssuesNoCertificates() throws {
        // The platform's own certificate used as an issuer is not on the list: no path leads through it.
        let pki = try TestPKI.of(.p256)
        let rogue = try CertificateIssuer(key: pki.key, certificate: pki.leaf)
        #expect(
            try verdict(issuer: rogue, key: SigningKey.generate(.p256)).refusalCodes == [.certificateAuthorityUnknown]
        )
    }

    @Test func weakKeysAndDigests() throws {
        let weak = try verdict(.rsa2048, key: SigningKey.generate(.rsa1024))
        #expect(weak.refusalCodes == [.algorithmRefused])
        #expect(weak.refusalRules == ["trust.chain.key-strength"])
        for kind in [KeyKind.rsa2048, .p256] {
            let sha1 = try verdict(kind) { $0.digest = .sha1 }
            #expect(sha1.refusalCodes == [.algorithmRefused])
            #expect(sha1.refusalRules == ["trust.chain.digest-strength"])
        }
    }

    @Test(arguments: CertificateTemplate.IdentityEncoding.allCases)
    func identityInEveryEncoding(encoding: CertificateTemplate.IdentityEncoding) throws {
        #expect(try verdict { $0.identityEncoding = encoding }.identity?.platformCode == TestPKI.code)
    }

    @Test func someoneElsesCode() throws {
        let verdict = try verdict { $0.platformCode = TestPKI.otherCode }
        #expect(verdict.refusalCodes == [.certificateIdentity])
        #expect(verdict.refusalRules == ["trust.identity.platform"])
    }

    @Test(arguments: [nil, "", "91350200M00013FA1", "91350200M00013FA1NX", "91350200I00013FA1N", "91350200m00013fa1n"])
    func noCodeOfTheRightShape(code: String?) throws {
        let verdict = try verdict { $0.platformCode = code }
        #expect(verdict.refusalCodes == [.certificateIdentity])
        #expect(verdict.refusalRules == ["trust.identity.present"])
    }

    @Test func identityMapIsTriedInOrder() throws {
        let pki = try TestPKI.of(.p256)
        let byName = pki.authority(identity: [.extension(oid: "1.2.3.4"), .attribute("organizationIdentifier")])
        #expect(try verdict(authority: byName).identity != nil)
        let elsewhere = pki.authority(identity: [.attribute("serialNumber"), .attribute("OU")])
        #expect(try verdict(authority: elsewhere).refusalRules == ["trust.identity.present"])
        // The first place that holds a code decides, even when a later one would fit.
        let first = pki.authority(identity: [.attribute("O"), .attribute("organizationIdentifier")])
        let verdict = try verdict(authority: first) { $0.organization = TestPKI.otherCode }
        #expect(verdict.refusalRules == ["trust.identity.platform"])
    }

    @Test func aVerifierKeepsSignersApart() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let otherKey = try SigningKey.generate(.p256)
        let other = try pki.issuing.issue(TestPKI.template(code: TestPKI.otherCode), for: otherKey)
        let mine = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let theirs = try EventSigner(key: otherKey, certificate: other)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        for _ in 0..<3 {
            #expect(verifier.verify(mine).identity != nil)
            #expect(verifier.verify(theirs).refusalCodes == [.certificateIdentity])
            #expect(verifier.verify(theirs, code: TestPKI.otherCode).identity != nil)
        }
        // My key id and certificate with their signature.
        let mixed = mine.setting(SignatureHeader.signature, theirs.text(SignatureHeader.signature))
        #expect(verifier.verify(mixed).refusalCodes == [.signatureInvalid])
    }
}
