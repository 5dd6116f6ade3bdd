import Core
import Foundation
import Testing
import Trust

/// The recognising authority's signature on a trust list: what counts, and what is refused.
@Suite struct TrustListSignatureTests {
    /// A recognising authority whose certificate is valid around ``TestPKI/now``.
    private static func authority(_ kind: KeyKind, key: SigningKey? = nil) throws -> CertificateIssuer {
        try CertificateIssuer.root(
            .recognisingAuthority("Recognising", notBefore: TestPKI.at(-10), notAfter: TestPKI.at(10)),
            key: key ?? .generate(kind)
        )
    }

    private static func list(serial: UInt64 = 5, issued: Instant = TestPKI.now) throws -> TrustList {
        TrustList(serial: serial, issued: issued, authorities: [try TestPKI.of(.p256).authority()])
    }

    private static func document(
        _ list: TrustList,
        _ authority: CertificateIssuer
    ) throws -> TrustListDocument {
        try TrustListDocument.signed(
            list.json(),
            key: authority.key,
            certificate: authority.certificate,
            origin: "list.json"
        )
    }

    /// The places and codes of the refusal of `document`; nil when it is accepted.
    private static func refusal(
        _ document: TrustListDocument,
        _ certificate: Certificate,
        after seen: TrustListMark? = nil
    ) throws -> [String]? {
        let signer = try TrustListSigner(certificate)
        do throws(TrustListProblems) {
            _ = try document.verified(by: signer, after: seen)
            return nil
        } catch {
            return error.problems.map { "\($0.file) \($0.key): \($0.code.rawValue)" }
        }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func whatWasSignedIsRead(kind: KeyKind) throws {
        let authority = try Self.authority(kind)
        let list = try Self.list()
        let read = try Self.document(list, authority).verified(by: TrustListSigner(authority.certificate))
        #expect(read.serial == 5)
        #expect(read.issued == TestPKI.now)
        #expect(read.authorities.map(\.id) == ["test-ca"])
        #expect(read.digest == PayloadDigest(.sha256, of: list.json()))
        #expect(read.mark == list.mark)
    }

    /// The key counts: the authority renewed its certificate, or another signed in its name.
    @Test func thePinnedKeyDecides() throws {
        let authority = try Self.authority(.p256)
        let renewed = try Self.authority(.p256, key: authority.key)
        let impostor = try Self.authority(.p256)
        let document = try Self.document(Self.list(), authority)
        #expect(try Self.refusal(document, renewed.certificate) == nil)
        #expect(try Self.refusal(document, impostor.certificate) == ["list.json.p7s : signature"])
        // The impostor's certificate stands in the document; only the pinned one is used.
        let forged = try Self.document(Self.list(), impostor)
        #expect(try Self.refusal(forged, authority.certificate) == ["list.json.p7s : signature"])
        // Another kind of key altogether.
        let other = try Self.authority(.sm2)
        #expect(try Self.refusal(document, other.certificate) == ["list.json.p7s : signature"])
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func noChangedByteIsAccepted(kind: KeyKind) throws {
        let authority = try Self.authority(kind)
        let signer = try TrustListSigner(authority.certificate)
        let document = try Self.document(Self.list(), authority)
        func isAccepted(_ bytes: [UInt8], _ signature: [UInt8]) -> Bool {
            let changed = TrustListDocument(bytes: bytes, signature: signature, origin: "x")
            return (try? changed.verified(by: signer)) != nil
        }
        #expect(isAccepted(document.bytes, document.signature))
        for position in stride(from: 0, to: document.bytes.count, by: 97) {
            var bytes = document.bytes
            bytes[position] ^= 1
            #expect(!isAccepted(bytes, document.signature), "byte \(position) of the list")
        }
        #expect(!isAccepted(document.bytes + [0x20], document.signature))
        #expect(!isAccepted(document.bytes.dropLast(), document.signature))
        #expect(!isAccepted(document.bytes, document.signature + [0]))
        #expect(!isAccepted(document.bytes, document.signature.dropLast()))
        #expect(!isAccepted(document.bytes, []))
        // The last bytes of the document are the signature value itself.
        for position in 1...32 {
            var signature = document.signature
            signature[signature.count - position] ^= 1
            #expect(!isAccepted(document.bytes, signature), "byte -\(position) of the signature")
        }
        // What was signed for another list.
        #expect(!isAccepted(try Self.list(serial: 6).json(), document.signature))
    }

    @Test func aListWithoutSignatureIsRefused() throws {
        let directory = NSTemporaryDirectory() + "hutong-unsigned-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/list.json"
        try Data(Self.list().json()).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: TrustListProblems.self) { try TrustListDocument(contentsOfFile: path) }
        #expect(error.problems.map { "\($0.file): \($0.code.rawValue)" } == ["\(path).p7s: file_unreadable"])
        let none = try #require(throws: TrustListProblems.self) {
            try TrustListDocument(contentsOfFile: directory + "/none.json")
        }
        #expect(none.problems.count == 2)
    }

