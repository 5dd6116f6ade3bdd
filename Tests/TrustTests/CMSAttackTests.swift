import Core
import Testing

@testable import Trust

/// What somebody may try with CMS documents: content inside, attributes doubled or moved, certificates and algorithms
/// exchanged. Each document is put together by hand around a signature that is right but for the one thing.
@Suite struct CMSAttackTests {
    private static let contentType = "1.2.840.113549.1.9.3"
    private static let messageDigest = "1.2.840.113549.1.9.4"
    private static let signedData = "1.2.840.113549.1.7.2"
    private static let data = "1.2.840.113549.1.7.1"
    private static let nationalSignedData = "1.2.156.10197.6.1.4.2.2"
    private static let nationalData = "1.2.156.10197.6.1.4.2.1"
    private static let sha384 = TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.2.2"))
    private static let sha512 = TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.2.3"))
    private static let sha1 = TestDER.sequence(TestDER.oid("1.3.14.3.2.26"))

    /// One signer and what it signs.
    private struct Stand {
        let pki: TestPKI
        let algorithm: SignatureAlgorithm
        let base: [UInt8]
        var outer = signedData
        var inner = data

        init(_ kind: KeyKind, pki: TestPKI? = nil) throws {
            self.pki = try pki ?? TestPKI.of(kind)
            algorithm = kind == .sm2 ? .sm2SM3 : kind == .rsa2048 ? .rsaPKCS1SHA256 : .ecdsaP256SHA256
            base = try EventSigner(
                key: self.pki.key,
                certificate: self.pki.leaf,
                form: .cms(includesCertificate: true, signedAttributes: true)
            ).signingBase(for: TestEvent.envelope, payload: TestEvent.payload)
            if kind == .sm2 { (outer, inner) = (nationalSignedData, nationalData) }
        }

        var digestName: [UInt8] { algorithm == .sm2SM3 ? TestSignedData.sm3 : TestSignedData.sha256 }
        var digest: [UInt8] { PayloadDigest(algorithm.payloadDigest, of: base).bytes }
        var algorithmName: [UInt8] {
            switch algorithm {
            case .sm2SM3: TestDER.sequence(TestDER.oid("1.2.156.10197.1.501"))
            case .rsaPKCS1SHA256: TestDER.sequence(TestDER.oid("1.2.840.113549.1.1.1"), [5, 0])
            default: TestDER.sequence(TestDER.oid("1.2.840.10045.4.3.2"))
            }
        }

        func type(_ values: [UInt8]...) -> [UInt8] {
            TestDER.sequence(TestDER.oid(contentType), TestDER.element(0x31, Array(values.joined())))
        }

        func digest(_ values: [UInt8]...) -> [UInt8] {
            TestDER.sequence(TestDER.oid(messageDigest), TestDER.element(0x31, Array(values.joined())))
        }

        var usual: [UInt8] { type(TestDER.oid(inner)) + digest(TestDER.octets(digest)) }

        /// A document whose signature is over `signed`, or over what it should be over.
        func document(attributes: [UInt8]? = nil, signed: [UInt8]? = nil) throws -> TestSignedData {
            let signed = signed ?? attributes.map { TestDER.element(0x31, $0) } ?? base
            return TestSignedData(
                outer: outer,
                inner: inner,
                certificates: [pki.leaf.der],
                signers: [
                    TestSignedData.Signer(
                        identifier: TestDER.issuerAndSerial(pki.leaf.der),
                        digest: digestName,
                        attributes: attributes,
                        algorithm: algorithmName,
                        signature: try pki.key.signature(over: signed, algorithm.scheme)
                    )
                ]
            )
        }
    }

    private static let kinds: [KeyKind] = [.p256, .rsa2048, .sm2]

    /// The content inside the document, the right one and another, in both families; outside stays what is signed.
    @Test(arguments: kinds)
    func contentInside(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let verifier = try stand.pki.verifier()
        for attributes in [nil, stand.usual] {
            var document = try stand.document(attributes: attributes)
            #expect(verifier.verify(document.headers).identity != nil)
            for content in [stand.base, TestEvent.payload, []] {
                document.content = content
                #expect(verifier.verify(document.headers).refusalRules == ["trust.cms.form"])
            }
        }
        // A signature over other bytes, which come along inside.
        var other = try stand.document(signed: Array("other".utf8))
        #expect(verifier.verify(other.headers).refusalCodes == [.signatureInvalid])
        other.content = Array("other".utf8)
        #expect(verifier.verify(other.headers).refusalRules == ["trust.cms.form"])
    }

