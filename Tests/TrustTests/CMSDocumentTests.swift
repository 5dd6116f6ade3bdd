import Core
import Testing
import Trust

/// CMS documents of every accepted shape: several signers, the content types of GM/T 0010, identifiers and algorithms in the
/// spellings that middleware uses. Signed by the `openssl` command, put together by hand.
@Suite struct CMSDocumentTests {
    private static let signedData = "1.2.840.113549.1.7.2"
    private static let data = "1.2.840.113549.1.7.1"
    private static let nationalSignedData = "1.2.156.10197.6.1.4.2.2"
    private static let nationalData = "1.2.156.10197.6.1.4.2.1"

    /// A SignedData by an SM2 key over the signing base of the test event.
    private struct National {
        let openssl: CommandLineOpenSSL
        let pki: TestPKI
        let base: [UInt8]

        init?() throws {
            openssl = try CommandLineOpenSSL()
            guard openssl.isAvailable else { return nil }
            pki = try TestPKI.of(.sm2)
            try openssl.write(try pki.key.pem(), to: "key.pem")
            base = try EventSigner(
                key: pki.key,
                certificate: pki.leaf,
                form: .cms(includesCertificate: true, signedAttributes: true)
            ).signingBase(for: TestEvent.envelope, payload: TestEvent.payload)
        }

        func sign(_ bytes: [UInt8], digest: String = "sm3") throws -> [UInt8] {
            try openssl.write(bytes, to: "message")
            try openssl.run(
                "pkeyutl",
                "-sign",
                "-inkey",
                "key.pem",
                "-rawin",
                "-in",
                "message",
                "-digest",
                digest,
                "-pkeyopt",
                "distid:1234567812345678",
                "-out",
                "signature"
            )
            return try openssl.read("signature")
        }

        func document(
            outer: String,
            inner: String,
            algorithm: String = "1.2.156.10197.1.301.1",
            attributes: Bool,
            stated: String? = nil
        ) throws -> TestSignedData {
            var signed = base
            var content: [UInt8]?
            if attributes {
                let digest = PayloadDigest(.sm3, of: base).bytes
                content = TestSignedData.attributes(type: stated ?? inner, digest: digest)
                signed = TestDER.element(0x31, content ?? [])
            }
            return TestSignedData(
                outer: outer,
                inner: inner,
                certificates: [pki.leaf.der],
                signers: [
                    TestSignedData.Signer(
                        identifier: TestDER.issuerAndSerial(pki.leaf.der),
                        digest: TestSignedData.sm3,
                        attributes: content,
                        algorithm: TestDER.sequence(TestDER.oid(algorithm)),
                        signature: try sign(signed)
                    )
                ]
            )
        }
    }

    @Test(arguments: [true, false])
    func contentTypesOfBothFamilies(attributes: Bool) throws {
        guard let national = try National() else { return }
        let verifier = try national.pki.verifier()
        let families: [(String, String, CMSFamily)] = [
            (Self.nationalSignedData, Self.nationalData, .national), (Self.signedData, Self.data, .international),
            (Self.nationalSignedData, Self.data, .mixed), (Self.signedData, Self.nationalData, .mixed),
        ]
        let algorithms = [
            "1.2.156.10197.1.301.1", "1.2.156.10197.1.501", "1.2.156.10197.1.301", "1.2.840.10045.2.1",
        ]
        for (outer, inner, family) in families {
            for algorithm in algorithms {
                let document = try national.document(
                    outer: outer,
                    inner: inner,
                    algorithm: algorithm,
                    attributes: attributes
                )
                let verdict = verifier.verify(document.headers)
                #expect(verdict.identity?.family == family, "\(outer) \(inner) \(algorithm): \(verdict)")
                #expect(verdict.identity?.algorithm == .sm2SM3)
                #expect(verifier.verify(document.headers, payload: [0]).refusalCodes == [.signatureInvalid])
                // Without the certificate inside, by the registry.
                var bare = document
                bare.certificates = []
                #expect(verifier.verify(bare.headers).refusalCodes == [.certificateUnknown])
                #expect(verifier.verify(bare.headers, registered: [national.pki.leaf]).identity?.family == family)
            }
        }
    }

    /// The signed attribute contentType is that of the document as it was written, in the family in which it was written.
    @Test func theSignedContentTypeIsTheStatedOne() throws {
        guard let national = try National() else { return }
        let verifier = try national.pki.verifier()
        for (inner, stated) in [(Self.nationalData, Self.data), (Self.data, Self.nationalData), (Self.data, "1.2.3")] {
            let document = try national.document(
                outer: Self.nationalSignedData,
                inner: inner,
                attributes: true,
                stated: stated
            )
            #expect(verifier.verify(document.headers).refusalCodes == [.signatureMalformed], "\(inner) \(stated)")
        }
        for (outer, inner) in [
            (Self.nationalSignedData, "1.2.156.10197.6.1.4.2.3"), (Self.nationalSignedData, "1.2.3"),
            (Self.signedData, "1.2.840.113549.1.9.16.1.4"),
        ] {
            let document = try national.document(outer: outer, inner: inner, attributes: true)
            #expect(verifier.verify(document.headers).refusalCodes == [.signatureMalformed], "\(inner)")
        }
        for outer in ["1.2.156.10197.6.1.4.2.1", "1.2.156.10197.6.1.4.2.4", "1.2.840.113549.1.7.3"] {
            let document = try national.document(outer: outer, inner: Self.data, attributes: true)
            #expect(verifier.verify(document.headers).refusalRules == ["trust.cms.content-type"], "\(outer)")
        }
    }

