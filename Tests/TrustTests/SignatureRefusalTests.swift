import Core
import Testing
import Trust

/// Refusals for the signature itself: missing, malformed, wrong, or of an algorithm that is not accepted.
@Suite struct SignatureRefusalTests {
    private func headers(
        _ kind: KeyKind,
        _ form: SignatureForm = .raw(attachesCertificate: true)
    ) throws -> [RecordHeader] {
        let pki = try TestPKI.of(kind)
        return try EventSigner(key: pki.key, certificate: pki.leaf, form: form)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
    }

    @Test func signatureStripping() throws {
        let verifier = try TestPKI.of(.p256).verifier()
        let signed = try headers(.p256)
        #expect(verifier.verify(TestEvent.envelope.headers).refusalCodes == [.signatureMissing])
        #expect(verifier.verify([]).refusalCodes == [.signatureMissing])
        for name in [SignatureHeader.signature, SignatureHeader.form] {
            #expect(verifier.verify(signed.setting(name, nil)).refusalCodes == [.signatureMissing])
        }
    }

    @Test(arguments: [
        (SignatureHeader.form, "batch" as String?), (SignatureHeader.form, "RAW"), (SignatureHeader.form, ""),
        (SignatureHeader.algorithm, nil), (SignatureHeader.keyID, nil), (SignatureHeader.keyID, "sha-256:12"),
        (SignatureHeader.keyID, "SHA-256:" + String(repeating: "a", count: 64)),
        (SignatureHeader.keyID, "sha-256:" + String(repeating: "A", count: 64)),
        (SignatureHeader.signature, ""), (SignatureHeader.signature, "AAA"), (SignatureHeader.signature, "AA A"),
        (SignatureHeader.signature, "AAB="), (SignatureHeader.signature, "=AAA"),
        (SignatureHeader.signature, "AAA=\n"), (SignatureHeader.signature, String(repeating: "AAAA", count: 400)),
        (SignatureHeader.certificate, "not base64"), (SignatureHeader.certificate, "MAA="),
    ])
    func malformedHeaders(name: String, value: String?) throws {
        let verifier = try TestPKI.of(.p256).verifier()
        let verdict = verifier.verify(try headers(.p256).setting(name, value))
        #expect(verdict.refusalCodes == [.signatureMalformed])
    }

    @Test func repeatedAndNullHeaders() throws {
        let verifier = try TestPKI.of(.p256).verifier()
        let signed = try headers(.p256)
        for header in signed where header.name.hasPrefix("ce_sig") {
            #expect(verifier.verify(signed + [header]).refusalCodes == [.signatureMalformed])
            let null = signed.setting(header.name, nil) + [RecordHeader(header.name, bytes: nil)]
            #expect(verifier.verify(null).refusalCodes == [.signatureMalformed])
        }
    }

