import Core
import Testing

@testable import Trust

/// What a certificate must be to have content encrypted for it, with certificates that the `openssl` command made
/// (docs/specs/revocation.md §5): by the trust list and by `trust check` alike.
@Suite struct EncryptionUseTests {
    private static let pair = "keyUsage=critical,keyEncipherment,dataEncipherment,keyAgreement"

    /// The rules that speak against a certificate with `extensions`, by a list and by anchors given; nil without the command.
    private func rules(
        _ pki: TestPKI,
        key: [String],
        _ extensions: [String]
    ) throws -> (list: [String], anchors: [String])? {
        guard let register = try CommandLineAuthority(pki.issuing) else { return nil }
        let leaf = try register.certificate(key: key, subject: "/CN=Leaf", extensions)
        let store = try pki.store(pki.authority(uses: [.encryption]), generation: 1)
        var question = PathQuestion(leaf: leaf, anchors: [pki.root.certificate], time: TestPKI.now)
        question.intermediates = [pki.issuing.certificate]
        question.purpose = .encryption
        return (
            store.verify(leaf, for: .encryption, at: TestPKI.now).verdict.problems.map(\.rule),
            question.answer.refusal.map { [$0.rule] } ?? []
        )
    }

    @Test(arguments: [
        ([pair], []), (["keyUsage=critical,keyEncipherment"], []), (["keyUsage=dataEncipherment"], []),
        (["keyUsage=keyAgreement,digitalSignature"], []),
        (["keyUsage=critical,digitalSignature,nonRepudiation"], ["trust.leaf.key-usage"]),
        (["keyUsage=critical,encipherOnly"], ["trust.leaf.key-usage"]),
        ([pair, "extendedKeyUsage=emailProtection"], []), ([pair, "extendedKeyUsage=clientAuth,serverAuth"], []),
        ([pair, "extendedKeyUsage=critical,anyExtendedKeyUsage"], []),
        ([pair, "extendedKeyUsage=1.3.6.1.4.1.311.80.1"], []),
        ([pair, "extendedKeyUsage=serverAuth"], ["trust.leaf.extended-key-usage"]),
        ([pair, "extendedKeyUsage=1.3.6.1.5.5.7.3.36"], ["trust.leaf.extended-key-usage"]),
        ([pair, "extendedKeyUsage=timeStamping"], ["trust.leaf.extended-key-usage"]),
    ])
    func extensions(extensions: [String], expected: [String]) throws {
        for curve in ["P-256", "SM2"] {
            let key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)"]
            let pki = try TestPKI.of(curve == "SM2" ? .sm2 : .p256)
            guard let found = try rules(pki, key: key, extensions) else { return }
            #expect(found.list == expected && found.anchors == expected, "\(curve): \(found)")
        }
    }

    @Test func keys() throws {
        let pki = try TestPKI.of(.rsa2048)
        func found(_ options: String..., usage: [String] = [Self.pair]) throws -> [String]? {
            let rules = try rules(pki, key: options, usage)
            #expect(rules.map { $0.list == $0.anchors } ?? true, "\(String(describing: rules))")
            return rules?.list
        }
        guard let rsa = try found("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048") else { return }
        #expect(rsa == [])
        #expect(
            try found("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048") == ["trust.leaf.key-type"]
        )
        let other = "ec_paramgen_curve:secp256k1"
        #expect(try found("-algorithm", "EC", "-pkeyopt", other) == ["trust.leaf.key-type"])
        // Without key usage a certificate is for anything; of an SM2 pair nobody would know which one it is.
        #expect(try found("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", usage: []) == [])
        #expect(
            try found("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", usage: []) == ["trust.leaf.key-usage"]
        )
    }

    /// A certificate of a pair counts for its own use and not for the other, in words of that use.
    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func theCertificatesOfAPair(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        var template = TestPKI.template()
        template.keyUsage = [.keyEncipherment, .dataEncipherment, .keyAgreement]
        let encryption = try pki.issuing.issue(template, for: SigningKey.generate(kind))
        let store = try pki.store(pki.authority(uses: [.platformSigning, .encryption]), generation: 1)
        func problems(_ certificate: Certificate, _ use: TrustAuthority.Use, at instant: Instant = TestPKI.now)
            -> [Problem]
        {
            store.verify(certificate, for: use, at: instant).verdict.problems
        }
        #expect(problems(pki.leaf, .platformSigning).isEmpty && problems(encryption, .encryption).isEmpty)
        #expect(problems(pki.leaf, .encryption).map(\.rule) == ["trust.leaf.key-usage"])
        #expect(problems(encryption, .platformSigning).map(\.rule) == ["trust.leaf.key-usage"])
        let over = try #require(problems(encryption, .encryption, at: TestPKI.at(101)).first)
        #expect(over.code == .certificateNotValid)
        #expect(over.message.zh.hasPrefix("加密证书") && over.message.zh.hasSuffix("过期"))
        #expect(over.message.en.hasPrefix("the encryption certificate") && !over.message.en.contains("submission"))
        let signer = try #require(problems(pki.leaf, .platformSigning, at: TestPKI.at(101)).first)
        #expect(
            signer.message.en.hasPrefix("the signer's certificate")
                && signer.message.en.contains("before the submission")
        )
        let verdict = store.verify(encryption, for: .encryption, at: TestPKI.now).verdict
        #expect(verdict.chain?.strangeness(to: TestPKI.code) == nil)
        #expect(verdict.chain?.strangeness(to: TestPKI.otherCode)?.message.en.contains("not the recipient") == true)
    }
}