    /// SM2 goes with SM3 alone: SHA-256 in its place is refused before anything is computed.
    @Test func sm2WithAnotherDigest() throws {
        guard let national = try National() else { return }
        let verifier = try national.pki.verifier()
        for algorithm in ["1.2.156.10197.1.301.1", "1.2.156.10197.1.501", "1.2.840.10045.2.1", "1.2.840.10045.4.3.2"] {
            var document = try national.document(
                outer: Self.nationalSignedData,
                inner: Self.nationalData,
                algorithm: algorithm,
                attributes: false
            )
            document.signers[0].digest = TestSignedData.sha256
            #expect(verifier.verify(document.headers).refusalCodes == [.algorithmRefused], "\(algorithm)")
        }
    }

    /// A document by the `openssl` command with these signers, over the signing base that goes with SHA-256.
    private func document(_ signers: [TestPKI], _ options: [String] = []) throws -> [RecordHeader]? {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return nil }
        let base = try EventSigner(
            key: try TestPKI.of(.p256).key,
            certificate: try TestPKI.of(.p256).leaf,
            form: .cms(includesCertificate: true, signedAttributes: true)
        ).signingBase(for: TestEvent.envelope, payload: TestEvent.payload)
        try openssl.write(base, to: "base")
        var arguments = [
            "cms", "-sign", "-binary", "-in", "base", "-outform", "DER", "-md", "sha256", "-out", "cms.der",
        ]
        for (index, pki) in signers.enumerated() {
            try openssl.write(pki.leaf.pem, to: "leaf\(index).pem")
            try openssl.write(try pki.key.pem(), to: "key\(index).pem")
            arguments += ["-signer", "leaf\(index).pem", "-inkey", "key\(index).pem"]
        }
        try openssl.run(arguments: arguments + options)
        return TestEvent.envelope.headers + [
            RecordHeader(SignatureHeader.form, "cms"),
            RecordHeader(SignatureHeader.signature, Base64.encode(try openssl.read("cms.der"))),
        ]
    }

    @Test(arguments: [[], ["-noattr"], ["-keyid"], ["-nocerts"]])
    func severalSigners(options: [String]) throws {
        let (rsa, ecdsa) = (try TestPKI.of(.rsa2048), try TestPKI.of(.p256))
        guard let headers = try document([rsa, ecdsa], options) else { return }
        let both = SignatureVerifier(store: try rsa.store(nil, ecdsa.authority(), generation: 1))
        let registered = [rsa.leaf, ecdsa.leaf]
        let identity = try #require(both.verify(headers, registered: registered).identity)
        // OpenSSL sorts the signers as DER asks; whoever comes first among those that name the sender stands for it.
        let found = [identity.chain.leaf.thumbprint] + identity.cosigners.map(\.leaf.thumbprint)
        #expect(Set(found) == Set(registered.map(\.thumbprint)))
        #expect(found.count == 2)
        #expect(both.verify(headers, payload: [1], registered: registered).refusalCodes == [.signatureInvalid])
        // One of them is not recognised: the document does not count, whoever the other is.
        for pki in [rsa, ecdsa] {
            let one = try pki.verifier().verify(headers, registered: registered)
            #expect(one.refusalCodes == [.certificateAuthorityUnknown])
        }
    }

    @Test func aCosignerOfAnotherOrganisation() throws {
        let rsa = try TestPKI.of(.rsa2048)
        let other = try TestPKI(.p256, code: TestPKI.otherCode)
        let another = try TestPKI(.rsa2048, code: TestPKI.otherCode)
        guard let headers = try document([rsa, other]), let strangers = try document([other, another]) else { return }
        let both = SignatureVerifier(
            store: try rsa.store(nil, other.authority(), another.authority(), generation: 1)
        )
        let identity = try #require(both.verify(headers).identity)
        #expect(identity.chain.leaf.thumbprint == rsa.leaf.thumbprint)
        #expect(identity.cosigners.map(\.leaf.thumbprint) == [other.leaf.thumbprint])
        // For the other organisation it is the other way round; for a third, nobody is the sender.
        let turned = try #require(both.verify(headers, code: TestPKI.otherCode).identity)
        #expect(turned.chain.leaf.thumbprint == other.leaf.thumbprint)
        let third = both.verify(headers, code: "12350100000000019K")
        #expect(third.refusalCodes == [.certificateIdentity, .certificateIdentity])
        #expect(both.verify(strangers).refusalCodes?.allSatisfy { $0 == .certificateIdentity } == true)
    }

    /// Every signature counts: one bad one among good ones refuses the document.
    @Test func oneBadSignatureAmongSeveral() throws {
        guard let national = try National() else { return }
        let verifier = try national.pki.verifier()
        let good = try national.document(outer: Self.signedData, inner: Self.data, attributes: false)
        let other = try national.sign(Array("something else".utf8))
        for count in 1...5 {
            var document = good
            document.signers = [TestSignedData.Signer](repeating: good.signers[0], count: count)
            let verdict = verifier.verify(document.headers)
            #expect(
                count <= 4 ? verdict.identity?.cosigners.count == count - 1 : verdict.refusalRules == ["trust.cms.form"]
            )
            for index in 0..<min(count, 4) where count <= 4 {
                document.signers[index].signature = other
                #expect(verifier.verify(document.headers).refusalCodes == [.signatureInvalid])
                document.signers[index].signature = good.signers[0].signature
            }
        }
        var none = good
        none.signers = []
        #expect(verifier.verify(none.headers).refusalRules == ["trust.cms.form"])
    }

    /// RSA and SM2 side by side: one content for both, with the digest SHA-256 in its signing base.
    @Test func sm2BesideRSA() throws {
        guard let national = try National() else { return }
        let rsa = try TestPKI.of(.rsa2048)
        let base = try EventSigner(
            key: rsa.key,
            certificate: rsa.leaf,
            form: .cms(includesCertificate: true, signedAttributes: false)
        ).signingBase(for: TestEvent.envelope, payload: TestEvent.payload)
        try national.openssl.write(try rsa.key.pem(), to: "rsa.pem")
        try national.openssl.write(base, to: "base")
        try national.openssl.run(
            "pkeyutl",
            "-sign",
            "-inkey",
            "rsa.pem",
            "-rawin",
            "-in",
            "base",
            "-digest",
            "sha256",
            "-out",
            "rsa"
        )
        let document = TestSignedData(
            certificates: [national.pki.leaf.der, rsa.leaf.der],
            signers: [
                TestSignedData.Signer(
                    identifier: TestDER.issuerAndSerial(national.pki.leaf.der),
                    digest: TestSignedData.sm3,
                    algorithm: TestDER.sequence(TestDER.oid("1.2.156.10197.1.501")),
                    signature: try national.sign(base)
                ),
                TestSignedData.Signer(
                    identifier: TestDER.issuerAndSerial(rsa.leaf.der),
                    digest: TestSignedData.sha256,
                    algorithm: TestDER.sequence(TestDER.oid("1.2.840.113549.1.1.1"), [5, 0]),
                    signature: try national.openssl.read("rsa")
                ),
            ]
        )
        let verifier = SignatureVerifier(store: try rsa.store(nil, national.pki.authority(), generation: 1))
        let identity = try #require(verifier.verify(document.headers).identity)
        #expect(identity.algorithm == .sm2SM3)
        #expect(identity.cosigners.map(\.leaf.thumbprint) == [rsa.leaf.thumbprint])
    }

    @Test(arguments: [
        (KeyKind.rsa2048, "sha384", [], SignatureAlgorithm.rsaPKCS1SHA384),
        (.rsa2048, "sha512", [], .rsaPKCS1SHA512),
        (.rsa2048, "sha384", ["rsa_padding_mode:pss", "rsa_pss_saltlen:48"], .rsaPSSSHA384),
        (.rsa2048, "sha512", ["rsa_padding_mode:pss", "rsa_pss_saltlen:64"], .rsaPSSSHA512),
        (.p384, "sha384", [], .ecdsaP384SHA384), (.p521, "sha512", [], .ecdsaP521SHA512),
    ])
    func widerAlgorithms(
        kind: KeyKind,
        digest: String,
        options: [String],
        algorithm: SignatureAlgorithm
    ) throws {
        let pki = try TestPKI.of(kind)
        let padding = options.flatMap { ["-keyopt", $0] }
        for variant in [[], ["-noattr"]] {
            guard let headers = try document([pki], padding + ["-md", digest] + variant) else { return }
            let verdict = try pki.verifier().verify(headers)
            #expect(verdict.identity?.algorithm == algorithm, "\(verdict)")
            #expect(try pki.verifier().verify(headers, payload: []).refusalCodes == [.signatureInvalid])
        }
    }

    /// A curve goes with one digest.
    @Test(arguments: [(KeyKind.p256, "sha384"), (.p256, "sha512"), (.p384, "sha256"), (.p521, "sha384")])
    func digestsOfOtherCurves(kind: KeyKind, digest: String) throws {
        let pki = try TestPKI.of(kind)
        guard let headers = try document([pki], ["-md", digest]) else { return }
        #expect(try pki.verifier().verify(headers).refusalCodes == [.algorithmRefused])
    }
}
