import Core
import Testing

@testable import Trust

/// Verdicts on certificates with revocation, purposes, policies and name constraints, and how long each stands.
@Suite struct TrustStoreTests {
    private func list(
        _ pki: TestPKI,
        _ policy: RevocationPolicy,
        certificates: [Certificate]? = nil,
        policies: [String] = [],
        uses: Set<TrustAuthority.Use> = Set(TrustAuthority.Use.allCases)
    ) -> TrustList {
        let described = pki.authority(uses: uses)
        return TrustList(authorities: [
            TrustAuthority(
                id: described.id,
                name: described.name,
                history: described.history,
                certificates: certificates ?? described.certificates,
                uses: described.uses,
                identity: described.identity,
                policies: policies,
                revocation: policy
            )
        ])
    }

    /// A book with a list of each of `pki`'s authorities.
    private func book(
        _ pki: TestPKI,
        _ list: TrustList,
        root: [RevocationTemplate.Entry] = [],
        issuing: [RevocationTemplate.Entry] = [],
        rootEnd: Int64 = 90
    ) throws -> RevocationBook {
        var book = RevocationBook()
        for (issuer, entries, end) in [(pki.root, root, rootEnd), (pki.issuing, issuing, 6)] {
            let der = try issuer.revocationList(
                RevocationTemplate(
                    number: 7,
                    thisUpdate: TestPKI.at(-1),
                    nextUpdate: TestPKI.at(end),
                    entries: entries
                )
            )
            _ = try book.add(crl: der, list: list, at: TestPKI.now).get()
        }
        return book
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func revokedFromItsDateOn(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let list = list(pki, RevocationPolicy(check: .crl))
        let revoked = [RevocationTemplate.Entry(pki.leaf, at: TestPKI.at(-3), reason: .keyCompromise)]
        let store = try TrustStore(list: list, revocation: book(pki, list, issuing: revoked), generation: 1)
        let before = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.at(-4))
        #expect(before.verdict.chain != nil)
        // From the beginning of the leaf to its revocation.
        #expect(before.holds == TestPKI.at(-100)..<TestPKI.at(-3))
        let after = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.at(-3))
        #expect(after.holds == TestPKI.at(-3)..<TestPKI.at(6))
        let problem = try #require(after.verdict.problems.first)
        #expect(after.verdict.problems.count == 1)
        #expect(problem.code == .certificateRevoked)
        #expect(!problem.code.isRetryable)
        for language in [problem.message.en, problem.message.zh] {
            #expect(language.contains(pki.leaf.serial))
            #expect(language.contains("CRL 7"))
            #expect(language.contains("keyCompromise"))
            #expect(language.contains(TestPKI.at(-3).rfc3339))
            #expect(language.contains(TestPKI.at(-1).rfc3339))
        }
        // Too old a list still knows what was revoked.
        let late = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.at(8)).verdict
        #expect(late.problems.map(\.code) == [.certificateRevoked])
    }

    @Test func issuingAuthorityRevoked() throws {
        let pki = try TestPKI.of(.sm2)
        let list = list(pki, RevocationPolicy(check: .crl))
        let revoked = [RevocationTemplate.Entry(pki.issuing.certificate, at: TestPKI.at(-2), reason: .cACompromise)]
        let store = try TrustStore(list: list, revocation: book(pki, list, root: revoked), generation: 1)
        #expect(store.verify(pki.leaf, for: .platformSigning, at: TestPKI.at(-3)).verdict.chain != nil)
        let problems = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.now).verdict.problems
        #expect(problems.map(\.code) == [.certificateRevoked])
        #expect(problems.first?.message.en.contains("certificate 1 of the chain") == true)
        // Without the root in the list the issuing certificate is the anchor, which nobody above it can revoke.
        let partial = self.list(pki, RevocationPolicy(check: .crl), certificates: [pki.issuing.certificate])
        var book = try book(pki, list, root: revoked)
        book.rebind(to: partial)
        let other = try TrustStore(list: partial, revocation: book, generation: 2)
        #expect(other.verify(pki.leaf, for: .platformSigning, at: TestPKI.now).verdict.chain != nil)
    }

    @Test func missingData() throws {
        let pki = try TestPKI.of(.p256)
        for check in [RevocationPolicy.Check.crl, .ocsp, .any] {
            let store = try TrustStore(list: list(pki, RevocationPolicy(check: check)), generation: 1)
            let problems = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.now).verdict.problems
            // The leaf and the issuing authority.
            #expect(problems.map(\.code) == [.revocationUnavailable, .revocationUnavailable])
            #expect(problems.allSatisfy { $0.rule == "trust.revocation.present" && $0.code.isRetryable })
        }
        let unchecked = try TrustStore(list: list(pki, .unchecked), generation: 1)
        #expect(unchecked.verify(pki.leaf, for: .platformSigning, at: TestPKI.now).verdict.chain?.warnings == [])
        // A list does not answer where OCSP is asked for, but does for authorities.
        let list = list(pki, RevocationPolicy(check: .ocsp))
        let store = try TrustStore(list: list, revocation: book(pki, list), generation: 1)
        let problems = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.now).verdict.problems
        #expect(problems.map(\.rule) == ["trust.revocation.present"])
    }

    @Test func budgetDecides() throws {
        let pki = try TestPKI.of(.p256)
        let end = TestPKI.at(-1).advanced(byMilliseconds: 36 * 3_600_000)
        let refusing = list(pki, RevocationPolicy(check: .crl, budget: .seconds(36 * 3600)))
        let store = try TrustStore(list: refusing, revocation: book(pki, refusing), generation: 1)
        let fresh = store.verify(pki.leaf, for: .platformSigning, at: TestPKI.now)
        #expect(fresh.verdict.chain?.warnings == [])
        #expect(fresh.holds == TestPKI.at(-100)..<end)
        let stale = store.verify(pki.leaf, for: .platformSigning, at: end)
        #expect(stale.verdict.problems.map(\.rule) == ["trust.revocation.fresh"])
        #expect(stale.verdict.problems.first?.message.zh.contains("36 小时") == true)
        // The root's list counts until its nextUpdate.
        #expect(stale.holds == end..<TestPKI.at(90))

        let accepting = list(
            pki,
            RevocationPolicy(check: .crl, budget: .seconds(36 * 3600), whenStale: [.platformSigning: .accept])
        )
        let lenient = try TrustStore(list: accepting, revocation: book(pki, accepting), generation: 2)
        let warned = try #require(lenient.verify(pki.leaf, for: .platformSigning, at: end).verdict.chain)
        #expect(warned.warnings.map(\.code) == [.revocationUnavailable])
        #expect(warned.warnings.map(\.severity) == [.warning])
        // The other uses are not named and so refuse.
        #expect(lenient.verify(pki.leaf, for: .personalSigning, at: end).verdict.problems.count == 1)
        // A list later than nextUpdate counts while the budget lasts.
        let long = list(pki, RevocationPolicy(check: .crl, budget: .seconds(30 * 86_400)))
        let patient = try TrustStore(list: long, revocation: book(pki, long), generation: 3)
        #expect(patient.verify(pki.leaf, for: .platformSigning, at: TestPKI.at(20)).verdict.chain != nil)
    }

    @Test func verdictStandsThroughoutItsStretch() throws {
        let pki = try TestPKI.of(.rsa2048)
        let list = list(pki, RevocationPolicy(check: .crl))
        let held = [RevocationTemplate.Entry(pki.leaf, at: TestPKI.at(-3), reason: .superseded)]
        let store = try TrustStore(list: list, revocation: book(pki, list, issuing: held), generation: 1)
        // From stretch to stretch over all time: each is found again from both its ends, with one and the same outcome.
        var instant = TestPKI.at(-3000)
        var outcomes: [[String]] = []
        while instant < TestPKI.at(3000) {
            let (verdict, holds) = store.verify(pki.leaf, for: .platformSigning, at: instant)
            #expect(holds.contains(instant))
            outcomes.append(verdict.problems.map(\.rule))
            guard holds.upperBound.milliseconds < .max else { break }
            let last = holds.upperBound.advanced(byMilliseconds: -1)
            let again = store.verify(pki.leaf, for: .platformSigning, at: last)
            #expect(again.holds == holds)
            #expect(again.verdict.problems.map(\.rule) == verdict.problems.map(\.rule))
            instant = holds.upperBound
        }
        #expect(outcomes.contains([]))
        #expect(outcomes.contains(["trust.revocation.revoked"]))
        #expect(outcomes.count > 6)
    }

    private func problems(
        _ pki: TestPKI,
        _ use: TrustAuthority.Use,
        policies: [String] = [],
        key: [String] = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        subject: String = "/CN=Leaf",
        authorities: [Certificate]? = nil,
        under issuer: CertificateIssuer? = nil,
        _ extensions: [String]
    ) throws -> [String]? {
        guard let register = try CommandLineAuthority(issuer ?? pki.issuing) else { return nil }
        let leaf = try register.certificate(key: key, subject: subject, extensions)
        let list = list(pki, .unchecked, certificates: authorities, policies: policies)
        let store = try TrustStore(list: list, generation: 1)
        return store.verify(leaf, for: use, at: TestPKI.now).verdict.problems.map(\.rule)
    }

    @Test(arguments: [
        ([], TrustAuthority.Use.platformSigning, []),
        (["extendedKeyUsage=emailProtection"], .platformSigning, []),
        (["extendedKeyUsage=clientAuth"], .personalSigning, []),
        (["extendedKeyUsage=critical,anyExtendedKeyUsage"], .platformSigning, []),
        (["extendedKeyUsage=1.3.6.1.5.5.7.3.36"], .platformSigning, []),
        (["extendedKeyUsage=serverAuth"], .platformSigning, ["trust.leaf.extended-key-usage"]),
        (["extendedKeyUsage=timeStamping"], .platformSigning, ["trust.leaf.extended-key-usage"]),
        (["extendedKeyUsage=OCSPSigning,codeSigning"], .personalSigning, ["trust.leaf.extended-key-usage"]),
        (["extendedKeyUsage=critical,timeStamping"], .timeStamping, []),
        (["extendedKeyUsage=timeStamping"], .timeStamping, ["trust.leaf.extended-key-usage"]),
        (["extendedKeyUsage=critical,timeStamping,clientAuth"], .timeStamping, ["trust.leaf.extended-key-usage"]),
        (["extendedKeyUsage=critical,anyExtendedKeyUsage"], .timeStamping, ["trust.leaf.extended-key-usage"]),
        ([], .timeStamping, ["trust.leaf.extended-key-usage"]),
    ])
    func extendedKeyUsage(extensions: [String], use: TrustAuthority.Use, rules: [String]) throws {
        let pki = try TestPKI.of(.p256)
        guard let found = try problems(pki, use, ["keyUsage=critical,digitalSignature"] + extensions) else { return }
        #expect(found == rules)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func keysOfSigners(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let usage = ["keyUsage=critical,digitalSignature"]
        for curve in ["P-256", "P-384", "P-521", "SM2"] {
            let key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)"]
            guard let found = try problems(pki, .platformSigning, key: key, usage) else { return }
            #expect(found == [])
        }
        let weak = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]
        #expect(try problems(pki, .platformSigning, key: weak, usage) == ["trust.chain.key-strength"])
        let other = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]
        #expect(try problems(pki, .platformSigning, key: other, usage) == ["trust.leaf.key-type"])
        // The encryption certificate of an SM2 pair.
        let pair = ["keyUsage=critical,keyEncipherment,dataEncipherment,keyAgreement"]
        #expect(try problems(pki, .platformSigning, pair) == ["trust.leaf.key-usage"])
    }

    @Test func certificatePolicies() throws {
        let pki = try TestPKI.of(.sm2)
        let usage = "keyUsage=critical,digitalSignature"
        let asked = ["1.2.156.1000.1"]
        // The issuing certificate itself must carry a policy of the path.
        guard let root = try CommandLineAuthority(pki.root) else { return }
        let key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
        let authority = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"]
        let certificate = try root.certificate(
            key: key,
            subject: "/CN=Policies",
            authority + ["certificatePolicies=1.2.156.1000.1,1.2.156.1000.2", "subjectKeyIdentifier=hash"]
        )
        let pem = String(decoding: try root.openssl.read("leaf.key"), as: UTF8.self)
        let issuing = try CertificateIssuer(key: SigningKey.key(pem: pem), certificate: certificate)
        func rules(_ policies: [String], _ extensions: [String]) throws -> [String]? {
            try problems(
                pki,
                .platformSigning,
                policies: policies,
                authorities: [pki.root.certificate, certificate],
                under: issuing,
                [usage] + extensions
            )
        }
        #expect(try rules(asked, ["certificatePolicies=1.2.156.1000.1"]) == [])
        #expect(try rules(asked, ["certificatePolicies=1.2.156.1000.2"]) == ["trust.chain.policies"])
        #expect(try rules(asked, []) == ["trust.chain.policies"])
        #expect(try rules(asked + ["1.2.156.1000.2"], ["certificatePolicies=1.2.156.1000.2"]) == [])
        #expect(try rules([], []) == [])
    }

    @Test func nameConstraints() throws {
        let pki = try TestPKI.of(.rsa2048)
        guard let root = try CommandLineAuthority(pki.root) else { return }
        let certificate = try root.certificate(
            subject: "/C=CN/CN=Constrained",
            [
                "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign",
                "subjectKeyIdentifier=hash", "nameConstraints=critical,permitted;dirName:permitted", "[permitted]",
                "C=CN",
                "O=Exchange",
            ]
        )
        let pem = String(decoding: try root.openssl.read("leaf.key"), as: UTF8.self)
        let issuing = try CertificateIssuer(key: SigningKey.key(pem: pem), certificate: certificate)
        func rules(_ subject: String) throws -> [String]? {
            try problems(
                pki,
                .platformSigning,
                subject: subject,
                authorities: [pki.root.certificate, certificate],
                under: issuing,
                ["keyUsage=critical,digitalSignature"]
            )
        }
        #expect(try rules("/C=CN/O=Exchange/CN=Platform") == [])
        #expect(try rules("/C=CN/O=Elsewhere/CN=Platform") == ["trust.chain.name-constraints"])
    }
}

extension ChainVerdict {
    /// The chain; nil when refused.
    var chain: VerifiedChain? {
        if case .verified(let chain) = self { return chain }
        return nil
    }

    /// Why it is refused; empty when it is not.
    var problems: [Problem] {
        if case .refused(let problems) = self { return problems }
        return []
    }
}
