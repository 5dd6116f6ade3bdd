import Core
import Foundation
import Testing
import Trust

/// Keys as the `openssl` command writes them, read by Hutong; and every way in which that fails.
@Suite struct KeyMaterialTests {
    private static let passphrase = "correct horse 密码"

    private func source(_ directory: String, _ text: String, mode: Int = 0o600) throws -> SecretSource {
        let path = directory + "/passphrase-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return .file(path: path)
    }

    private func protect(_ openssl: CommandLineOpenSSL, _ name: String, mode: Int = 0o600) throws -> String {
        let path = "\(openssl.directory)/\(name)"
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// A failure must name neither the key nor a passphrase.
    private func expectFailure(
        _ kind: TrustFailure.Kind,
        hiding secrets: [String],
        _ body: () throws -> Void
    ) throws -> TrustFailure {
        let failure = try #require(throws: TrustFailure.self) { try body() }
        #expect(failure.kind == kind, "\(failure)")
        for text in [failure.message.zh, failure.message.en, String(reflecting: failure)] {
            for secret in secrets where !secret.isEmpty { #expect(!text.contains(secret)) }
        }
        return failure
    }

    @Test(arguments: [KeyKind.sm2, .p256, .p384, .p521, .rsa2048, .rsa3072])
    func encryptedPKCS8OfHutongIsReadByOpenSSLAndByHutong(kind: KeyKind) throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let key = try SigningKey.generate(kind)
        let path = "\(openssl.directory)/key.pem"
        try key.write(toFile: path, passphrase: SecretBytes(copying: Self.passphrase))
        let text = String(decoding: try openssl.read("key.pem"), as: UTF8.self)
        #expect(text.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        #expect(try openssl.run("asn1parse", "-in", "key.pem").contains("hmacWithSHA256"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)

        // The command line of openssl is the independent reader.
        try openssl.write(Self.passphrase, to: "pass.txt")
        try openssl.run(
            "pkey",
            "-in",
            "key.pem",
            "-passin",
            "file:pass.txt",
            "-pubout",
            "-outform",
            "DER",
            "-out",
            "public.der"
        )
        #expect(try openssl.read("public.der") == key.publicKeyInfo())

        let read = try KeyMaterial.load(.file(path), passphrase: source(openssl.directory, Self.passphrase + "\n"))
        #expect(try read.key.publicKeyInfo() == key.publicKeyInfo())
        #expect(read.certificate == nil)
    }

    @Test func keysOfOpenSSLInEveryForm() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let pki = try TestPKI.sm2.get()
        try openssl.write(try pki.key.pem(), to: "plain.pem")
        try openssl.write(Self.passphrase, to: "pass.txt")
        try openssl.write(pki.leaf.pem, to: "cert.pem")
        let encrypt = ["-topk8", "-passout", "file:pass.txt", "-v2", "aes-256-cbc"]
        try openssl.run(arguments: ["pkcs8", "-in", "plain.pem", "-out", "pkcs8.pem"] + encrypt)
        try openssl.run(arguments: ["pkcs8", "-in", "plain.pem", "-outform", "DER", "-out", "pkcs8.der"] + encrypt)
        try openssl.run("pkcs8", "-topk8", "-nocrypt", "-in", "plain.pem", "-outform", "DER", "-out", "plain.der")
        try openssl.run(
            "pkcs12",
            "-export",
            "-in",
            "cert.pem",
            "-inkey",
            "plain.pem",
            "-passout",
            "file:pass.txt",
            "-out",
            "key.p12"
        )
        try openssl.run(
            "pkcs12",
            "-export",
            "-in",
            "cert.pem",
            "-inkey",
            "plain.pem",
            "-passout",
            "pass:",
            "-out",
            "empty.p12"
        )
        let both = try pki.key.pem() + pki.root.certificate.pem + pki.leaf.pem
        try openssl.write(both, to: "both.pem")

        let expected = try pki.key.publicKeyInfo()
        let passphrase = try source(openssl.directory, Self.passphrase)
        for (name, isEncrypted) in [
            ("plain.pem", false), ("plain.der", false), ("pkcs8.pem", true), ("pkcs8.der", true), ("key.p12", true),
            ("empty.p12", false), ("both.pem", false),
        ] {
            let path = try protect(openssl, name)
            let material = try KeyMaterial.load(.file(path), passphrase: isEncrypted ? passphrase : nil)
            #expect(try material.key.publicKeyInfo() == expected, "\(name)")
            #expect(material.key.kind == .sm2, "\(name)")
            // Of several certificates the one that belongs to the key.
            let hasCertificate = name.hasSuffix(".p12") || name == "both.pem"
            #expect(material.certificate?.der == (hasCertificate ? pki.leaf.der : nil), "\(name)")

            let stored = try KeyMaterial.load(.uri("file:\(path)"), passphrase: isEncrypted ? passphrase : nil)
            #expect(try stored.key.publicKeyInfo() == expected, "\(name) by URI")
            guard isEncrypted else { continue }

            let secrets = [Self.passphrase, "wrong one"]
            for location in [KeyLocation.file(path), .uri("file:\(path)")] {
                let missing = try expectFailure(.passphrase, hiding: secrets) { _ = try KeyMaterial.load(location) }
                #expect(missing.message.en.contains("no source of its passphrase"))
                let wrong = try expectFailure(.passphrase, hiding: secrets) {
                    _ = try KeyMaterial.load(location, passphrase: source(openssl.directory, "wrong one"))
                }
                #expect(wrong.message.en.contains("does not open"), "\(name): \(wrong)")
                #expect(wrong.message.zh.contains("不能打开"))
            }
        }
    }