    @Test(arguments: [KeyKind.p256, .sm2])
    func nonCanonicalSignatures(kind: KeyKind) throws {
        let verifier = try TestPKI.of(kind).verifier()
        let signed = try headers(kind)
        let changes: [(inout [UInt8]) -> Void] = [
            { $0.append(0) },  // trailing byte outside
            {
                $0[1] += 1; $0.append(0)
            },  // trailing byte inside
            { $0.removeLast() },  // truncated
            { $0.removeAll() },
            { $0 = Array($0.prefix(1)) },
            { $0 = [0x30, 0x81, $0[1]] + $0[2...] },  // length not in its shortest form
            { $0 = [0x30, 0x80] + $0[2...] + [0, 0] },  // indefinite length
            {
                $0.insert(0, at: 4); $0[3] += 1; $0[1] += 1;
                if $0[5] >= 0x80 { $0.insert(0, at: 4); $0[3] += 1; $0[1] += 1 }
            },
            {
                let r = Int($0[3]); $0 = [0x30, $0[1] - UInt8(r)] + [0x02, 0x00] + $0[(4 + r)...]
            },  // empty INTEGER
            { $0[0] = 0x31 }, { $0[2] = 0x03 },
            { $0 = [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00] },  // r = s = 0
            { $0 = [0x30, 0x06, 0x02, 0x01, 0xff, 0x02, 0x01, 0x01] },  // r negative
        ]
        for (index, change) in changes.enumerated() {
            let verdict = verifier.verify(signed.changingSignature(change))
            #expect(verdict.refusalCodes == [.signatureMalformed], "change \(index)")
        }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2], [true, false])
    func everyAttributeIsCovered(kind: KeyKind, raw: Bool) throws {
        let verifier = try TestPKI.of(kind).verifier()
        let signed = try headers(
            kind,
            raw ? .raw(attachesCertificate: true) : .cms(includesCertificate: true, signedAttributes: true)
        )
        for name in AttributeName.allCases {
            var attributes: [AttributeName: String] = [:]
            for other in AttributeName.allCases { attributes[other] = TestEvent.envelope[other] }
            attributes[name] = (attributes[name] ?? "") + "x"
            let verdict = verifier.verify(signed, envelope: EventEnvelope(attributes: attributes))
            #expect(verdict.refusalCodes == [.signatureInvalid], "\(name)")
        }
    }

    @Test func replayUnderANewIDIsRefused() throws {
        let verifier = try TestPKI.of(.p256).verifier()
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = TestEvent.envelope[name] }
        attributes[.id] = "7f1c0a52-0002"
        let verdict = verifier.verify(try headers(.p256), envelope: EventEnvelope(attributes: attributes))
        #expect(verdict.refusalCodes == [.signatureInvalid])
    }

    @Test func algorithmConfusion() throws {
        let confusions: [(KeyKind, String)] = [
            (.p256, "rsa-v1_5-sha256"), (.p256, "rsa-pss-sha256"), (.p256, "sm2-sm3"), (.rsa2048, "ecdsa-p256-sha256"),
            (.rsa2048, "sm2-sm3"), (.sm2, "ecdsa-p256-sha256"), (.sm2, "rsa-v1_5-sha256"),
        ]
        for (kind, algorithm) in confusions {
            let verifier = try TestPKI.of(kind).verifier()
            let verdict = verifier.verify(try headers(kind).setting(SignatureHeader.algorithm, algorithm))
            #expect(verdict.refusalRules == ["trust.signature.key-type"], "\(kind) as \(algorithm)")
            #expect(verdict.refusalCodes == [.algorithmRefused])
        }
        // The same key, another padding: the signing base names the algorithm and the padding differs.
        let verdict = try TestPKI.of(.rsa2048).verifier().verify(
            try headers(.rsa2048).setting(SignatureHeader.algorithm, "rsa-pss-sha256")
        )
        #expect(verdict.refusalCodes == [.signatureInvalid])
    }

    @Test(arguments: ["none", "HS256", "ecdsa-p256-sha1", "ECDSA-P256-SHA256", "rsa-v1_5-sha1", "cms", ""])
    func unknownAlgorithms(name: String) throws {
        let verifier = try TestPKI.of(.p256).verifier()
        let verdict = verifier.verify(try headers(.p256).setting(SignatureHeader.algorithm, name))
        #expect(verdict.refusalCodes == [.algorithmRefused])
    }

    @Test func aRawSignatureIsNoCMSAndTheReverse() throws {
        let verifier = try TestPKI.of(.p256).verifier()
        let raw = try headers(.p256)
        // Relabelled with the other headers still there, and without them.
        #expect(
            verifier.verify(raw.setting(SignatureHeader.form, "cms")).refusalCodes?.allSatisfy {
                $0 == .signatureMalformed
            } == true
        )
        let bare = raw.setting(SignatureHeader.form, "cms").setting(SignatureHeader.algorithm, nil)
            .setting(SignatureHeader.keyID, nil).setting(SignatureHeader.certificate, nil)
        #expect(verifier.verify(bare).refusalCodes == [.signatureMalformed])
    }
}
