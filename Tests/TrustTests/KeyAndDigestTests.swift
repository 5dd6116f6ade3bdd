import Core
import Foundation
import Testing
import Trust

@Suite struct KeyAndDigestTests {
    @Test func digestsOfTheStandards() {
        // FIPS 180-4 and GB/T 32905-2016 annex A, message "abc".
        let message = Array("abc".utf8)
        #expect(
            PayloadDigest(.sha256, of: message).text
                == "sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            PayloadDigest(.sm3, of: message).text
                == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )
        #expect(PayloadDigest(.sha256, of: []).base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64OfRFC4648(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(Array(text.utf8), limit: 6) == Array(plain.utf8))
        #expect(Base64.decode(Array(text.utf8), limit: 5) == (plain.utf8.count > 5 ? nil : Array(plain.utf8)))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", " Zm9", "Zm9-", "Zm9_", "é=="])
    func base64IsStrict(text: String) {
        #expect(Base64.decode(Array(text.utf8), limit: 100) == nil)
    }

    /// RFC 4648 §4, table 1: the six-bit groups 0 to 63 in order.
    @Test func base64UsesTheWholeAlphabet() {
        let bytes = Hexadecimal.decode(
            "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf".utf8
        )
        #expect(
            bytes.map { Base64.encode($0) } == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        )
    }

    @Test func hexadecimal() {
        #expect(Hexadecimal.decode("00fFa0".utf8) == [0, 255, 160])
        #expect(Hexadecimal.encode([0, 255, 160]) == "00ffa0")
        #expect(Hexadecimal.encode([0x1b, 0x9c], behind: "数:") == "数:1b9c")
        #expect(Hexadecimal.encode([], behind: "sm3:") == "sm3:")
        #expect(Hexadecimal.decode("".utf8) == [])
        for text in ["0", "0g", "0x", " 0", "é"] { #expect(Hexadecimal.decode(text.utf8) == nil) }
    }

    @Test func keyFilesOpenToOthersAreRefused() throws {
        let directory = NSTemporaryDirectory() + "hutong-key-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/key.pem"
        let key = try SigningKey.generate(.sm2)
        try key.write(toFile: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(try SigningKey.load(contentsOfFile: path).publicKeyInfo() == key.publicKeyInfo())

        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let failure = #expect(throws: TrustFailure.self) { try SigningKey.load(contentsOfFile: path) }
        #expect(failure?.kind == .loosePermissions)
        #expect(failure?.message.en.contains("640") == true)
        #expect(try SigningKey.load(contentsOfFile: path, allowsLoosePermissions: true).kind == .sm2)
    }

    @Test func keysThatAreNone() {
        for text in ["", "nonsense", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"] {
            let failure = #expect(throws: TrustFailure.self) { try SigningKey.key(pem: text) }
            #expect(failure?.kind == .malformed)
        }
        let missing = #expect(throws: TrustFailure.self) { try SigningKey.load(contentsOfFile: "/nonexistent") }
        #expect(missing?.kind == .unreadable)
    }

    @Test func encryptedKeysAreRefusedWithoutAsking() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        try openssl.run(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-aes256",
            "-pass",
            "pass:secret",
            "-out",
            "key.pem"
        )
        let text = String(decoding: try openssl.read("key.pem"), as: UTF8.self)
        let failure = #expect(throws: TrustFailure.self) { try SigningKey.key(pem: text) }
        #expect(failure?.kind == .passphrase)
    }

    @Test func keysOfTheCommandAreRead() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        for (options, kind) in [
            (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], PublicKeyKind.p256),
            (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], .rsa(bits: 2048)),
            (["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"], .rsaPSS(bits: 2048)),
            (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"], .sm2), (["-algorithm", "SM2"], .sm2),
            (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], .p384),
            (["-algorithm", "ED25519"], .other("ED25519")),
        ] {
            try openssl.run(arguments: ["genpkey", "-out", "key.pem"] + options)
            let key = try SigningKey.key(pem: String(decoding: try openssl.read("key.pem"), as: UTF8.self))
            #expect(key.kind == kind)
        }
    }

    @Test func aSignerChecksThatItsPartsBelongTogether() throws {
        let (a, b) = (try TestPKI.of(.p256), try TestPKI.of(.rsa2048))
        for attempt in [
            { try EventSigner(key: b.key, certificate: a.leaf) },
            { try EventSigner(key: SigningKey.generate(.p256), certificate: a.leaf) },
            { try EventSigner(key: a.key, certificate: a.leaf, algorithm: .sm2SM3) },
            { try EventSigner(key: b.key, certificate: b.leaf, algorithm: .ecdsaP256SHA256) },
        ] {
            let failure = #expect(throws: TrustFailure.self) { _ = try attempt() }
            #expect(failure?.kind == .mismatch)
        }
    }

    @Test func certificatesAreReadStrictly() throws {
        let der = try TestPKI.of(.p256).leaf.der
        #expect(Certificate(der: der)?.der == der)
        #expect(Certificate(der: der + [0]) == nil)
        #expect(Certificate(der: Array(der.dropLast())) == nil)
        #expect(Certificate(der: []) == nil)
        #expect(Certificate(der: [UInt8](repeating: 0x30, count: 20_000)) == nil)
        let pem = try TestPKI.of(.p256).leaf.pem
        #expect(Certificate.certificates(pem: "text before\n" + pem + pem)?.count == 2)
        #expect(Certificate.certificates(pem: pem.replacing("-----END CERTIFICATE-----", with: "")) == nil)
        #expect(Certificate.certificates(pem: "") == nil)
    }

    @Test func thumbprints() throws {
        let thumbprint = try TestPKI.of(.p256).leaf.thumbprint
        #expect(CertificateThumbprint(keyID: thumbprint.keyID.utf8) == thumbprint)
        #expect(CertificateThumbprint(thumbprint.bytes) == thumbprint)
        #expect(CertificateThumbprint([1, 2, 3]) == nil)
        #expect(thumbprint.keyID.utf8.count == 72)
    }
}