    /// contentType and messageDigest once each with one value of their type, in attributes that are signed as they stand.
    @Test(arguments: kinds)
    func attributesOnce(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let verifier = try stand.pki.verifier()
        let (type, digest) = (stand.type(TestDER.oid(stand.inner)), stand.digest(TestDER.octets(stand.digest)))
        let other = TestDER.octets(PayloadDigest(stand.algorithm.payloadDigest, of: [1]).bytes)
        #expect(verifier.verify(try stand.document(attributes: type + digest).headers).identity != nil)
        #expect(verifier.verify(try stand.document(attributes: digest + type).headers).identity != nil)
        let time = TestDER.sequence(
            TestDER.oid("1.2.840.113549.1.9.5"),
            TestDER.set(TestDER.element(0x17, Array("261121031800Z".utf8)))
        )
        #expect(verifier.verify(try stand.document(attributes: type + time + digest).headers).identity != nil)
        let value = TestDER.octets(stand.digest)
        let wrong: [[UInt8]] = [
            [], type, digest, time, type + type + digest, type + digest + digest,
            type + digest + stand.digest(other), type + stand.digest(other) + digest, type + stand.digest(value, other),
            type + stand.digest(other, value), type + stand.digest(value, value), type + stand.digest(),
            type + stand.digest(TestDER.integer(1)), type + stand.digest(TestDER.octets([])),
            type + stand.digest(stand.digest), stand.type() + digest,
            stand.type(TestDER.oid(stand.inner), TestDER.oid(stand.inner)) + digest,
            stand.type(TestDER.oid(Self.signedData)) + digest, stand.type(TestDER.octets([1])) + digest,
        ]
        for (number, attributes) in wrong.enumerated() {
            let verdict = verifier.verify(try stand.document(attributes: attributes).headers)
            #expect(verdict.refusalCodes == [.signatureMalformed], "\(number): \(verdict)")
        }
        for bytes in [other, TestDER.octets(stand.digest + [0]), TestDER.octets(stand.digest.dropLast())] {
            let verdict = verifier.verify(try stand.document(attributes: type + stand.digest(bytes)).headers)
            #expect(verdict.refusalCodes == [.signatureInvalid])
        }
    }

    /// A set of attributes without any is no document without attributes, although the signature is over the content.
    @Test(arguments: kinds)
    func anEmptySetOfAttributes(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let document = try stand.document(attributes: [], signed: stand.base)
        #expect(try stand.pki.verifier().verify(document.headers).refusalRules == ["trust.cms.form"])
    }

    /// What is signed with attributes is not shown without, nor the reverse: the attributes as content, the content as if it
    /// had attributes.
    @Test(arguments: kinds)
    func withAndWithoutAttributes(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let verifier = try stand.pki.verifier()
        var stripped = try stand.document(attributes: stand.usual)
        stripped.signers[0].attributes = nil
        #expect(verifier.verify(stripped.headers).refusalCodes == [.signatureInvalid])
        // The record's payload in the place of the bytes that were signed.
        let attributes = TestDER.element(0x31, stand.usual)
        #expect(verifier.verify(stripped.headers, payload: attributes).refusalCodes == [.signatureInvalid])
        let clad = try stand.document(attributes: stand.usual, signed: stand.base)
        #expect(verifier.verify(clad.headers).refusalCodes == [.signatureInvalid])
        // The signature over the attributes under their own tag [0] and over their content alone.
        for signed in [TestDER.element(0xa0, stand.usual), stand.usual] {
            let tagged = try stand.document(attributes: stand.usual, signed: signed)
            #expect(verifier.verify(tagged.headers).refusalCodes == [.signatureInvalid])
        }
    }