    @Test func whatOthersMayReadIsRefused() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let key = try SigningKey.generate(.p256)
        let path = "\(openssl.directory)/key.pem"
        try key.write(toFile: path, passphrase: SecretBytes(copying: Self.passphrase))
        let body = String(decoding: try openssl.read("key.pem"), as: UTF8.self).split(separator: "\n").map(String.init)
        let secrets = [Self.passphrase] + body.dropFirst().dropLast()
        for mode in [0o644, 0o640, 0o604, 0o660] {
            _ = try protect(openssl, "key.pem", mode: mode)
            for location in [KeyLocation.file(path), .uri("file:\(path)"), .uri("file://\(path)")] {
                let failure = try expectFailure(.loosePermissions, hiding: secrets) {
                    _ = try KeyMaterial.load(location, passphrase: source(openssl.directory, Self.passphrase))
                }
                #expect(failure.message.en.contains(String(mode, radix: 8)))
            }
        }
        _ = try protect(openssl, "key.pem")
        let loose = try source(openssl.directory, Self.passphrase, mode: 0o640)
        let failure = try expectFailure(.loosePermissions, hiding: secrets) {
            _ = try KeyMaterial.load(.file(path), passphrase: loose)
        }
        #expect(failure.message.en.contains("passphrase file"))
        // A link does not hide the permissions of what it leads to, nor is it taken for an open file itself.
        try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
        #expect(
            throws: Never.self,
            performing: {
                try KeyMaterial.load(
                    .file(path + ".link"),
                    passphrase: source(openssl.directory, Self.passphrase)
                )
            }
        )
    }

    @Test func legacyEncryptionNeedsItsProvider() throws {
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let pki = try TestPKI.rsa.get()
        try openssl.write(try pki.key.pem(), to: "plain.pem")
        try openssl.write(pki.leaf.pem, to: "cert.pem")
        try openssl.write(Self.passphrase, to: "pass.txt")
        // RC2 with 40 bits, as older Windows systems export.
        try openssl.run(
            "pkcs12",
            "-export",
            "-legacy",
            "-in",
            "cert.pem",
            "-inkey",
            "plain.pem",
            "-passout",
            "file:pass.txt",
            "-out",
            "old.p12"
        )
        let path = try protect(openssl, "old.p12")
        let passphrase = try source(openssl.directory, Self.passphrase)
        let failure = try expectFailure(.malformed, hiding: [Self.passphrase]) {
            _ = try KeyMaterial.load(.file(path), passphrase: passphrase)
        }
        #expect(failure.message.en.contains("'legacy'"))

        // No other test depends on what is loaded here: the algorithms of the provider are refused everywhere by name.
        #expect(LibrarySettings(providers: ["legacy"]).apply().map(\.key) == ["providers"])
        #expect(LibrarySettings(providers: ["default", "no-such-provider"]).apply().map(\.key) == ["providers[1]"])
        #expect(LibrarySettings(configuration: "/nonexistent/openssl.cnf").apply().map(\.key) == ["configuration"])
        #expect(LibrarySettings(providers: ["default", "legacy"]).apply() == [])
        let material = try KeyMaterial.load(.file(path), passphrase: passphrase)
        #expect(material.certificate?.der == pki.leaf.der)
        #expect(try material.key.publicKeyInfo() == pki.key.publicKeyInfo())
    }

    @Test func writingNeverReplacesUnasked() throws {
        let openssl = try CommandLineOpenSSL()
        let path = "\(openssl.directory)/key.pem"
        let first = try SigningKey.generate(.sm2)
        let second = try SigningKey.generate(.sm2)
        try first.write(toFile: path)
        let failure = try expectFailure(.exists, hiding: []) { try second.write(toFile: path) }
        #expect(failure.message.en.contains("is there already"))
        #expect(try KeyMaterial.load(.file(path)).key.publicKeyInfo() == first.publicKeyInfo())
        try second.write(toFile: path, replaces: true)
        #expect(try KeyMaterial.load(.file(path)).key.publicKeyInfo() == second.publicKeyInfo())
        #expect(try FileManager.default.contentsOfDirectory(atPath: openssl.directory) == ["key.pem"])
        _ = try expectFailure(.unreadable, hiding: []) { try first.write(toFile: "/nonexistent/key.pem") }
    }

    @Test func sourcesOfPassphrases() throws {
        func parse(_ text: String) -> SecretSource? {
            SecretSource(text, credentials: "/run/credentials/x", absolute: { "/etc/\($0)" })
        }
        #expect(parse("fd:3") == .descriptor(3))
        #expect(parse("file:secret") == .file(path: "/etc/secret"))
        #expect(parse("credential:pin") == .credential(name: "pin", directory: "/run/credentials/x"))
        for text in [
            "hunter2", "", "fd:", "fd:x", "fd:-1", "fd:03", "credential:", "credential:../x", "credential:.x",
            "env:PIN",
            "pass:x", "file:",
        ] { #expect(parse(text) == nil, "\(text)") }

        let openssl = try CommandLineOpenSSL()
        let key = try SigningKey.generate(.p256)
        let path = "\(openssl.directory)/key.pem"
        try key.write(toFile: path, passphrase: SecretBytes(copying: "two"))
        // Each reading of a descriptor takes one line, so that several keys can share it.
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data("one\r\ntwo\n".utf8))
        try pipe.fileHandleForWriting.close()
        let descriptor = SecretSource.descriptor(pipe.fileHandleForReading.fileDescriptor)
        _ = try expectFailure(.passphrase, hiding: ["one", "two\n"]) {
            _ = try KeyMaterial.load(.file(path), passphrase: descriptor)
        }
        #expect(throws: Never.self) { try KeyMaterial.load(.file(path), passphrase: descriptor) }
        let exhausted = try expectFailure(.passphrase, hiding: ["two\n"]) {
            _ = try KeyMaterial.load(.file(path), passphrase: descriptor)
        }
        #expect(exhausted.message.en.contains("gives no passphrase"))

        try openssl.write("two", to: "pin")
        _ = try protect(openssl, "pin", mode: 0o440)
        let credential = SecretSource.credential(name: "pin", directory: openssl.directory)
        #expect(throws: Never.self) { try KeyMaterial.load(.file(path), passphrase: credential) }
        _ = try protect(openssl, "pin", mode: 0o444)
        _ = try expectFailure(.loosePermissions, hiding: ["two\n"]) {
            _ = try KeyMaterial.load(.file(path), passphrase: credential)
        }
        _ = try expectFailure(.passphrase, hiding: []) {
            _ = try KeyMaterial.load(.file(path), passphrase: .credential(name: "pin", directory: nil))
        }
    }

    @Test func locations() {
        func parse(_ text: String) -> KeyLocation { KeyLocation(text, absolute: { "/base/\($0)" }) }
        #expect(parse("keys/a.pem") == .file("/base/keys/a.pem"))
        #expect(parse("a:b.pem") == .file("/base/a:b.pem"))
        #expect(parse("pkcs11:token=x;object=y") == .uri("pkcs11:token=x;object=y"))
        #expect(parse("file:/x") == .uri("file:/x"))
        #expect(parse("file:///x/y").path == "/x/y")
        #expect(parse("file://localhost/x").path == "/x")
        #expect(parse("pkcs11:token=x").path == nil)
        #expect(
            parse("pkcs11:token=x;pin-value=1234?pin-value=99&a=b").description
                == "pkcs11:token=x;pin-value=…?pin-value=…&a=b"
        )
    }

    @Test func noMaterialInAFileIsSaid() throws {
        let openssl = try CommandLineOpenSSL()
        let pki = try TestPKI.p256.get()
        for (name, content) in [
            ("empty", Array("".utf8)), ("text", Array("nonsense".utf8)), ("cert.pem", Array(pki.leaf.pem.utf8)),
            ("cert.der", pki.leaf.der), ("large", [UInt8](repeating: 0x30, count: 70_000)),
        ] {
            try openssl.write(content, to: name)
            let path = try protect(openssl, name)
            let kind: TrustFailure.Kind = name == "large" ? .unreadable : .malformed
            _ = try expectFailure(kind, hiding: []) { _ = try KeyMaterial.load(.file(path)) }
        }
        _ = try expectFailure(.malformed, hiding: ["0815"]) {
            _ = try KeyMaterial.load(.uri("pkcs11:token=absent;pin-value=0815"))
        }
        _ = try expectFailure(.unreadable, hiding: []) { _ = try KeyMaterial.load(.file("/nonexistent")) }
        _ = try expectFailure(.unreadable, hiding: []) { _ = try KeyMaterial.load(.file(openssl.directory)) }
    }
}
