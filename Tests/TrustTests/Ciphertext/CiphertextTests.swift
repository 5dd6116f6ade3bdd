import Core
import Testing
import Trust

/// What can be told of ciphertext without a key, and that it opens for whom it names; made by the `openssl` command and
/// opened by it.
@Suite struct CiphertextTests {
    /// The options of the command, the structure, and of which key.
    static let made: [(KeyKind, [String], ContentForm)] = [
        (.rsa2048, ["-aes-256-gcm"], .authenticated),
        (.rsa2048, ["-aes-128-gcm", "-keyid"], .authenticated),
        (.rsa2048, ["-aes-256-cbc", "-keyopt", "rsa_padding_mode:oaep"], .enveloped),
        (.rsa2048, ["-sm4-cbc", "-keyid"], .enveloped),
        (.p256, ["-aes-192-gcm", "-keyopt", "ecdh_kdf_md:sha256"], .authenticated),
        (.p256, ["-aes-128-cbc", "-keyopt", "ecdh_kdf_md:sha512", "-keyid"], .enveloped),
        (.p384, ["-aes-256-gcm", "-keyopt", "ecdh_kdf_md:sha384"], .authenticated),
    ]

    @Test(arguments: made.indices)
    func whoCanOpenItIsTold(index: Int) throws {
        let (kind, options, form) = Self.made[index]
        let scene = try TestEnvelope(kind)
        guard scene.openssl.isAvailable else { return }
        // Options of the key stand behind its certificate; what comes from the command's defaults would be SHA-1.
        let cipher = options.first ?? ""
        let isByIdentifier = options.contains("-keyid")
        let key = options.dropFirst().filter { $0 != "-keyid" }
        var arguments = ["cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "envelope", cipher]
        if isByIdentifier { arguments.append("-keyid") }
        arguments += ["-recip", "recipient.pem"] + key
        try scene.openssl.run(arguments: arguments)
        let der = try scene.openssl.read("envelope")
        let document = try CiphertextDocument(der)
        #expect(document.form == form && document.family == .international)
        #expect(document.readers.count == 1)
        for reader in document.readers {
            #expect(scene.certificate.isNamed(by: reader))
            #expect(!scene.stranger.isNamed(by: reader))
            if case .keyIdentifier = reader { #expect(isByIdentifier) } else { #expect(!isByIdentifier) }
        }
        #expect(try CiphertextOpener(scene.key).open(der) == TestEnvelope.content)
        #expect(throws: TrustFailure.self) { try CiphertextOpener(SigningKey.generate(kind)).open(der) }
        #expect(CiphertextLaws.violation(by: der) == nil)
    }

    @Test func severalReadersAreAllTold() throws {
        let scene = try TestEnvelope(.rsa2048)
        guard scene.openssl.isAvailable else { return }
        let der = try scene.encrypted("-aes-256-gcm", "-recip", "recipient.pem", "-recip", "stranger.pem")
        let readers = try CiphertextDocument(der).readers
        #expect(readers.count == 2)
        #expect(readers.count { scene.certificate.isNamed(by: $0) } == 1)
        #expect(readers.count { scene.stranger.isNamed(by: $0) } == 1)
    }

    /// What the command does and Hutong does not pass on.
    static let refused: [(KeyKind, [String], RejectionCode)] = [
        (.rsa2048, ["-des3", "-recip", "recipient.pem"], .ciphertextAlgorithm),
        (.rsa2048, ["-camellia-256-cbc", "-recip", "recipient.pem"], .ciphertextAlgorithm),
        // The command's default for a key agreement: SHA-1.
        (.p256, ["-aes-256-gcm", "-recip", "recipient.pem"], .ciphertextAlgorithm),
        // Who knows the password reads it too.
        (.rsa2048, ["-aes-256-cbc", "-recip", "recipient.pem", "-pwri_password", "guess"], .ciphertextRecipient),
        (.rsa2048, ["-aes-256-cbc", "-pwri_password", "guess"], .ciphertextRecipient),
        (
            .rsa2048,
            [
                "-aes-256-cbc", "-secretkey", "000102030405060708090a0b0c0d0e0f", "-secretkeyid", "01", "-recip",
                "recipient.pem",
            ], .ciphertextRecipient
        ),
        // An indefinite length is no DER.
        (.rsa2048, ["-aes-256-cbc", "-stream", "-recip", "recipient.pem"], .ciphertextMalformed),
    ]

    @Test(arguments: refused.indices)
    func whatTheCommandMakesOtherwiseIsRefused(index: Int) throws {
        let (kind, options, code) = Self.refused[index]
        let scene = try TestEnvelope(kind)
        guard scene.openssl.isAvailable else { return }
        let arguments =
            ["cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "envelope"] + options
        try scene.openssl.run(arguments: arguments)
        let der = try scene.openssl.read("envelope")
        let fault = #expect(throws: CiphertextFault.self) { try CiphertextDocument(der) }
        #expect(fault?.problem.code == code, "\(options): \(String(describing: fault))")
    }

    /// The command opens what the writer makes, and sees nothing but the ciphertext in it.
    @Test(arguments: [KeyKind.rsa2048, .p256, .p384])
    func theCommandOpensWhatIsWritten(kind: KeyKind) throws {
        let scene = try TestEnvelope(kind)
        guard scene.openssl.isAvailable else { return }
        let writer = try CiphertextWriter([scene.certificate])
        let der = try writer.encrypt(TestEnvelope.content)
        #expect(writer.form == .authenticated)
        #expect(try CiphertextDocument(der).form == .authenticated)
        #expect(try scene.decrypted(der) == TestEnvelope.content)
        #expect(der.firstRange(of: Array("邀请".utf8)) == nil)
        #expect(try writer.encrypt(TestEnvelope.content) != der)
    }

    /// OpenSSL's CMS knows no SM2; its key and cipher commands open the structure of GM/T 0010 taken apart by hand.
    @Test func theCommandOpensTheNationalStructure() throws {
        let scene = try TestEnvelope(.sm2)
        guard scene.openssl.isAvailable else { return }
        let writer = try CiphertextWriter([scene.certificate])
        let der = try writer.encrypt(TestEnvelope.content)
        let document = try CiphertextDocument(der)
        #expect(document.form == .enveloped && document.family == .national && writer.form == .enveloped)
        #expect(document.readers.allSatisfy { scene.certificate.isNamed(by: $0) && !scene.stranger.isNamed(by: $0) })
        let fields = TestDER.children(TestDER.children(TestDER.children(der)[1])[0])
        let recipient = TestDER.children(TestDER.children(fields[1])[0])
        let info = TestDER.children(fields[2])
        try scene.openssl.write(Array(TestDER.open(recipient[3][...]).content), to: "key")
        try scene.openssl.run("pkeyutl", "-decrypt", "-inkey", "recipient.key", "-in", "key", "-out", "secret")
        func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        try scene.openssl.write(Array(TestDER.open(info[2][...]).content), to: "ciphertext")
        try scene.openssl.run(
            "enc",
            "-d",
            "-sm4-cbc",
            "-in",
            "ciphertext",
            "-out",
            "plain",
            "-K",
            hexadecimal(try scene.openssl.read("secret")),
            "-iv",
            hexadecimal(TestDER.open(TestDER.children(info[1])[1][...]).content)
        )
        #expect(try scene.openssl.read("plain") == TestEnvelope.content)
        #expect(try CiphertextOpener(scene.key).open(der) == TestEnvelope.content)
        #expect(throws: TrustFailure.self) { try CiphertextOpener(SigningKey.generate(.sm2)).open(der) }
    }

    @Test func aWriterNeedsCertificatesForEncryption() throws {
        let rsa = try TestEnvelope(.rsa2048).certificate
        let sm2 = try TestEnvelope(.sm2).certificate
        for wrong in [[], [try TestPKI.of(.rsa2048).leaf], [rsa, sm2], [Certificate](repeating: rsa, count: 9)] {
            #expect(throws: TrustFailure.self) { try CiphertextWriter(wrong) }
        }
    }
}