    /// Attributes and signature in encodings that are no DER, around a signature over their DER: nothing is written anew as if it
    /// had come that way.
    @Test(arguments: kinds)
    func otherEncodings(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let verifier = try stand.pki.verifier()
        let good = try stand.document(attributes: stand.usual)
        func headers(_ change: (inout [UInt8]) -> Void) -> [RecordHeader] {
            var attributes = stand.usual
            change(&attributes)
            var document = good
            document.signers[0].attributes = attributes
            return document.headers
        }
        #expect(verifier.verify(headers { _ in }).identity != nil)
        // SET with the bit for constructed encodings cleared, and a length in two octets where one suffices.
        let place = try #require(stand.usual.firstIndex(of: 0x31))
        #expect(verifier.verify(headers { $0[place] = 0x11 }).identity == nil)
        let long = headers { attributes in
            attributes.insert(0x81, at: place + 1)
            attributes[1] += 1
        }
        #expect(verifier.verify(long).identity == nil)
        // [0] and OCTET STRING likewise.
        func replacing(_ part: [UInt8], _ other: [UInt8]) throws -> [RecordHeader] {
            let document = good.encoded
            let start = try #require(document.indices.last { document[$0...].starts(with: part) })
            #expect(part.count == other.count)
            return good.headers.setting(
                SignatureHeader.signature,
                Base64.encode(Array(document[..<start]) + other + Array(document[(start + part.count)...]))
            )
        }
        let attributes = TestDER.element(0xa0, stand.usual)
        #expect(verifier.verify(try replacing(attributes, attributes)).identity != nil)
        #expect(verifier.verify(try replacing(attributes, [0x80] + attributes.dropFirst())).identity == nil)
        var split = good
        let value = good.signers[0].signature
        split.signers[0].signature =
            TestDER.octets(Array(value.prefix(20))) + TestDER.octets(Array(value.dropFirst(20)))
        let encoded = split.encoded
        let inner = TestDER.octets(split.signers[0].signature)
        let start = try #require(encoded.indices.last { encoded[$0...].starts(with: inner) })
        let constructed = Array(encoded[..<start]) + [0x24] + Array(encoded[(start + 1)...])
        let verdict = verifier.verify(good.headers.setting(SignatureHeader.signature, Base64.encode(constructed)))
        #expect(verdict.refusalCodes == [.signatureMalformed])
    }

    /// Unsigned attributes say nothing, whatever they say.
    @Test(arguments: kinds)
    func unsignedAttributes(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let verifier = try stand.pki.verifier()
        let other = TestDER.octets(PayloadDigest(.sha256, of: [1]).bytes)
        let countersignature = TestDER.sequence(
            TestDER.oid("1.2.840.113549.1.9.6"),
            TestDER.set(try stand.document(signed: [1]).signers[0].encoded)
        )
        let added = [stand.usual, stand.type(TestDER.oid("1.2.3")) + stand.digest(other), countersignature]
        for content in added {
            let unsigned = TestDER.element(0xa1, content)
            for attributes in [nil, stand.usual] {
                var document = try stand.document(attributes: attributes)
                document.signers[0].unsigned = unsigned
                #expect(verifier.verify(document.headers).identity != nil)
                #expect(verifier.verify(document.headers, payload: [1]).refusalCodes == [.signatureInvalid])
                document.signers[0].signature = try stand.document(signed: [1]).signers[0].signature
                #expect(verifier.verify(document.headers).refusalCodes == [.signatureInvalid])
            }
            // They do not stand in for signed ones.
            var document = try stand.document(attributes: [])
            document.signers[0].unsigned = unsigned
            #expect(verifier.verify(document.headers).refusalCodes == [.signatureMalformed])
        }
    }

