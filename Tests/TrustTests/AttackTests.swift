import Core
import Testing
import Trust

/// What somebody may try with signed records of others, one test for each, over every form.
@Suite struct AttackTests {
    private static let forms: [SignatureForm] = [
        .raw(attachesCertificate: true), .cms(includesCertificate: true, signedAttributes: true),
        .cms(includesCertificate: true, signedAttributes: false), .batch(attachesCertificate: true),
    ]
    private static let kinds: [KeyKind] = [.p256, .p384, .p521, .rsa2048, .sm2]

    private func headers(
        _ kind: KeyKind,
        _ form: SignatureForm,
        _ algorithm: SignatureAlgorithm? = nil,
        leaf: Certificate? = nil,
        key: SigningKey? = nil
    ) throws -> [RecordHeader] {
        let pki = try TestPKI.of(kind)
        return try EventSigner(
            key: key ?? pki.key,
            certificate: leaf ?? pki.leaf,
            form: form,
            algorithm: algorithm
        ).headers(for: TestEvent.envelope, payload: TestEvent.payload, created: TestPKI.now)
    }

    private func changing(_ name: AttributeName, to value: String) -> EventEnvelope {
        var attributes: [AttributeName: String] = [:]
        for other in AttributeName.allCases { attributes[other] = TestEvent.envelope[other] }
        attributes[name] = value
        return EventEnvelope(attributes: attributes)
    }

    @Test(arguments: kinds, forms)
    func replayUnderANewID(kind: KeyKind, form: SignatureForm) throws {
        let verifier = try TestPKI.of(kind).verifier()
        let signed = try headers(kind, form)
        #expect(verifier.verify(signed).identity != nil)
        let replayed = verifier.verify(signed, envelope: changing(.id, to: "7f1c0a52-0002"))
        #expect(replayed.refusalCodes == [.signatureInvalid])
        let later = verifier.verify(signed, envelope: changing(.time, to: "2026-11-21T04:17:59Z"))
        #expect(later.refusalCodes == [.signatureInvalid])
    }

    /// Every selection of the signature headers of every form, under every form's name: only the whole set under its own name
    /// is accepted.
    @Test(arguments: forms)
    func stripping(form: SignatureForm) throws {
        let verifier = try TestPKI.of(.p256).verifier()
        let pki = try TestPKI.of(.p256)
        // A batch of three, so that there is a path.
        let signed: [RecordHeader]
        if case .batch = form {
            let others = (1...2).map { BatchSigner.Event(BatchFormTests.envelope($0), payload: []) }
            let event = BatchSigner.Event(TestEvent.envelope, payload: TestEvent.payload)
            signed = try BatchSigner(key: pki.key, certificate: pki.leaf)
                .headers(for: [event] + others, created: TestPKI.now)[0]
        } else {
            signed = try headers(.p256, form)
        }
        #expect(verifier.verify(signed).identity != nil)
        let names = signed.map(\.name).filter { $0.hasPrefix("ce_sig") && $0 != SignatureHeader.form }
        let own = signed.text(SignatureHeader.form)
        for selection in 0..<(1 << names.count) {
            let dropped = names.enumerated().filter { selection & 1 << $0.offset == 0 }.map(\.element)
            let rest = signed.filter { !dropped.contains($0.name) }
            for label in ["raw", "cms", "batch", nil] where !(label == own && dropped.isEmpty) {
                let verdict = verifier.verify(rest.setting(SignatureHeader.form, label))
                #expect(verdict.identity == nil, "\(label ?? "no form") without \(dropped)")
            }
        }
    }

    /// Every algorithm's name over every key's signature, alone and in a batch.
    @Test(arguments: kinds)
    func algorithmConfusion(kind: KeyKind) throws {
        let verifier = try TestPKI.of(kind).verifier()
        for form in [SignatureForm.raw(attachesCertificate: true), .batch(attachesCertificate: true)] {
            for (_, own) in RoundTripTests.algorithms.filter({ $0.0 == kind }) {
                let signed = try headers(kind, form, own)
                #expect(verifier.verify(signed).identity?.algorithm == own)
                for other in SignatureAlgorithm.allCases where other != own {
                    let verdict = verifier.verify(signed.setting(SignatureHeader.algorithm, other.rawValue))
                    let expected: [RejectionCode] =
                        kind == .rsa2048 && other.rawValue.hasPrefix("rsa") ? [.signatureInvalid] : [.algorithmRefused]
                    #expect(verdict.refusalCodes == expected, "\(own.rawValue) as \(other.rawValue)")
                }
            }
        }
    }

