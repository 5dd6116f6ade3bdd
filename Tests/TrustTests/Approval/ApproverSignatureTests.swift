import Core
import Foundation
import Testing
import Trust

/// The published vectors of docs/specs/approver-signature.md, which `openssl` and a shell made without Hutong, and every way in
/// which an approver's signature fails.
@Suite struct ApproverSignatureTests {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/specs/test-vectors/approver").path
    /// 2027-01-15T08:00:00Z.
    private static let instant = Instant(milliseconds: 1_800_000_000_000)
    private static let body = "11350000000000027C"

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
    }

    private static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    private static func certificate(_ name: String) throws -> Certificate {
        try #require(Certificate.certificates(pem: text(name))?.first)
    }

    private func verifier(
        uses: Set<TrustAuthority.Use> = [.platformSigning, .personalSigning]
    ) throws -> SignatureVerifier {
        let authorities = try ["ecdsa", "sm2"].map { kind in
            TrustAuthority(
                id: kind,
                name: BilingualText(zh: kind, en: kind),
                history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
                certificates: [try Self.certificate("\(kind)-ca.pem")],
                uses: uses,
                identity: [.extension(oid: CertificateTemplate.identityExtension)]
            )
        }
        return SignatureVerifier(store: try TrustStore(list: TrustList(authorities: authorities), generation: 1))
    }

    private func verdict(
        _ signature: String,
        over text: [UInt8]? = nil,
        persons: Set<CertificateThumbprint> = [],
        body: String = body,
        uses: Set<TrustAuthority.Use> = [.platformSigning, .personalSigning],
        at instant: Instant = instant
    ) throws -> ApproverVerdict {
        try verifier(uses: uses).verify(
            approver: signature,
            over: text ?? Self.bytes("text"),
            body: body,
            persons: persons,
            at: instant
        )
    }

    private func rules(_ verdict: ApproverVerdict) -> [String] {
        if case .refused(let problems, _) = verdict { return problems.map(\.rule) }
        return []
    }

    @Test(arguments: ["ecdsa", "sm2"])
    func vectorsHold(kind: String) throws {
        let person = try Self.certificate("\(kind)-person.pem")
        let unit = try Self.certificate("\(kind)-unit.pem")
        let persons: Set = [person.thumbprint]
        guard case .verified(let chains) = try verdict(Self.text("\(kind)-person.sig"), persons: persons) else {
            Issue.record("a registered person's signature was refused")
            return
        }
        #expect(chains.map(\.leaf.thumbprint) == [person.thumbprint])
        #expect(chains.map(\.authority.id) == [kind])
        guard case .verified(let own) = try verdict(Self.text("\(kind)-unit.sig")) else {
            Issue.record("the unit's signature was refused")
            return
        }
        #expect(own.map(\.leaf.thumbprint) == [unit.thumbprint])
        // With line breaks, as many tools write base64.
        let broken = try Self.text("\(kind)-unit.sig").enumerated().map {
            $0.offset % 64 == 63 ? "\($0.element)\r\n" : "\($0.element)"
        }
        guard case .verified = try verdict(broken.joined()) else {
            Issue.record("line breaks are no fault")
            return
        }
    }

    @Test(arguments: ["ecdsa", "sm2"])
    func whoMayNotSign(kind: String) throws {
        let person = try Self.certificate("\(kind)-person.pem")
        let signature = try Self.text("\(kind)-person.sig")
        // Not registered: the person's certificate names no organisation.
        let stranger = try verdict(signature)
        #expect(rules(stranger) == ["trust.identity.unit"])
        guard case .refused(_, let certificates) = stranger else { return }
        #expect(certificates.map(\.thumbprint) == [person.thumbprint])
        // Registered, but its authority may not certify persons.
        #expect(
            rules(try verdict(signature, persons: [person.thumbprint], uses: [.platformSigning]))
                == ["trust.authority.use"]
        )
        // The unit's certificate signs for no other unit.
        #expect(
            rules(try verdict(Self.text("\(kind)-unit.sig"), body: "113501000000000512")) == ["trust.identity.unit"]
        )
        // After the certificates have ended: 2046-08-08 and later.
        let late = try verdict(signature, persons: [person.thumbprint], at: Instant(milliseconds: 2_420_000_000_000))
        guard case .refused(let problems, _) = late else {
            Issue.record("an expired certificate signed")
            return
        }
        #expect(problems.map(\.code).contains(.certificateNotValid))
    }

    @Test(arguments: ["ecdsa", "sm2"])
    func everyChangedByteOfTheTextIsSeen(kind: String) throws {
        let text = try Self.bytes("text")
        let signature = try Self.text("\(kind)-unit.sig")
        let verifier = try verifier()
        for position in text.indices {
            var changed = text
            changed[position] ^= 0x01
            let verdict = verifier.verify(
                approver: signature,
                over: changed,
                body: Self.body,
                persons: [],
                at: Self.instant
            )
            #expect(rules(verdict) == ["trust.signature.valid"], "byte \(position)")
        }
        #expect(rules(try verdict(signature, over: text + [0x0a])) == ["trust.signature.valid"])
        #expect(rules(try verdict(signature, over: [])) == ["trust.signature.valid"])
    }

    @Test func whatIsNoSignature() throws {
        for value in ["", "备案机关电子签章", "MEUCIQDexample", "MAA=", "====", String(repeating: "A", count: 200_000)] {
            #expect(rules(try verdict(value)) == ["trust.cms.form"], "\(value.prefix(20))")
        }
    }

    @Test func thoseOfHutongAreVerifiedByOpenSSL() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let text = try Self.bytes("text")
        for kind in ["ecdsa", "sm2"] {
            let key = try SigningKey.load(
                contentsOfFile: "\(Self.directory)/\(kind)-unit.key.pem",
                allowsLoosePermissions: true
            )
            let certificate = try Self.certificate("\(kind)-unit.pem")
            let signature = try ApproverSigner(key: key, certificate: certificate).signature(over: text)
            guard case .verified = try verdict(signature) else {
                Issue.record("\(kind): refused")
                continue
            }
            // `openssl cms` knows no SM2; that form is compared in the tests of events.
            guard kind == "ecdsa" else { continue }
            try openssl.write(text, to: "text")
            try openssl.write(signature, to: "signature")
            try openssl.run("base64", "-d", "-A", "-in", "signature", "-out", "cms.der")
            try openssl.run(
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "cms.der",
                "-content",
                "text",
                "-CAfile",
                "\(Self.directory)/ecdsa-ca.pem",
                "-purpose",
                "any",
                "-attime",
                "1800000000",
                "-out",
                "out"
            )
        }
        let wrong = try SigningKey.generate(.p256)
        let failure = #expect(throws: TrustFailure.self) {
            try ApproverSigner(key: wrong, certificate: Self.certificate("ecdsa-unit.pem"))
        }
        #expect(failure?.kind == .mismatch)
    }

    @Test func shellVerifiesThem() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["\(Self.directory)/check.sh"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text == "all approver signatures hold\n")
    }
}
