import Core
import Foundation
import Testing
import Trust

/// Signatures and certificates exchanged with the `openssl` command in both directions.
@Suite struct CommandLineInteropTests {
    /// A directory with root, issuing and leaf certificate and the leaf's key; nil without the command.
    private func openssl(_ pki: TestPKI) throws -> CommandLineOpenSSL? {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return nil }
        try openssl.write(pki.root.certificate.pem, to: "root.pem")
        try openssl.write(pki.issuing.certificate.pem, to: "issuing.pem")
        try openssl.write(pki.root.certificate.pem + pki.issuing.certificate.pem, to: "both.pem")
        try openssl.write(pki.leaf.pem, to: "leaf.pem")
        try openssl.write(try pki.key.pem(), to: "key.pem")
        try openssl.write(try openssl.run("x509", "-in", "leaf.pem", "-pubkey", "-noout"), to: "public.pem")
        return openssl
    }

    private static let options: [(KeyKind, SignatureAlgorithm, [String])] = [
        (.p256, .ecdsaP256SHA256, ["-digest", "sha256"]),
        (.rsa2048, .rsaPKCS1SHA256, ["-digest", "sha256", "-pkeyopt", "rsa_padding_mode:pkcs1"]),
        (
            .rsa2048, .rsaPSSSHA256,
            ["-digest", "sha256", "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:32"]
        ),
        (.sm2, .sm2SM3, ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]),
    ]

    @Test(arguments: options)
    func rawSignatures(_ kind: KeyKind, _ algorithm: SignatureAlgorithm, _ options: [String]) throws {
        let pki = try TestPKI.of(kind)
        guard let openssl = try openssl(pki) else { return }
        let signer = try EventSigner(key: pki.key, certificate: pki.leaf, algorithm: algorithm)
        let headers = try signer.headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let base = signer.signingBase(for: TestEvent.envelope, payload: TestEvent.payload)
        try openssl.write(base, to: "base")

        // Ours, verified there.
        let ours = try #require(Base64.decode(Array((headers.text(SignatureHeader.signature) ?? "").utf8), limit: 512))
        try openssl.write(ours, to: "ours")
        try openssl.pkeyutl(["-verify", "-pubin", "-inkey", "public.pem", "-sigfile", "ours"] + options)
        // Theirs, verified here.
        try openssl.pkeyutl(["-sign", "-inkey", "key.pem", "-out", "theirs"] + options)
        let theirs = headers.setting(SignatureHeader.signature, Base64.encode(try openssl.read("theirs")))
        #expect(try pki.verifier().verify(theirs).identity?.algorithm == algorithm)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048], [true, false])
    func cmsOfOursIsVerifiedThere(kind: KeyKind, attributes: Bool) throws {
        let pki = try TestPKI.of(kind)
        guard let openssl = try openssl(pki) else { return }
        for algorithm in Self.options.filter({ $0.0 == kind }).map(\.1) {
            let signer = try EventSigner(
                key: pki.key,
                certificate: pki.leaf,
                form: .cms(includesCertificate: true, signedAttributes: attributes),
                algorithm: algorithm
            )
            let headers = try signer.headers(for: TestEvent.envelope, payload: TestEvent.payload)
            let text = headers.text(SignatureHeader.signature) ?? ""
            try openssl.write(try #require(Base64.decode(Array(text.utf8), limit: 1 << 16)), to: "cms.der")
            try openssl.write(signer.signingBase(for: TestEvent.envelope, payload: TestEvent.payload), to: "base")
            try openssl.run(
                "cms",
                "-verify",
                "-binary",
                "-content",
                "base",
                "-inform",
                "DER",
                "-in",
                "cms.der",
                "-CAfile",
                "both.pem",
                "-purpose",
                "any",
                "-attime",
                "1795231080",
                "-out",
                "content"
            )
        }
    }

    @Test(arguments: [KeyKind.p256, .rsa2048])
    func cmsOfTheirsIsVerifiedHere(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        guard let openssl = try openssl(pki) else { return }
        try openssl.write(try base(kind), to: "base")
        let variants: [[String]] = [
            [], ["-noattr"], ["-nosmimecap"], ["-keyid"], ["-certfile", "issuing.pem"], ["-nocerts"], ["-cades"],
        ]
        for variant in variants {
            try openssl.cms(["-out", "cms.der"] + variant)
            let verdict = try pki.verifier().verify(headers(try openssl.read("cms.der")), registered: [pki.leaf])
            #expect(verdict.identity?.form == .cms, "\(variant): \(verdict)")
        }
    }

    @Test func cmsThatIsRefused() throws {
        let pki = try TestPKI.of(.rsa2048)
        guard let openssl = try openssl(pki) else { return }
        try openssl.write(try base(.rsa2048), to: "base")
        func verdict(_ variant: String...) throws -> SignatureVerdict {
            try openssl.cms(["-out", "cms.der"] + variant)
            return try pki.verifier().verify(headers(try openssl.read("cms.der")), registered: [pki.leaf])
        }
        #expect(try verdict("-nodetach").refusalRules == ["trust.cms.form"])
        #expect(try verdict("-md", "sha1").refusalRules == ["trust.cms.algorithm"])
        #expect(try verdict("-md", "md5").refusalRules == ["trust.cms.algorithm"])
        #expect(try verdict("-md", "sha224").refusalRules == ["trust.cms.algorithm"])
        #expect(
            try verdict("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:20").refusalCodes == [
                .algorithmRefused
            ]
        )
        #expect(try verdict("-econtent_type", "1.2.3.4").refusalCodes == [.signatureMalformed])
        // Two signers, of whom nobody knows the second.
        let other = try TestPKI.of(.p256)
        try openssl.write(other.leaf.pem, to: "leaf2.pem")
        try openssl.write(try other.key.pem(), to: "key2.pem")
        let two = try verdict("-signer", "leaf2.pem", "-inkey", "key2.pem")
        #expect(two.refusalCodes == [.certificateAuthorityUnknown])
        // Another content.
        try openssl.write(Array(try base(.rsa2048).dropLast()), to: "base")
        #expect(try verdict().refusalCodes == [.signatureInvalid])
        #expect(try verdict("-noattr").refusalCodes == [.signatureInvalid])
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func certificatesAreVerifiedThere(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        guard let openssl = try openssl(pki) else { return }
        // The command takes a distinguishing id for the certificates named last, one link at a time.
        let id = kind == .sm2 ? ["-vfyopt", "distid:1234567812345678"] : []
        for (issuer, subject) in [("root.pem", "issuing.pem"), ("issuing.pem", "leaf.pem")] {
            try openssl.run(
                arguments: [
                    "verify", "-x509_strict", "-partial_chain", "-attime", "1795231080", "-trusted", issuer,
                ] + id + [subject]
            )
        }
        let text = try openssl.run("x509", "-in", "leaf.pem", "-noout", "-fingerprint", "-sha256")
        let fingerprint = text.split(separator: "=").last.map { $0.filter(\.isHexDigit).lowercased() }
        #expect(pki.leaf.thumbprint.keyID == "sha-256:\(fingerprint ?? "")")
    }

    private func base(_ kind: KeyKind) throws -> [UInt8] {
        let pki = try TestPKI.of(kind)
        return try EventSigner(
            key: pki.key,
            certificate: pki.leaf,
            form: .cms(includesCertificate: true, signedAttributes: true)
        ).signingBase(for: TestEvent.envelope, payload: TestEvent.payload)
    }

    private func headers(_ document: [UInt8]) -> [RecordHeader] {
        TestEvent.envelope.headers + [
            RecordHeader(SignatureHeader.form, "cms"),
            RecordHeader(SignatureHeader.signature, Base64.encode(document)),
        ]
    }
}

extension CommandLineOpenSSL {
    fileprivate func pkeyutl(_ options: [String]) throws {
        try run(arguments: ["pkeyutl", "-rawin", "-in", "base"] + options)
    }

    fileprivate func cms(_ options: [String]) throws {
        try run(
            arguments: [
                "cms", "-sign", "-binary", "-in", "base", "-signer", "leaf.pem", "-inkey", "key.pem",
                "-outform", "DER",
            ] + (options.contains("-md") ? [] : ["-md", "sha256"]) + options
        )
    }
}
