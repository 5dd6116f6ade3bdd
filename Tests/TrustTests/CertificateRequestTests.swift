import Core
import Testing
import Trust

/// Certification requests, read and verified by the `openssl` command.
@Suite struct CertificateRequestTests {
    private static let code = "91350200M00013FA1N"

    @Test(arguments: [KeyKind.sm2, .p256, .p384, .p521, .rsa2048])
    func opensslVerifiesThem(kind: KeyKind) throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let key = try SigningKey.generate(kind)
        let subject = try #require(SubjectName("/C=CN/O=厦门示例平台/CN=Platform \\/ One"))
        for place in CertificateRequest.CodePlace.allCases {
            let request = try CertificateRequest(subject: subject, code: Self.code, place: place)
            try openssl.write(try request.pem(signedWith: key), to: "request.pem")
            let id = kind == .sm2 ? ["-vfyopt", "distid:1234567812345678"] : []
            let verified = try openssl.run(arguments: ["req", "-in", "request.pem", "-verify", "-noout"] + id)
            #expect(verified.contains("verify OK"), "\(kind) \(place): \(verified)")
            let text = try openssl.run(
                "req",
                "-in",
                "request.pem",
                "-noout",
                "-text",
                "-nameopt",
                "utf8,sep_comma_plus"
            )
            #expect(text.contains("C=CN,O=厦门示例平台,CN=Platform / One"))
            #expect(text.contains("Digital Signature, Non Repudiation"))
            #expect(text.contains("organizationIdentifier=\(Self.code)") == (place != .extension))
            // 13 12: a PrintableString of 18 characters.
            let structure = try openssl.run("asn1parse", "-in", "request.pem", "-dump")
            #expect(structure.contains("1.2.156.10260.4.1.4") == (place != .attribute))
            try openssl.run("req", "-in", "request.pem", "-pubkey", "-noout", "-out", "public.pem")
            try openssl.run("pkey", "-pubin", "-in", "public.pem", "-pubout", "-outform", "DER", "-out", "public.der")
            #expect(try openssl.read("public.der") == key.publicKeyInfo())
        }
    }

    /// With another distinguishing id the signature of an SM2 request must not verify.
    @Test func sm2RequestsAreSignedUnderTheStandardID() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let subject = try #require(SubjectName("/CN=x"))
        let request = try CertificateRequest(subject: subject, code: nil)
        try openssl.write(try request.pem(signedWith: .generate(.sm2)), to: "request.pem")
        let other = try? openssl.run("req", "-in", "request.pem", "-verify", "-noout", "-vfyopt", "distid:other")
        #expect(other?.contains("verify OK") != true)
        let structure = try openssl.run("asn1parse", "-in", "request.pem")
        #expect(!structure.contains("1.2.156.10260.4.1.4"))
    }

    @Test func whatCannotBeRequested() throws {
        for text in [
            "", "CN=x", "/CN", "/CN=", "/=x", "/CN=a\\", "/CN=a\u{7}", "/CN=" + String(repeating: "a", count: 201),
        ] {
            #expect(SubjectName(text) == nil, "\(text)")
        }
        let subject = try #require(SubjectName("/NOSUCH=x"))
        let failure = #expect(throws: TrustFailure.self) {
            try CertificateRequest(subject: subject, code: nil).pem(signedWith: .generate(.p256))
        }
        #expect(failure?.kind == .malformed)
        #expect(failure?.message.en.contains("NOSUCH") == true)
        for code in ["91350200M00013FA1", "91350200M00013FA1O", "91350200m00013fa1n"] {
            let failure = #expect(throws: TrustFailure.self) {
                try CertificateRequest(subject: subject, code: code)
            }
            #expect(failure?.kind == .malformed)
        }
    }
}