    /// A signature covers the list alone, so a signed list names no files.
    @Test func aSignedListNamesNoFiles() throws {
        let authority = try Self.authority(.p256)
        var text = String(decoding: try Self.list().json(), as: UTF8.self)
        let pem = try #require(text.range(of: "\"-----BEGIN CERTIFICATE-----\\n"))
        let end = try #require(text.range(of: "-----END CERTIFICATE-----\\n\""))
        text.replaceSubrange(pem.lowerBound..<end.upperBound, with: "\"/etc/hostname\"")
        let document = try TrustListDocument.signed(
            Array(text.utf8),
            key: authority.key,
            certificate: authority.certificate,
            origin: "list.json"
        )
        #expect(
            try Self.refusal(document, authority.certificate)
                == ["list.json authorities[0].certificates[0]: invalid"]
        )
    }

    /// Issued before or after the pinned certificate was valid; at the very edges it counts.
    @Test func theValidityOfThePinnedCertificate() throws {
        let authority = try Self.authority(.p256)
        for (issued, isFine) in [
            (TestPKI.at(-10), true), (TestPKI.at(-10).advanced(byMilliseconds: -1), false),
            (TestPKI.at(10).advanced(byMilliseconds: -1), true), (TestPKI.at(10), false),
        ] {
            let document = try Self.document(Self.list(issued: issued), authority)
            let refusal = try Self.refusal(document, authority.certificate)
            #expect(refusal == (isFine ? nil : ["list.json issued: signature"]), "\(issued.rfc3339)")
        }
    }

    @Test func rollBackIsRefused() throws {
        let authority = try Self.authority(.p256)
        let list = try Self.list()
        let document = try Self.document(list, authority)
        let same = list.mark
        func seen(_ serial: UInt64) throws -> TrustListMark { try Self.list(serial: serial).mark }
        #expect(try Self.refusal(document, authority.certificate, after: same) == nil)
        #expect(try Self.refusal(document, authority.certificate, after: seen(4)) == nil)
        #expect(try Self.refusal(document, authority.certificate, after: seen(6)) == ["list.json serial: rollback"])
        // Two different lists under one number.
        let other = try Self.list(issued: TestPKI.at(1)).mark
        #expect(try Self.refusal(document, authority.certificate, after: other) == ["list.json serial: rollback"])
    }

    @Test func whoMayNotBePinned() throws {
        let weak = try Self.authority(.rsa1024)
        #expect(throws: TrustFailure.self) { try TrustListSigner(weak.certificate) }
        var template = CertificateTemplate.recognisingAuthority(
            "Encryption",
            notBefore: TestPKI.at(-1),
            notAfter: TestPKI.at(1)
        )
        template.keyUsage = [.keyEncipherment]
        let encryption = try CertificateIssuer.root(template, key: .generate(.sm2))
        #expect(throws: TrustFailure.self) { try TrustListSigner(encryption.certificate) }
        let authority = try Self.authority(.p256)
        #expect(throws: TrustFailure.self) {
            try TrustListDocument.signed([], key: .generate(.p256), certificate: authority.certificate, origin: "")
        }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048])
    func opensslVerifiesOurs(kind: KeyKind) throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let authority = try Self.authority(kind)
        let document = try Self.document(Self.list(), authority)
        try openssl.write(document.bytes, to: "list.json")
        try openssl.write(document.signature, to: "list.json.p7s")
        try openssl.write(authority.certificate.pem, to: "authority.pem")
        let verify = [
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "list.json.p7s", "-content", "list.json", "-CAfile",
            "authority.pem", "-attime", "1795231080", "-out", "verified",
        ]
        try openssl.run(arguments: verify)
        #expect(try openssl.read("verified") == document.bytes)
        try openssl.write(document.bytes + [0x20], to: "list.json")
        #expect(throws: (any Error).self) { try openssl.run(arguments: verify) }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048], [[], ["-noattr"], ["-nocerts"], ["-keyid"]])
    func whatOpensslSignsCountsHere(kind: KeyKind, options: [String]) throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let authority = try Self.authority(kind)
        let bytes = try Self.list().json()
        try openssl.write(bytes, to: "list.json")
        try openssl.write(try authority.key.pem(), to: "key.pem")
        try openssl.write(authority.certificate.pem, to: "authority.pem")
        try openssl.run(
            arguments: [
                "cms", "-sign", "-binary", "-md", "sha256", "-in", "list.json", "-inkey", "key.pem", "-signer",
                "authority.pem", "-outform", "DER", "-out", "list.json.p7s",
            ] + options
        )
        let document = TrustListDocument(
            bytes: bytes,
            signature: try openssl.read("list.json.p7s"),
            origin: "list.json"
        )
        #expect(try Self.refusal(document, authority.certificate) == nil)
        let changed = TrustListDocument(bytes: bytes + [0x0a], signature: document.signature, origin: "list.json")
        #expect(try Self.refusal(changed, authority.certificate) == ["list.json.p7s : signature"])
    }
}