    /// A signature made with one algorithm over the very bytes that another one's name gives: the key is right, the bytes are
    /// right, the computation is not.
    @Test func theRightBytesUnderTheWrongComputation() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        func verdict(_ kind: KeyKind, _ stated: SignatureAlgorithm, _ options: [String]) throws -> SignatureVerdict {
            let pki = try TestPKI.of(kind)
            let signer = try EventSigner(key: pki.key, certificate: pki.leaf, algorithm: stated)
            let headers = try signer.headers(for: TestEvent.envelope, payload: TestEvent.payload)
            try openssl.write(try pki.key.pem(), to: "key")
            try openssl.write(signer.signingBase(for: TestEvent.envelope, payload: TestEvent.payload), to: "base")
            try openssl.run(
                arguments: ["pkeyutl", "-sign", "-inkey", "key", "-rawin", "-in", "base", "-out", "signature"]
                    + options.flatMap { $0.contains(":") ? ["-pkeyopt", $0] : ["-digest", $0] }
            )
            let signature = Base64.encode(try openssl.read("signature"))
            return try pki.verifier().verify(headers.setting(SignatureHeader.signature, signature))
        }
        let (pss, pkcs1) = ("rsa_padding_mode:pss", "rsa_padding_mode:pkcs1")
        // The control: what the name says.
        #expect(try verdict(.rsa2048, .rsaPSSSHA256, ["sha256", pss, "rsa_pss_saltlen:32"]).identity != nil)
        #expect(try verdict(.sm2, .sm2SM3, ["sm3", "distid:1234567812345678"]).identity != nil)
        let wrong: [(KeyKind, SignatureAlgorithm, [String])] = [
            (.rsa2048, .rsaPSSSHA256, ["sha256", pkcs1]), (.rsa2048, .rsaPKCS1SHA256, ["sha256", pss]),
            (.rsa2048, .rsaPKCS1SHA256, ["sha1", pkcs1]), (.rsa2048, .rsaPKCS1SHA256, ["sha512", pkcs1]),
            (.rsa2048, .rsaPKCS1SHA512, ["sha256", pkcs1]),
            (.rsa2048, .rsaPSSSHA256, ["sha256", pss, "rsa_pss_saltlen:20"]),
            (.rsa2048, .rsaPSSSHA256, ["sha256", pss, "rsa_pss_saltlen:0"]),
            (.rsa2048, .rsaPSSSHA256, ["sha256", pss, "rsa_pss_saltlen:32", "rsa_mgf1_md:sha1"]),
            (.p256, .ecdsaP256SHA256, ["sha384"]), (.p384, .ecdsaP384SHA384, ["sha256"]),
            (.sm2, .sm2SM3, ["sm3", "distid:"]), (.sm2, .sm2SM3, ["sm3", "distid:ALICE123@YAHOO.COM"]),
        ]
        for (kind, algorithm, options) in wrong {
            #expect(
                try verdict(kind, algorithm, options).refusalCodes == [.signatureInvalid],
                "\(algorithm) \(options)"
            )
        }
    }

    /// ECDSA over the SM2 curve's bytes and SM2 over those of P-256: the curve is part of the key, whatever the name says.
    @Test func curvesAreNotExchanged() throws {
        for (kind, other) in [(KeyKind.p256, KeyKind.sm2), (.sm2, .p256), (.p256, .p384), (.p521, .p384)] {
            let (pki, stranger) = (try TestPKI.of(kind), try TestPKI.of(other))
            let both = SignatureVerifier(store: try pki.store(nil, stranger.authority(), generation: 1))
            let signed = try headers(kind, .raw(attachesCertificate: true))
            // The same platform's certificate for a key on the other curve, attached or named.
            let exchanged = signed.setting(SignatureHeader.keyID, stranger.leaf.thumbprint.keyID)
                .setting(SignatureHeader.certificate, Base64.encode(stranger.leaf.der))
            #expect(both.verify(signed).identity != nil)
            #expect(both.verify(exchanged).refusalCodes == [.algorithmRefused], "\(kind) \(other)")
        }
    }

    /// A certificate with the same names and number for another key, under a CA of the same name.
    @Test(arguments: kinds, forms)
    func wrongKeySameName(kind: KeyKind, form: SignatureForm) throws {
        let pki = try TestPKI.of(kind)
        let impostor = try TestPKI(kind)
        let verdict = try pki.verifier().verify(
            try headers(kind, form, leaf: impostor.leaf, key: impostor.key),
            registered: [pki.leaf]
        )
        #expect(verdict.identity == nil)
        #expect(impostor.leaf.subject == pki.leaf.subject)
        // The impostor's signature beside the real certificate.
        let key = try SigningKey.generate(kind)
        let twin = try pki.issuing.issue(TestPKI.template(), for: key)
        let signed = try headers(kind, form, leaf: twin, key: key)
        #expect(try pki.verifier().verify(signed).identity?.chain.leaf.thumbprint == twin.thumbprint)
        guard signed.text(SignatureHeader.form) != "cms" else { return }
        let exchanged = signed.setting(SignatureHeader.keyID, pki.leaf.thumbprint.keyID)
            .setting(SignatureHeader.certificate, Base64.encode(pki.leaf.der))
        #expect(try pki.verifier().verify(exchanged).refusalCodes == [.signatureInvalid])
    }

    /// Signatures and certificates cut anywhere, and with something behind them.
    @Test(arguments: kinds, [SignatureForm.raw(attachesCertificate: true), .batch(attachesCertificate: true)])
    func truncatedAndTrailing(kind: KeyKind, form: SignatureForm) throws {
        let signed = try headers(kind, form)
        let signature = try #require(
            signed.text(SignatureHeader.signature).flatMap { Base64.decode(Array($0.utf8), limit: 1024) }
        )
        let certificate = try TestPKI.of(kind).leaf.der
        let isDER = kind != .rsa2048
        for count in 0..<signature.count {
            let verdict = try TestPKI.of(kind).verifier().verify(
                signed.setting(SignatureHeader.signature, Base64.encode(Array(signature.prefix(count))))
            )
            let expected: RejectionCode = isDER || count == 0 ? .signatureMalformed : .signatureInvalid
            #expect(verdict.refusalCodes == [expected], "\(count)")
        }
        let verifier = try TestPKI.of(kind).verifier()
        for tail in [[0], [0, 0], [0x30, 0], signature] as [[UInt8]] {
            let longer = signed.setting(SignatureHeader.signature, Base64.encode(signature + tail))
            #expect(verifier.verify(longer).identity == nil)
            let behind = signed.setting(SignatureHeader.certificate, Base64.encode(certificate + tail))
            #expect(verifier.verify(behind).refusalCodes == [.signatureMalformed])
        }
        for count in stride(from: 0, to: certificate.count, by: 5) {
            let cut = signed.setting(SignatureHeader.certificate, Base64.encode(Array(certificate.prefix(count))))
            #expect(verifier.verify(cut).refusalCodes == [.signatureMalformed], "\(count)")
        }
    }

    /// The group orders of FIPS 186-5 and GB/T 32918.5.
    private static let orders: [KeyKind: String] = [
        .p256: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        .p384: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        .p521: "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
            + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        .sm2: "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
    ]

    /// ECDSA's other s is as good as the first, so no part of Hutong takes signature bytes for an identity: both give the same
    /// signer. SM2 has no such twin.
    @Test(arguments: [KeyKind.p256, .p384, .p521, .sm2])
    func theOtherS(kind: KeyKind) throws {
        let order = try #require(Self.orders[kind].flatMap { Hexadecimal.decode($0.utf8) })
        for form in [SignatureForm.raw(attachesCertificate: true), .batch(attachesCertificate: true)] {
            let signed = try headers(kind, form)
            let other = signed.changingSignature { signature in
                let parts = TestDER.children(signature)
                var s = Array(TestDER.open(parts[1][...]).content)
                while s.count < order.count { s.insert(0, at: 0) }
                s = Array(s.suffix(order.count))
                var difference: [UInt8] = []
                var borrow = 0
                for index in order.indices.reversed() {
                    let value = Int(order[index]) - Int(s[index]) - borrow
                    borrow = value < 0 ? 1 : 0
                    difference.insert(UInt8((value + 256) % 256), at: 0)
                }
                while difference.first == 0 { difference.removeFirst() }
                if let first = difference.first, first >= 0x80 { difference.insert(0, at: 0) }
                signature = TestDER.sequence(parts[0], TestDER.element(0x02, difference))
            }
            #expect(other.text(SignatureHeader.signature) != signed.text(SignatureHeader.signature))
            let verifier = try TestPKI.of(kind).verifier()
            let first = try #require(verifier.verify(signed).identity)
            let second = verifier.verify(other)
            guard kind != .sm2 else {
                #expect(second.refusalCodes == [.signatureInvalid])
                continue
            }
            let identity = try #require(second.identity, "\(second)")
            #expect(identity.chain.leaf.thumbprint == first.chain.leaf.thumbprint)
            #expect(identity.platformCode == first.platformCode)
            #expect(identity.algorithm == first.algorithm)
        }
    }
}
