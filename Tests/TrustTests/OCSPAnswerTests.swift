import Core
import Foundation
import Testing

@testable import Trust

/// Answers that the `openssl` command signed. It answers for the present, so these tests take place now.
@Suite struct OCSPAnswerTests {
    private static let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))

    /// A PKI that is valid for a year around the present.
    private struct Present {
        let issuing: CertificateIssuer
        let key: SigningKey
        let leaf: Certificate
        let list: TrustList

        init(_ kind: KeyKind) throws {
            let start = now.advanced(byMilliseconds: -180 * TestPKI.day)
            let end = now.advanced(byMilliseconds: 180 * TestPKI.day)
            issuing = try CertificateIssuer.root(
                .authority("Answering", notBefore: start, notAfter: end),
                key: .generate(kind)
            )
            key = try SigningKey.generate(kind)
            leaf = try issuing.issue(.platform("One", code: nil, notBefore: start, notAfter: end), for: key)
            list = TrustList(authorities: [
                TrustAuthority(
                    id: "test-ca",
                    name: BilingualText(zh: "测试机构", en: "Test authority"),
                    history: [RecognitionPeriod(.recognised, from: start)],
                    certificates: [issuing.certificate],
                    identity: [.attribute("CN")],
                    revocation: RevocationPolicy(check: .ocsp)
                )
            ])
        }

        /// A responder's certificate under this authority, made by the `openssl` command.
        func responder(
            _ openssl: CommandLineOpenSSL,
            usage: String?,
            days: Int = 100
        ) throws -> (certificate: Certificate, key: SigningKey) {
            let key = try SigningKey.generate(.p256)
            try openssl.write(try key.pem(), to: "r.key")
            try openssl.write(usage.map { "extendedKeyUsage=\($0)\n" } ?? "\n", to: "r.ext")
            try openssl.run("req", "-new", "-key", "r.key", "-subj", "/CN=Responder", "-out", "r.csr")
            var arguments = ["x509", "-req", "-in", "r.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out", "r.pem"]
            arguments += ["-days", "\(days)", "-set_serial", "0x5151", "-extfile", "r.ext"]
            if issuing.certificate.publicKey == .sm2 {
                arguments += ["-sm3", "-sigopt", "distid:1234567812345678"]
            }
            try openssl.run(arguments: arguments)
            let pem = String(decoding: try openssl.read("r.pem"), as: UTF8.self)
            return (try #require(Certificate.certificates(pem: pem)?.first), key)
        }
    }

    private func fault(_ result: Result<RevocationItem, RevocationFault>) -> RevocationFault.Code? {
        if case .failure(let fault) = result { return fault.code }
        return nil
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2], ["sha1", "sha256"])
    func issuerAnswers(kind: KeyKind, digest: String) throws {
        let pki = try Present(kind)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        let issuing = pki.issuing.certificate
        register.entries = [.init(serial: pki.leaf.serial)]
        var book = RevocationBook()
        let good = try register.answer(about: pki.leaf.serial, digest: digest)
        let item = try book.add(ocsp: good, list: pki.list, at: Self.now).get()
        #expect(item.kind == .ocsp)
        #expect(item.serial == pki.leaf.serial)
        #expect(item.signer == issuing.subject)
        #expect(item.usableUntil == item.nextUpdate)
        #expect(book.answer(about: pki.leaf, issuedBy: issuing)?.state == .good)
        let other = try pki.issuing.issue(TestPKI.template(), for: pki.key)
        #expect(book.answer(about: other, issuedBy: issuing) == nil)
        #expect(try book.add(ocsp: good, list: pki.list, at: Self.now).get() == item)

        // Another book, since two answers of one second have one thisUpdate.
        let revoked = Instant(milliseconds: Self.now.milliseconds / 1000 * 1000 - 5000)
        register.entries = [.init(serial: pki.leaf.serial, revoked: revoked, reason: "keyCompromise")]
        var second = RevocationBook()
        let bad = try register.answer(about: pki.leaf.serial, digest: digest)
        #expect(fault(second.add(ocsp: bad, list: pki.list, at: Self.now)) == nil)
        let found = second.answer(about: pki.leaf, issuedBy: issuing)
        #expect(found?.state == .revoked(at: revoked, reason: .keyCompromise))
        register.entries = []
        let unknown = try register.answer(about: pki.leaf.serial)
        var third = RevocationBook()
        #expect(fault(third.add(ocsp: unknown, list: pki.list, at: Self.now)) == nil)
        #expect(third.answer(about: pki.leaf, issuedBy: issuing)?.state == .unknown)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func delegatedResponder(kind: KeyKind) throws {
        let pki = try Present(kind)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        register.entries = [.init(serial: pki.leaf.serial)]
        var book = RevocationBook()
        let responder = try pki.responder(register.openssl, usage: "OCSPSigning")
        let answer = try register.answer(about: pki.leaf.serial, responder: responder)
        #expect(try book.add(ocsp: answer, list: pki.list, at: Self.now).get().signer == "CN=Responder")
        #expect(book.answer(about: pki.leaf, issuedBy: pki.issuing.certificate)?.state == .good)
        // Once a list of the issuer says that the responder is revoked, its answers no longer count.
        register.entries = [.init(serial: "5151", revoked: Self.now.advanced(byMilliseconds: -60_000))]
        let list = try register.list {
            $0.thisUpdate = Self.now.advanced(byMilliseconds: -1000)
            $0.nextUpdate = Self.now.advanced(byMilliseconds: TestPKI.day)
        }
        #expect(fault(book.add(crl: list, list: pki.list, at: Self.now)) == nil)
        #expect(book.answer(about: pki.leaf, issuedBy: pki.issuing.certificate) == nil)
        var second = RevocationBook()
        #expect(fault(second.add(crl: list, list: pki.list, at: Self.now)) == nil)
        #expect(fault(second.add(ocsp: answer, list: pki.list, at: Self.now)) == .signatureInvalid)
        // Without the purpose, or with any purpose, it may not answer.
        for usage in [nil, "anyExtendedKeyUsage", "clientAuth"] {
            let other = try pki.responder(register.openssl, usage: usage)
            register.entries = [.init(serial: pki.leaf.serial)]
            let forged = try register.answer(about: pki.leaf.serial, responder: other)
            var third = RevocationBook()
            #expect(fault(third.add(ocsp: forged, list: pki.list, at: Self.now)) == .signatureInvalid)
        }
        // A responder of another authority.
        let stranger = try Present(kind)
        guard let theirs = try CommandLineAuthority(stranger.issuing) else { return }
        let alien = try stranger.responder(theirs.openssl, usage: "OCSPSigning")
        let forged = try register.answer(about: pki.leaf.serial, responder: alien)
        var fourth = RevocationBook()
        #expect(fault(fourth.add(ocsp: forged, list: pki.list, at: Self.now)) == .signatureInvalid)
        // An answer about somebody else's certificate.
        let foreign = try theirs.answer(about: pki.leaf.serial)
        #expect(fault(fourth.add(ocsp: foreign, list: pki.list, at: Self.now)) == .issuerUnknown)
    }

    @Test func malformedAnswers() throws {
        let pki = try Present(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        register.entries = [.init(serial: pki.leaf.serial)]
        let der = try register.answer(about: pki.leaf.serial)
        var book = RevocationBook()
        for cut in 0..<der.count {
            #expect(fault(book.add(ocsp: Array(der.prefix(cut)), list: pki.list, at: Self.now)) != nil)
        }
        #expect(fault(book.add(ocsp: der + [0], list: pki.list, at: Self.now)) == .malformed)
        for position in der.indices {
            var changed = der
            changed[position] ^= 1 << (position % 8)
            guard case .success = book.add(ocsp: changed, list: pki.list, at: Self.now) else { continue }
            // Certificates that come along are not signed, and the issuer's own key signed this answer.
            let answer = try OCSPAnswer.parse(changed).get()
            let original = try OCSPAnswer.parse(der).get()
            #expect(answer.signature.signed == original.signature.signed)
        }
        // tryLater, RFC 6960 §4.2.1: the status alone.
        #expect(fault(book.add(ocsp: [0x30, 3, 0x0a, 1, 3], list: pki.list, at: Self.now)) == .responderError)
        let late = Self.now.advanced(byMilliseconds: -TestPKI.day)
        #expect(fault(book.add(ocsp: der, list: pki.list, at: late)) == .notYetValid)
    }

    @Test func olderAnswersAndNonces() throws {
        let pki = try Present(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        register.entries = [.init(serial: pki.leaf.serial)]
        // The command writes a nonce of the request into the answer.
        let first = try register.answer(about: pki.leaf.serial)
        let nonce = try #require(try OCSPAnswer.parse(first).get().nonce)
        var book = RevocationBook()
        #expect(fault(book.add(ocsp: first, list: pki.list, at: Self.now, nonce: [4, 1, 0])) == .nonceMismatch)
        #expect(fault(book.add(ocsp: first, list: pki.list, at: Self.now, nonce: nonce)) == nil)
        Thread.sleep(forTimeInterval: 1.1)
        let second = try register.answer(about: pki.leaf.serial)
        #expect(fault(book.add(ocsp: second, list: pki.list, at: Self.now)) == nil)
        #expect(fault(book.add(ocsp: first, list: pki.list, at: Self.now)) == .rollback)
        #expect(book.items.count == 1)
        book.removeAnswers(unusableSince: Self.now)
        #expect(book.items.count == 1)
        book.removeAnswers(unusableSince: Self.now.advanced(byMilliseconds: 3 * TestPKI.day))
        #expect(book.items.isEmpty)
    }
}
