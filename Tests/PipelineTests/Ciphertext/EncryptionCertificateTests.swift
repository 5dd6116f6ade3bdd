import Core
import Testing

@testable import Pipeline
@testable import Trust

/// A recipient's certificate is judged as a signer's is: chain, use, validity, revocation and whose it is
/// (docs/specs/envelope.md §10.3).
@Suite struct EncryptionCertificateTests {
    private static let kinds: [KeyKind] = [.rsa2048, .p256, .sm2]

    private func refusal(_ code: String, _ rule: String) -> [String] { ["\(code) /@attributes/encryptedfor \(rule)"] }

    @Test(arguments: kinds)
    func whatNothingSpeaksAgainstPasses(kind: KeyKind) throws {
        let scene = try EncryptionScene(kind)
        for uses: Set<CertificateTemplate.KeyUsage> in [
            [.keyEncipherment], [.dataEncipherment], [.keyAgreement], [.keyEncipherment, .digitalSignature],
        ] {
            let receipt = try scene.receipt([scene.certificate { $0.keyUsage = uses }])
            #expect(receipt.verdict == "accepted" && receipt.problems.isEmpty)
        }
    }

    @Test(arguments: kinds)
    func revokedBeforeTheSubmission(kind: KeyKind) throws {
        var scene = try EncryptionScene(kind)
        let certificate = try scene.certificate()
        scene.revoked = [.init(certificate, at: TestCiphertext.at(-3), reason: .keyCompromise)]
        let receipt = try scene.receipt([certificate])
        #expect(receipt.errors == refusal("certificate_revoked", "trust.revocation.revoked"))
        #expect(!receipt.retryable)
        let message = try #require(receipt.problems.first?.message)
        for text in [message.zh, message.en] {
            #expect(text.contains(certificate.serial) && text.contains(TestCiphertext.at(-3).rfc3339))
        }
        #expect(message.zh.hasPrefix("加密证书") && message.en.hasPrefix("the encryption certificate"))
        // Beside another one that is in force it is a reader all the same.
        let other = try scene.certificate()
        #expect(
            try scene.receipt([other, certificate]).errors
                == refusal("certificate_revoked", "trust.revocation.revoked")
        )
        #expect(try scene.receipt([other, certificate], readers: [other]).verdict == "accepted")
    }

    /// A signature that was made before its certificate was revoked keeps its verdict; a copy that the finder of a key opens is
    /// made when the record is admitted.
    @Test(arguments: kinds)
    func revokedOrOverWhenItIsAdmitted(kind: KeyKind) throws {
        var scene = try EncryptionScene(kind)
        let certificate = try scene.certificate()
        scene.revoked = [.init(certificate, at: TestCiphertext.at(1))]
        #expect(try scene.receipt([certificate]).verdict == "accepted")
        #expect(
            try scene.receipt([certificate], admittedAfter: 2).errors
                == refusal("certificate_revoked", "trust.revocation.revoked")
        )
        scene.revoked = []
        let short = try scene.certificate { $0.notAfter = TestCiphertext.at(1) }
        #expect(try scene.receipt([short]).verdict == "accepted")
        #expect(
            try scene.receipt([short], admittedAfter: 2).errors
                == refusal("certificate_not_valid", "trust.chain.validity")
        )
        // The data were fresh at the submission, and are not when it is admitted.
        let late = try scene.receipt([certificate], admittedAfter: 7)
        #expect(late.errors == refusal("revocation_unavailable", "trust.revocation.fresh") && late.retryable)
    }

    @Test(arguments: kinds)
    func overOrNotYetValid(kind: KeyKind) throws {
        let scene = try EncryptionScene(kind)
        for certificate in [
            try scene.certificate { $0.notAfter = TestCiphertext.at(-1) },
            try scene.certificate { $0.notBefore = TestCiphertext.at(1) },
        ] {
            // Also not where it has come into force until it is admitted.
            for days: Int64 in [0, 2] {
                #expect(
                    try scene.receipt([certificate], admittedAfter: days).errors
                        == refusal("certificate_not_valid", "trust.chain.validity")
                )
            }
        }
    }

    @Test(arguments: kinds)
    func anotherAuthorityThanTheListHas(kind: KeyKind) throws {
        var scene = try EncryptionScene(kind)
        let certificate = try scene.certificate()
        scene.isListed = false
        #expect(
            try scene.receipt([certificate]).errors
                == refusal("certificate_authority_unknown", "trust.chain.authority")
        )
        // An impostor of the listed name.
        scene.isListed = true
        let impostor = try EncryptionScene(kind)
        #expect(
            try scene.receipt([impostor.certificate()]).errors.allSatisfy {
                $0.hasPrefix("certificate_not_valid /@attributes/encryptedfor trust.chain.")
                    || $0.hasPrefix("certificate_authority_unknown")
            }
        )
        #expect(try scene.receipt([impostor.certificate()]).verdict == "refused")
    }

    @Test(arguments: kinds)
    func whatTheListDoesNotRecogniseForIt(kind: KeyKind) throws {
        var scene = try EncryptionScene(kind)
        let certificate = try scene.certificate()
        scene.uses = [.platformSigning, .personalSigning, .timeStamping]
        #expect(try scene.receipt([certificate]).errors == refusal("certificate_usage", "trust.authority.use"))
        scene.uses = [.platformSigning, .encryption]
        #expect(try scene.receipt([certificate]).verdict == "accepted")
        scene.history.append(RecognitionPeriod(.suspended, from: TestCiphertext.at(-1)))
        #expect(
            try scene.receipt([certificate]).errors == refusal("certificate_not_valid", "trust.authority.suspended")
        )
    }

    @Test(arguments: kinds)
    func keyUsage(kind: KeyKind) throws {
        let scene = try EncryptionScene(kind)
        let signing = try scene.certificate { $0.keyUsage = [.digitalSignature, .nonRepudiation] }
        // Nobody encrypts for it; so the name of another one is replaced by its in the ciphertext.
        var other = try scene.certificate()
        while other.serial.count != signing.serial.count { other = try scene.certificate() }
        var event = try scene.invitation(for: [other])
        let name = try #require(other.serialNumber)
        let place = try #require(event.payload?.firstRange(of: name))
        event.payload?.replaceSubrange(place, with: try #require(signing.serialNumber))
        #expect(
            try scene.receipt([signing], event: event).errors == refusal("certificate_usage", "trust.leaf.key-usage")
        )
        let authority = try scene.certificate {
            $0.isAuthority = true
            $0.keyUsage = [.keyEncipherment, .keyCertSign]
        }
        #expect(try scene.receipt([authority]).errors == refusal("certificate_usage", "trust.leaf.authority"))
        // Without key usage a certificate is for anything; of an SM2 pair nobody would know which one it is.
        let unrestricted = try scene.certificate { $0.keyUsage = [] }
        #expect(
            try scene.receipt([unrestricted]).errors
                == (kind == .sm2 ? refusal("certificate_usage", "trust.leaf.key-usage") : [])
        )
    }

    @Test(arguments: kinds)
    func somebodyElsesCertificate(kind: KeyKind) throws {
        let scene = try EncryptionScene(kind)
        let strange = try scene.certificate { $0.platformCode = TestPlatform.trade.code }
        let receipt = try scene.receipt([strange])
        #expect(receipt.errors == refusal("certificate_identity", "trust.identity.platform"))
        let message = try #require(receipt.problems.first?.message)
        #expect(
            message.zh.contains("接收平台")
                && message.en.contains("not the recipient \(TestPlatform.cityConstruction.code)")
        )
        let nameless = try scene.certificate { $0.platformCode = nil }
        #expect(try scene.receipt([nameless]).errors == refusal("certificate_identity", "trust.identity.present"))
    }

    /// As for signatures: what is not known refuses for now, unless the authority's entry permits it.
    @Test(arguments: kinds)
    func withoutRevocationData(kind: KeyKind) throws {
        var scene = try EncryptionScene(kind)
        let certificate = try scene.certificate()
        scene.revoked = nil
        let refused = try scene.receipt([certificate])
        #expect(refused.errors == refusal("revocation_unavailable", "trust.revocation.present") && refused.retryable)
        scene.revocation = RevocationPolicy(check: .crl, whenStale: [.platformSigning: .accept])
        #expect(try scene.receipt([certificate]).verdict == "refused")
        scene.revocation = RevocationPolicy(check: .crl, whenStale: [.encryption: .accept])
        let accepted = try scene.receipt([certificate])
        #expect(accepted.verdict == "accepted")
        #expect(accepted.problems.map(\.line) == refusal("revocation_unavailable", "trust.revocation.present"))
        #expect(accepted.problems.map(\.severity) == ["warning"])
    }

    /// A reader named by its key: a renewed certificate of the same key counts, a revoked one speaks against the key.
    @Test func severalCertificatesOfOneKey() throws {
        var scene = try EncryptionScene(.rsa2048)
        let key = try SigningKey.generate(.rsa2048)
        let old = try scene.certificate(for: key) { $0.notAfter = TestCiphertext.at(-1) }
        let new = try scene.certificate(for: key)
        let event = try invitation(toKeyOf: new)
        #expect(try scene.receipt([old, new], event: event).verdict == "accepted")
        #expect(try scene.receipt([new], event: event).verdict == "accepted")
        #expect(
            try scene.receipt([old], event: event).errors == refusal("certificate_not_valid", "trust.chain.validity")
        )
        let third = try scene.certificate(for: key)
        scene.revoked = [.init(third, at: TestCiphertext.at(-2), reason: .keyCompromise)]
        #expect(
            try scene.receipt([old, new, third], event: event).errors
                == refusal("certificate_revoked", "trust.revocation.revoked")
        )
        #expect(
            try scene.receipt([old], event: try invitation(toKeyOf: scene.certificate())).errors == [
                "ciphertext_recipient  ciphertext.reader"
            ]
        )
    }

    /// An EnvelopedData (RFC 5652 §6) put together by hand, whose one reader is named by subject key identifier; its bytes of
    /// keys and content mean nothing, and nobody here could tell.
    private func invitation(toKeyOf certificate: Certificate) throws -> TestEvent {
        // The extension's name (2.5.29.14) and its OCTET STRING around one of 20 bytes.
        let head: [UInt8] = [0x06, 0x03, 0x55, 0x1d, 0x0e, 0x04, 0x16, 0x04, 0x14]
        let start = try #require(certificate.der.firstRange(of: head)).upperBound
        let identifier = Array(certificate.der[start..<start + 20])
        let reader = DERWriter.sequence(
            DERWriter.integer(2),
            DERWriter.element(.implicit0, identifier),
            DERWriter.sequence(DERWriter.objectIdentifier(OID.rsaEncryption), DERWriter.null),
            DERWriter.element(.octetString, [UInt8](repeating: 5, count: 256))
        )
        let content = DERWriter.sequence(
            DERWriter.objectIdentifier(OID.data),
            DERWriter.sequence(
                DERWriter.objectIdentifier(OID.aes256CBC),
                DERWriter.element(.octetString, [UInt8](repeating: 7, count: 16))
            ),
            DERWriter.element(.implicit0, [UInt8](repeating: 9, count: 32))
        )
        let document = DERWriter.sequence(
            DERWriter.objectIdentifier("1.2.840.113549.1.7.3"),
            DERWriter.element(
                .context0,
                DERWriter.sequence(DERWriter.integer(2), DERWriter.set([reader]), content)
            )
        )
        var event = try TestEvent("TENDER_INVITATION")
        event.payload = document
        event.attributes[.contenttype] = ContentForm.enveloped.mediaType
        event.attributes[.encryptedfor] = EncryptionScene.recipient.id
        event.attributes[.releasetime] = TestCiphertext.at(3).rfc3339
        return event
    }
}
