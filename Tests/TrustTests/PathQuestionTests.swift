import Core
import Foundation
import Testing

@testable import Trust

/// Questions with everything given: lists and certificates that the `openssl` command made, SM2 among them.
@Suite struct PathQuestionTests {
    private func question(_ pki: TestPKI, _ lists: [[UInt8]] = []) -> PathQuestion {
        var question = PathQuestion(leaf: pki.leaf, anchors: [pki.root.certificate], time: TestPKI.now)
        question.intermediates = [pki.issuing.certificate]
        question.lists = lists
        question.revocation = lists.isEmpty ? .off : .crl
        question.purpose = .signing
        return question
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func threeLevels(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let answer = question(pki).answer
        #expect(answer.isAccepted)
        #expect(
            answer.path.map(\.thumbprint)
                == [pki.leaf, pki.issuing.certificate, pki.root.certificate].map(\.thumbprint)
        )
        // Without the certificate between there is no path, unless that is itself an anchor.
        var alone = question(pki)
        alone.intermediates = []
        #expect(alone.answer.refusal?.rule == "path.anchor")
        alone.anchors = [pki.issuing.certificate]
        #expect(alone.answer.isAccepted)
        var late = question(pki)
        late.time = TestPKI.at(101)
        #expect(late.answer.refusal?.rule == "path.validity")
        #expect(late.answer.refusal?.depth == 0)
        late.time = TestPKI.at(600)
        late.leaf = pki.issuing.certificate
        late.purpose = .any
        #expect(late.answer.refusal?.depth == 0)
        let stranger = try TestPKI(kind)
        var other = question(pki)
        other.anchors = [stranger.root.certificate]
        #expect(!other.answer.isAccepted)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func listsOfBothAuthorities(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        guard let issuing = try CommandLineAuthority(pki.issuing), let root = try CommandLineAuthority(pki.root) else {
            return
        }
        let (ofIssuing, ofRoot) = (try issuing.list(), try root.list())
        #expect(question(pki, [ofIssuing, ofRoot]).answer.isAccepted)
        // Every certificate below the anchor needs a list; the anchor needs none.
        #expect(question(pki, [ofIssuing]).answer.refusal?.rule == "path.revocation-unknown")
        #expect(question(pki, [ofIssuing]).answer.refusal?.depth == 1)
        #expect(question(pki, [ofRoot]).answer.refusal?.depth == 0)
        var partial = question(pki, [ofIssuing])
        partial.anchors = [pki.issuing.certificate]
        partial.intermediates = []
        #expect(partial.answer.isAccepted)
        // Revoked, at either depth.
        issuing.entries = [.init(serial: pki.leaf.serial, revoked: TestPKI.at(-3), reason: "keyCompromise")]
        let refused = question(pki, [try issuing.list(), ofRoot]).answer.refusal
        #expect(refused?.rule == "path.revoked")
        #expect(refused?.depth == 0)
        root.entries = [.init(serial: pki.issuing.certificate.serial, revoked: TestPKI.at(-3))]
        let above = question(pki, [ofIssuing, try root.list()]).answer.refusal
        #expect(above?.rule == "path.revoked")
        #expect(above?.depth == 1)
        // Too old.
        var late = question(pki, [ofIssuing, ofRoot])
        late.time = TestPKI.at(7)
        #expect(late.answer.refusal?.rule == "path.revocation-unknown")
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func forgedLists(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        guard let root = try CommandLineAuthority(pki.root),
            let impostor = try CommandLineAuthority(TestPKI(kind).issuing)
        else { return }
        let ofRoot = try root.list()
        let refusal = question(pki, [try impostor.list(), ofRoot]).answer.refusal
        #expect(refusal?.rule == "path.revocation-unknown")
        guard kind == .sm2, let issuing = try CommandLineAuthority(pki.issuing) else { return }
        // Under another distinguishing id than the standard one.
        let other = try issuing.list { $0.distinguishingID = "" + "8765432187654321" }
        #expect(question(pki, [other, ofRoot]).answer.refusal?.rule == "path.revocation-unknown")
        // One octet of the signature.
        var changed = try issuing.list()
        changed[changed.count - 1] ^= 1
        #expect(question(pki, [changed, ofRoot]).answer.refusal?.rule == "path.revocation-unknown")
    }

