import Core
import Testing
import Trust

/// The mutation oracle: nothing that differs from what was signed is accepted, and nothing hostile does harm.
@Suite struct MutationTests {
    private static func flip(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }

    @Test(arguments: RoundTripTests.algorithms)
    func oneBitOfPayloadSignatureOrCertificate(_ kind: KeyKind, _ algorithm: SignatureAlgorithm) throws {
        let pki = try TestPKI.of(kind)
        let signed = try EventSigner(key: pki.key, certificate: pki.leaf, algorithm: algorithm)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let verifier = try pki.verifier()
        var random = SeededGenerator(seed: 20_261_121)
        for round in 0..<150 {
            var payload = TestEvent.payload
            Self.flip(&payload, &random)
            #expect(verifier.verify(signed, payload: payload).refusalCodes == [.signatureInvalid], "\(round)")

            let signature = signed.changingSignature { Self.flip(&$0, &random) }
            #expect(verifier.verify(signature).identity == nil, "\(round)")

            var certificate = pki.leaf.der
            Self.flip(&certificate, &random)
            var other = signed.setting(SignatureHeader.certificate, Base64.encode(certificate))
            #expect(verifier.verify(other).identity == nil, "\(round)")
            // With the key id of the changed certificate, and signed again under it.
            guard let forged = Certificate(der: certificate) else { continue }
            other = other.setting(SignatureHeader.keyID, forged.thumbprint.keyID)
            #expect(verifier.verify(other).identity == nil, "\(round)")
            guard let signer = try? EventSigner(key: pki.key, certificate: forged, algorithm: algorithm) else {
                continue
            }
            other = try signer.headers(for: TestEvent.envelope, payload: TestEvent.payload)
            #expect(verifier.verify(other).identity == nil, "\(round)")
        }
    }

    @Test(arguments: RoundTripTests.algorithms, [true, false])
    func changedContentUnderCMS(_ pair: (kind: KeyKind, algorithm: SignatureAlgorithm), attributes: Bool) throws {
        let pki = try TestPKI.of(pair.kind)
        let signed = try EventSigner(
            key: pki.key,
            certificate: pki.leaf,
            form: .cms(includesCertificate: true, signedAttributes: attributes),
            algorithm: pair.algorithm
        ).headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let verifier = try pki.verifier()
        var random = SeededGenerator(seed: 7)
        for round in 0..<60 {
            var payload = TestEvent.payload
            Self.flip(&payload, &random)
            #expect(verifier.verify(signed, payload: payload).refusalCodes == [.signatureInvalid], "\(round)")
            // Parts of the document are not signed; whatever is accepted is still this signer's signature of this
            // content.
            let document = signed.changingSignature { Self.flip(&$0, &random) }
            if let identity = verifier.verify(document).identity {
                #expect(identity.chain.leaf.thumbprint == pki.leaf.thumbprint)
                #expect(verifier.verify(document, payload: payload).identity == nil)
            }
        }
    }

    @Test func truncatedCMS() throws {
        let pki = try TestPKI.of(.p256)
        let signed = try EventSigner(
            key: pki.key,
            certificate: pki.leaf,
            form: .cms(includesCertificate: true, signedAttributes: true)
        ).headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let verifier = try pki.verifier()
        var length = 0
        _ = signed.changingSignature { length = $0.count }
        for count in 0..<length {
            let cut = signed.changingSignature { $0.removeLast($0.count - count) }
            #expect(verifier.verify(cut).refusalCodes == [.signatureMalformed], "\(count)")
        }
        #expect(verifier.verify(signed.changingSignature { $0.append(0) }).refusalCodes == [.signatureMalformed])
    }