    /// Every digest with every signature algorithm under every key: what does not go together is refused before anything is
    /// computed, and what does is not what was signed.
    @Test(arguments: kinds)
    func algorithms(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let verifier = try stand.pki.verifier()
        let digests = [TestSignedData.sha256, Self.sha384, Self.sha512, TestSignedData.sm3, Self.sha1]
        let names = [
            "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
            "1.2.840.113549.1.1.5", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1", "1.2.840.10045.4.1",
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4", "1.2.156.10197.1.301", "1.2.156.10197.1.301.1",
            "1.2.156.10197.1.501", "1.2.156.10197.1.504", "1.3.101.112", "1.2.3",
        ]
        // What each key may be called with (docs/specs/envelope.md §6.3), by digest and name.
        let right: Set<String> =
            switch kind {
            case .rsa2048: ["0 1.2.840.113549.1.1.1", "0 1.2.840.113549.1.1.11"]
            case .sm2:
                Set(
                    ["1.2.840.10045.2.1", "1.2.156.10197.1.301", "1.2.156.10197.1.301.1", "1.2.156.10197.1.501"].map {
                        "3 \($0)"
                    }
                )
            default: ["0 1.2.840.10045.2.1", "0 1.2.840.10045.4.3.2"]
            }
        // RSA signatures of another digest: the name is acceptable, the signature is not one.
        let invalid: Set<String> =
            kind == .rsa2048
            ? [
                "1 1.2.840.113549.1.1.1", "2 1.2.840.113549.1.1.1", "1 1.2.840.113549.1.1.12",
                "2 1.2.840.113549.1.1.13",
            ] : []
        for (number, digest) in digests.enumerated() {
            for name in names {
                var document = try stand.document()
                document.signers[0].digest = digest
                document.signers[0].algorithm = TestDER.sequence(TestDER.oid(name))
                let verdict = verifier.verify(document.headers)
                let pair = "\(number) \(name)"
                if right.contains(pair) {
                    #expect(verdict.identity != nil, "\(pair): \(verdict)")
                } else {
                    #expect(
                        verdict.refusalCodes == [invalid.contains(pair) ? .signatureInvalid : .algorithmRefused],
                        "\(pair)"
                    )
                }
            }
        }
    }

    /// digestAlgorithms and versions are not signed and not read (§6.6): the signer's own digest counts.
    @Test func statedDigests() throws {
        let stand = try Stand(.p256)
        let document = try stand.document(attributes: stand.usual)
        let stated = TestDER.element(0x31, TestSignedData.sha256)
        for other in [
            TestDER.element(0x31), TestDER.element(0x31, Self.sha1), TestDER.element(0x31, Self.sha1, Self.sha512),
        ] {
            let parts = TestDER.children(TestDER.children(TestDER.children(document.encoded)[1])[0])
            #expect(parts[1] == stated)
            let body = TestDER.sequence(parts[0], other, Array(parts[2...].joined()))
            let headers = document.headers.setting(
                SignatureHeader.signature,
                Base64.encode(TestDER.sequence(TestDER.oid(Self.signedData), TestDER.element(0xa0, body)))
            )
            let identity = try #require(try stand.pki.verifier().verify(headers).identity)
            #expect(identity.algorithm == .ecdsaP256SHA256)
        }
    }

    /// The subject key identifier of a certificate, as its extension 2.5.29.14 has it.
    private static func keyIdentifier(_ certificate: [UInt8]) throws -> [UInt8] {
        let name = TestDER.oid("2.5.29.14")
        let start = try #require(certificate.indices.first { certificate[$0...].starts(with: name) })
        let outer = TestDER.open(certificate[(start + name.count)...]).content
        return Array(TestDER.open(outer).content)
    }

    /// The signer named by key identifier, with certificates in the bag that bear the same one for another key.
    @Test(arguments: kinds)
    func certificatesUnderOneKeyIdentifier(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let stand = try Stand(kind)
        let identifier = try Self.keyIdentifier(pki.leaf.der)
        var document = try stand.document(attributes: stand.usual)
        document.signers[0].identifier = TestDER.element(0x80, identifier)
        document.signers[0].version = 3
        #expect(try pki.verifier().verify(document.headers).identity?.chain.leaf.thumbprint == pki.leaf.thumbprint)
        // The identifier of nobody, and of a certificate that is not there.
        for other in [[], [UInt8](repeating: 1, count: identifier.count), identifier.dropLast(), identifier + [0]] {
            var changed = document
            changed.signers[0].identifier = TestDER.element(0x80, other)
            #expect(try pki.verifier().verify(changed.headers).refusalCodes == [.certificateUnknown])
        }
        // A certificate with the identifier forged into it: the first in the bag counts, and it leads nowhere or to another key.
        let key = try SigningKey.generate(kind)
        let honest = try pki.issuing.issue(TestPKI.template(), for: key)
        var forged = honest.der
        let (place, length) = (try Self.keyIdentifier(honest.der), identifier.count)
        let start = try #require(forged.indices.first { forged[$0...].starts(with: place) })
        forged.replaceSubrange(start..<(start + length), with: identifier)
        var stuffed = document
        stuffed.certificates = [forged, pki.leaf.der]
        #expect(try pki.verifier().verify(stuffed.headers).identity == nil)
        stuffed.certificates = [honest.der, pki.leaf.der]
        #expect(try pki.verifier().verify(stuffed.headers).identity?.chain.leaf.thumbprint == pki.leaf.thumbprint)
        // The forger's own signature under the forged certificate, the real one beside it.
        stuffed.certificates = [forged, pki.leaf.der]
        let signed = TestDER.element(0x31, stand.usual)
        stuffed.signers[0].signature = try key.signature(over: signed, stand.algorithm.scheme)
        #expect(try pki.verifier().verify(stuffed.headers).identity == nil)
        stuffed.certificates = [pki.leaf.der, forged]
        #expect(try pki.verifier().verify(stuffed.headers).refusalCodes == [.signatureInvalid])
    }

    /// The signer's identifier exchanged for that of another certificate of the same platform.
    @Test(arguments: kinds)
    func anotherSigner(kind: KeyKind) throws {
        let stand = try Stand(kind)
        let other = try stand.pki.issuing.issue(TestPKI.template(), for: try SigningKey.generate(kind))
        var document = try stand.document(attributes: stand.usual)
        document.certificates = [stand.pki.leaf.der, other.der]
        #expect(
            try stand.pki.verifier().verify(document.headers).identity?.chain.leaf.thumbprint
                == stand.pki.leaf.thumbprint
        )
        document.signers[0].identifier = TestDER.issuerAndSerial(other.der)
        #expect(try stand.pki.verifier().verify(document.headers).refusalCodes == [.signatureInvalid])
        // Of the authority itself: no certificate of a platform.
        document.certificates = [stand.pki.issuing.certificate.der]
        document.signers[0].identifier = TestDER.issuerAndSerial(stand.pki.issuing.certificate.der)
        #expect(try stand.pki.verifier().verify(document.headers).identity == nil)
    }

    /// A renewed certificate has the key identifier of the one before: of registered ones, one that is valid counts, whatever
    /// the order in which they are kept.
    @Test func renewedCertificates() throws {
        let pki = try TestPKI.of(.p256)
        func issue(_ from: Int64, _ until: Int64) throws -> Certificate {
            let template = CertificateTemplate.platform(
                "平台一 Platform One",
                code: TestPKI.code,
                notBefore: TestPKI.at(from),
                notAfter: TestPKI.at(until)
            )
            return try pki.issuing.issue(template, for: pki.key)
        }
        let stand = try Stand(.p256)
        var document = try stand.document()
        document.certificates = []
        document.signers[0].identifier = TestDER.element(0x80, try Self.keyIdentifier(pki.leaf.der))
        document.signers[0].version = 3
        let current = try issue(-2, 300)
        let registered = [try issue(-300, -200), try issue(-250, -5), current, try issue(-30, 1), try issue(10, 400)]
        // Dictionaries differ in order with what they hold.
        for count in 1...8 {
            let others = try (0..<count).map { try issue(-400 + Int64($0), -300) }
            let verdict = try pki.verifier().verify(document.headers, registered: registered + others)
            #expect(verdict.identity?.chain.leaf.thumbprint == current.thumbprint, "\(count)")
        }
    }

    /// What a document brought along does not change how a bare signature is read.
    @Test func anEmptyCertificateHeader() throws {
        let pki = try TestPKI.of(.p256)
        let raw = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
            .setting(SignatureHeader.certificate, "")
        let verifier = try pki.verifier()
        #expect(verifier.verify(raw).refusalCodes == [.signatureMalformed])
        let stand = try Stand(.p256)
        #expect(verifier.verify(try stand.document().headers).identity != nil)
        #expect(verifier.verify(raw).refusalCodes == [.signatureMalformed])
    }
}