    @Test func deltaUnderSM2() throws {
        let pki = try TestPKI.of(.sm2)
        guard let issuing = try CommandLineAuthority(pki.issuing), let root = try CommandLineAuthority(pki.root) else {
            return
        }
        let ofRoot = try root.list()
        // Freshest CRL names the delta in the complete list (RFC 5280 §5.2.6).
        let complete = try issuing.list { $0.extensions = ["freshestCRL=URI:http://ca.example/delta"] }
        issuing.entries = [.init(serial: pki.leaf.serial, revoked: TestPKI.at(-2))]
        let delta = try issuing.list {
            $0.number = 2
            $0.extensions = ["2.5.29.27=critical,DER:02:01:01"]
        }
        #expect(question(pki, [complete, ofRoot]).answer.isAccepted)
        #expect(question(pki, [complete, delta, ofRoot]).answer.refusal?.rule == "path.revoked")
    }

    @Test func answersInsteadOfLists() throws {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let start = now.advanced(byMilliseconds: -30 * TestPKI.day)
        let end = now.advanced(byMilliseconds: 30 * TestPKI.day)
        for kind in [KeyKind.p256, .sm2] {
            let root = try CertificateIssuer.root(
                .authority("Root", notBefore: start, notAfter: end),
                key: .generate(kind)
            )
            let key = try SigningKey.generate(kind)
            let leaf = try root.issue(.platform("One", code: nil, notBefore: start, notAfter: end), for: key)
            guard let register = try CommandLineAuthority(root) else { return }
            var question = PathQuestion(leaf: leaf, anchors: [root.certificate], time: now)
            question.revocation = .ocsp
            #expect(question.answer.refusal?.rule == "path.revocation-unknown")
            register.entries = [.init(serial: leaf.serial)]
            question.answers = [try register.answer(about: leaf.serial)]
            #expect(question.answer.isAccepted)
            question.revocation = .any
            #expect(question.answer.isAccepted)
            // Past its nextUpdate.
            question.time = now.advanced(byMilliseconds: 2 * TestPKI.day)
            #expect(question.answer.refusal?.rule == "path.revocation-unknown")
            question.time = now
            register.entries = [
                .init(serial: leaf.serial, revoked: now.advanced(byMilliseconds: -5000), reason: "superseded")
            ]
            question.answers = [try register.answer(about: leaf.serial)]
            #expect(question.answer.refusal?.rule == "path.revoked")
            question.revocation = .ocsp
            #expect(question.answer.refusal?.rule == "path.revoked")
            question.answers = [[1, 2, 3]]
            #expect(question.answer.refusal?.rule == "path.input")
        }
    }

    @Test func purposesAndStrength() throws {
        let pki = try TestPKI.of(.rsa2048)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        func rule(_ purpose: PathQuestion.Purpose, _ leaf: Certificate, host: String? = nil) -> String? {
            var question = question(pki)
            question.leaf = leaf
            question.purpose = purpose
            question.dnsName = host
            return question.answer.refusal?.rule
        }
        let server = try register.certificate([
            "keyUsage=critical,digitalSignature", "extendedKeyUsage=serverAuth", "subjectAltName=DNS:a.example",
        ])
        #expect(rule(.any, server) == nil)
        #expect(rule(.serverAuth, server, host: "a.example") == nil)
        #expect(rule(.serverAuth, server, host: "b.example") == "path.host-name")
        #expect(rule(.clientAuth, server) == "path.purpose")
        #expect(rule(.timestamping, server) == "path.purpose")
        #expect(rule(.signing, server) == "trust.leaf.extended-key-usage")
        let stamping = try register.certificate([
            "keyUsage=critical,digitalSignature", "extendedKeyUsage=critical,timeStamping",
        ])
        #expect(rule(.timestamping, stamping) == nil)
        let weak = try register.certificate(
            key: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
            ["keyUsage=critical,digitalSignature"]
        )
        #expect(rule(.signing, weak) == "path.strength")
        // Only the path counts there.
        #expect(rule(.any, weak) == nil)
    }
}