    /// A DER element with a length of up to 65535.
    private static func der(_ tag: UInt8, _ content: [UInt8]...) -> [UInt8] {
        let body = Array(content.joined())
        if body.count < 0x80 { return [tag, UInt8(body.count)] + body }
        if body.count < 0x100 { return [tag, 0x81, UInt8(body.count)] + body }
        return [tag, 0x82, UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
    }

    @Test func hostileCMS() throws {
        let signedData: [UInt8] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]
        let national: [UInt8] = [0x06, 0x0a, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x06, 0x01, 0x04, 0x02, 0x02]
        let data: [UInt8] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01]
        let version: [UInt8] = [0x02, 0x01, 0x01]
        let empty: [UInt8] = [0x31, 0x00]
        let noSigner = Self.der(0x30, version, empty, Self.der(0x30, data), empty)
        var deep: [UInt8] = [0x05, 0x00]
        for _ in 0..<400 { deep = Self.der(0xa0, deep) }
        let documents: [([UInt8], RejectionCode)] = [
            (Self.der(0x30, signedData, Self.der(0xa0, noSigner)), .signatureMalformed),
            (Self.der(0x30, national, Self.der(0xa0, noSigner)), .signatureMalformed),
            (Self.der(0x30, data, Self.der(0xa0, Self.der(0x04, [1, 2, 3]))), .algorithmRefused),
            (Self.der(0x30, signedData), .signatureMalformed),
            (Self.der(0x30, signedData, Self.der(0xa0)), .signatureMalformed),
            (Self.der(0x30, signedData, deep), .signatureMalformed),
            ([0x30, 0x84, 0xff, 0xff, 0xff, 0xff] + signedData, .signatureMalformed),
            ([0x30, 0x80] + signedData + [0xa0, 0x80, 0x30, 0x80], .signatureMalformed),
            ([UInt8](repeating: 0x30, count: 60_000), .signatureMalformed),
            ([UInt8](repeating: 0xff, count: 100), .signatureMalformed),
            ([0x00], .signatureMalformed),
        ]
        let verifier = try TestPKI.of(.p256).verifier()
        for (index, (document, code)) in documents.enumerated() {
            let headers = [
                RecordHeader(SignatureHeader.form, "cms"),
                RecordHeader(SignatureHeader.signature, Base64.encode(document)),
            ]
            #expect(verifier.verify(headers).refusalCodes == [code], "document \(index)")
        }
    }

    @Test func frameOfACMSDocument() throws {
        let pki = try TestPKI.of(.p256)
        let signed = try EventSigner(
            key: pki.key,
            certificate: pki.leaf,
            form: .cms(includesCertificate: true, signedAttributes: true)
        ).headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let verifier = try pki.verifier()
        // The length of the document in three octets where two suffice, and in the indefinite form.
        let long = signed.changingSignature { $0 = [0x30, 0x83, 0x00] + $0[2...] }
        #expect(verifier.verify(long).refusalCodes == [.signatureMalformed])
        let indefinite = signed.changingSignature { $0 = [0x30, 0x80] + $0[4...] + [0x00, 0x00] }
        #expect(verifier.verify(indefinite).refusalCodes == [.signatureMalformed])
        // Other certificates beside the signer's, up to a bound; without the signer's own it must be registered.
        func embedding(_ certificates: [[UInt8]]) -> [RecordHeader] {
            signed.changingSignature { document in
                let own = pki.leaf.der
                guard let start = document.indices.first(where: { document[$0...].starts(with: own) }) else { return }
                // The frame: 23 bytes to the content of the SignedData, whose version, digests and content type end before [0].
                let before = Array(document[23..<(start - 4)])
                let after = Array(document[(start + own.count)...])
                let inner = Self.der(0x30, before, Self.der(0xa0, Array(certificates.joined())), after)
                document = Self.der(0x30, Array(document[4..<15]), Self.der(0xa0, inner))
            }
        }
        let (own, other) = (pki.leaf.der, pki.issuing.certificate.der)
        #expect(embedding([own]) == signed)
        #expect(verifier.verify(embedding([other, own])).identity != nil)
        #expect(verifier.verify(embedding([[0x30, 0x00], [0xa1, 0x00], own])).identity != nil)
        #expect(verifier.verify(embedding([other])).refusalCodes == [.certificateUnknown])
        #expect(verifier.verify(embedding([other]), registered: [pki.leaf]).identity != nil)
        let many = embedding([[UInt8]](repeating: other, count: 8) + [own])
        #expect(verifier.verify(many).refusalCodes == [.signatureMalformed])
    }

    @Test func mutatedCMSDoesNoHarm() throws {
        var random = SeededGenerator(seed: 99)
        for kind in [KeyKind.p256, .rsa2048, .sm2] {
            let pki = try TestPKI.of(kind)
            let signed = try EventSigner(
                key: pki.key,
                certificate: pki.leaf,
                form: .cms(includesCertificate: true, signedAttributes: true)
            ).headers(for: TestEvent.envelope, payload: TestEvent.payload)
            let verifier = try pki.verifier()
            for _ in 0..<300 {
                let mutated = signed.changingSignature { bytes in
                    for _ in 0..<Int.random(in: 1...6, using: &random) {
                        let index = Int.random(in: 0..<bytes.count, using: &random)
                        switch Int.random(in: 0..<3, using: &random) {
                        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                        case 1: bytes.remove(at: index)
                        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
                        }
                    }
                }
                if let identity = verifier.verify(mutated).identity {
                    #expect(identity.chain.leaf.thumbprint == pki.leaf.thumbprint)
                }
            }
        }
    }

    @Test func aSmallCacheGivesTheSameVerdicts() throws {
        let pki = try TestPKI.of(.p256)
        let store = try TrustStore(list: TrustList(authorities: [pki.authority()]), generation: 1)
        let small = SignatureVerifier(store: store, capacity: 2)
        var signers: [([RecordHeader], Bool)] = []
        for index in 0..<6 {
            let key = try SigningKey.generate(.p256)
            let isMine = index % 2 == 0
            let leaf = try pki.issuing.issue(
                TestPKI.template(code: isMine ? TestPKI.code : TestPKI.otherCode),
                for: key
            )
            let headers = try EventSigner(key: key, certificate: leaf)
                .headers(for: TestEvent.envelope, payload: TestEvent.payload)
            signers.append((headers, isMine))
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<60 {
            let (headers, isMine) = signers[Int.random(in: 0..<signers.count, using: &random)]
            #expect((small.verify(headers).identity != nil) == isMine)
        }
    }
}
