import Core
import Testing
import Trust

@Suite struct RoundTripTests {
    static let algorithms: [(KeyKind, SignatureAlgorithm)] = [
        (.p256, .ecdsaP256SHA256), (.rsa2048, .rsaPKCS1SHA256), (.rsa2048, .rsaPSSSHA256), (.sm2, .sm2SM3),
        (.p384, .ecdsaP384SHA384), (.p521, .ecdsaP521SHA512), (.rsa2048, .rsaPKCS1SHA384),
        (.rsa2048, .rsaPKCS1SHA512), (.rsa2048, .rsaPSSSHA384), (.rsa2048, .rsaPSSSHA512),
    ]
    static let forms: [SignatureForm] = [
        .raw(attachesCertificate: true), .raw(attachesCertificate: false),
        .cms(includesCertificate: true, signedAttributes: true),
        .cms(includesCertificate: true, signedAttributes: false),
        .cms(includesCertificate: false, signedAttributes: true),
        .cms(includesCertificate: false, signedAttributes: false), .batch(attachesCertificate: true),
        .batch(attachesCertificate: false),
    ]

    @Test(arguments: algorithms, forms)
    func everyAlgorithmInEveryForm(_ pair: (kind: KeyKind, algorithm: SignatureAlgorithm), form: SignatureForm) throws {
        let pki = try TestPKI.of(pair.kind)
        let signer = try EventSigner(key: pki.key, certificate: pki.leaf, form: form, algorithm: pair.algorithm)
        let headers = try signer.headers(
            for: TestEvent.envelope,
            payload: TestEvent.payload,
            created: TestPKI.now
        )
        let verifier = try pki.verifier()

        let verdict = verifier.verify(headers, registered: [pki.leaf])

        let identity = try #require(verdict.identity, "\(verdict)")
        #expect(identity.algorithm == pair.algorithm)
        #expect(identity.platformCode == TestPKI.code)
        #expect(identity.chain.authority.id == "test-ca")
        #expect(identity.chain.leaf.thumbprint == pki.leaf.thumbprint)
        #expect(identity.chain.issuers.map(\.subject) == [pki.issuing, pki.root].map(\.certificate.subject))
        // Again, now from the caches, and with another payload.
        #expect(verifier.verify(headers, registered: [pki.leaf]).identity != nil)
        let changed = verifier.verify(headers, payload: TestEvent.payload + [0x20], registered: [pki.leaf])
        #expect(changed.refusalCodes == [.signatureInvalid])
    }

    @Test func headersCarryTheAttributesToo() throws {
        let pki = try TestPKI.of(.p256)
        let signer = try EventSigner(key: pki.key, certificate: pki.leaf)
        let headers = try signer.headers(for: TestEvent.envelope, payload: [])
        #expect(EventEnvelope.parse(headers).envelope == TestEvent.envelope)
        #expect(headers.text(SignatureHeader.form) == "raw")
        #expect(headers.text(SignatureHeader.keyID) == pki.leaf.thumbprint.keyID)
    }

    @Test func aTombstoneIsSignedLikeAnEmptyPayload() throws {
        let pki = try TestPKI.of(.p256)
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: [])
        #expect(try pki.verifier().verify(headers, payload: []).identity != nil)
    }

    @Test func bothSValuesOfAnECDSASignatureAreValid() throws {
        // n − s for P-256, with the group order of FIPS 186-5.
        let order = try #require(
            Hexadecimal.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551".utf8)
        )
        let pki = try TestPKI.of(.p256)
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let other = headers.changingSignature { signature in
            let rLength = Int(signature[3])
            let r = Array(signature[4..<4 + rLength])
            var s = Array(signature[(6 + rLength)...])
            while s.count < 32 { s.insert(0, at: 0) }
            if s.count > 32 { s.removeFirst() }
            var difference: [UInt8] = []
            var borrow = 0
            for index in stride(from: 31, through: 0, by: -1) {
                let value = Int(order[index]) - Int(s[index]) - borrow
                borrow = value < 0 ? 1 : 0
                difference.insert(UInt8((value + 256) % 256), at: 0)
            }
            while difference.first == 0 { difference.removeFirst() }
            if let first = difference.first, first >= 0x80 { difference.insert(0, at: 0) }
            let body = [0x02, UInt8(r.count)] + r + [0x02, UInt8(difference.count)] + difference
            signature = [0x30, UInt8(body.count)] + body
        }
        #expect(other != headers)
        #expect(try pki.verifier().verify(other).identity != nil)
    }
}
