import Core
import Foundation
import GatewayApp
import Testing
import Trust

/// `hutong keys new|csr|show`, and keys of a configuration with passphrases.
struct KeysCommandTests {
    private static let vectors = Checkout.root + "/docs/specs/test-vectors/approver"

    /// Copies a key of the test vectors into `directory`, readable by its owner alone.
    private func copy(_ name: String, to directory: TemporaryDirectory) throws -> String {
        let path = directory.path + "/" + name
        try FileManager.default.copyItem(atPath: Self.vectors + "/" + name, toPath: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    private func secret(_ text: String, _ name: String, in directory: TemporaryDirectory) throws {
        let path = try directory.write(name, text)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// True when `text` holds a line of the base64 body of the PEM file at `path`.
    private func reveals(_ text: String, _ path: String) throws -> Bool {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("-----") }.contains { text.contains($0) }
    }

    @Test(arguments: ["sm2", "p256", "p384", "p521", "rsa2048"])
    func aNewKeyIsPrivateAndNotReplaced(kind: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/key.pem"
        let making = CapturedConsole(in: directory.path)
        #expect(making.run("keys", "new", "--kind", kind, "--out", "key.pem", "--format", "json") == .success)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let made = try #require(making.objects.first)
        #expect(made["encrypted"] as? Bool == false)
        #expect(made["file"] as? String == path)
        let content = try Data(contentsOf: URL(fileURLWithPath: path))

        let again = CapturedConsole(in: directory.path)
        #expect(again.run("keys", "new", "--kind", kind, "--out", "key.pem") == .cannotCreate)
        #expect(again.error.contains("--force"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)

        let showing = CapturedConsole(in: directory.path)
        #expect(showing.run("keys", "show", "key.pem", "--format", "json") == .success)
        let shown = try #require((showing.objects.first?["keys"] as? [[String: Any]])?.first)
        #expect(shown["publicKey"] as? String == made["publicKey"] as? String)
        #expect(shown["kind"] as? String == made["kind"] as? String)
        #expect(shown["certificate"] is NSNull)
        #expect(try !reveals(making.output + making.error + showing.output + showing.error + again.error, path))

        let forced = CapturedConsole(in: directory.path)
        #expect(forced.run("keys", "new", "--kind", kind, "--out", "key.pem", "--force") == .success)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != content)
    }

    @Test func passphrasesComeFromFilesAndAreNeverRepeated() throws {
        let directory = try TemporaryDirectory()
        try secret("the right passphrase\n", "right", in: directory)
        try secret("a wrong passphrase\n", "wrong", in: directory)
        let making = CapturedConsole(in: directory.path)
        #expect(
            making.run("keys", "new", "--out", "key.pem", "--passphrase", "file:right", "--format", "json") == .success
        )
        #expect(making.objects.first?["encrypted"] as? Bool == true)
        let path = directory.path + "/key.pem"
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))

        var told = ""
        func show(_ options: String..., environment: [String: String] = [:]) -> ExitCode {
            let captured = CapturedConsole(in: directory.path, environment: environment)
            defer { told += captured.output + captured.error }
            return CommandLineProgram().run(["keys", "show", "key.pem"] + options, on: captured.console)
        }
        #expect(show("--passphrase", "file:right") == .success)
        #expect(
            show("--passphrase", "credential:right", environment: ["CREDENTIALS_DIRECTORY": directory.path]) == .success
        )
        #expect(show() == .permission)
        #expect(show("--passphrase", "file:wrong") == .permission)
        #expect(show("--passphrase", "file:absent") == .inputMissing)
        #expect(show("--passphrase", "credential:right") == .permission)
        #expect(show("--passphrase", "the right passphrase") == .usage)
        #expect(show("--passphrase", "fd:999") == .permission)
        #expect(show("--passphrase", "file:right", "--lang", "zh") == .success)
        #expect(show("--passphrase", "file:wrong", "--lang", "zh") == .permission)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: directory.path + "/right")
        #expect(show("--passphrase", "file:right") == .permission)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(show("--passphrase", "file:right") == .permission)
        #expect(told.contains("does not open") && told.contains("不能打开") && told.contains("644"))
        #expect(!told.contains("right passphrase") && !told.contains("wrong passphrase"))
        #expect(try !reveals(told, path))
    }

    @Test func whatIsShownOfAKey() throws {
        // Computed with `openssl x509` and `openssl dgst` over docs/specs/test-vectors/approver.
        let directory = try TemporaryDirectory()
        let key = try copy("sm2-unit.key.pem", to: directory)
        let captured = CapturedConsole(in: directory.path)
        let code = captured.run(
            "keys",
            "show",
            key,
            "--certificate",
            Self.vectors + "/sm2-unit.pem",
            "--at",
            "2046-08-01T11:41:53Z",
            "--format",
            "json"
        )
        #expect(code == .success)
        let shown = try #require((captured.objects.first?["keys"] as? [[String: Any]])?.first)
        #expect(shown["kind"] as? String == "SM2")
        #expect(
            shown["publicKey"] as? String
                == "sha-256:31fdc07134f34af94a6d76dd9e6cf999c846fe09e72292dd90bd6f27f9cd2557"
        )
        let certificate = try #require(shown["certificate"] as? [String: Any])
        let thumbprint = "e7e7c1e582ee2caf3bb83859ebb0e7034b4626140a1e5805a63148b9bc0c09d4"
        #expect(certificate["thumbprint"] as? String == thumbprint)
        #expect(certificate["keyid"] as? String == "sha-256:" + thumbprint)
        #expect(certificate["serial"] as? String == "44ed91d85c806d39")
        #expect(certificate["code"] as? String == "11350000000000027C")
        #expect(certificate["notBefore"] as? String == "2026-11-21T11:41:52.000Z")
        #expect(certificate["notAfter"] as? String == "2046-08-08T11:41:52.000Z")
        // One second less than seven days.
        #expect(certificate["daysLeft"] as? Int == 6)

        let text = CapturedConsole(in: directory.path)
        #expect(
            text.run("keys", "show", key, "--certificate", Self.vectors + "/sm2-unit.pem", "--lang", "zh") == .success
        )
        #expect(text.output.contains("11350000000000027C") && text.output.contains("剩余天数"))
        #expect(try !reveals(text.output + captured.output, key))

        let mismatch = CapturedConsole(in: directory.path)
        #expect(mismatch.run("keys", "show", key, "--certificate", Self.vectors + "/ecdsa-unit.pem") == .dataRefused)
        #expect(mismatch.error.contains("does not belong"))
    }

    @Test func requests() throws {
        let directory = try TemporaryDirectory()
        let key = try copy("sm2-unit.key.pem", to: directory)
        let captured = CapturedConsole(in: directory.path)
        let subject = "/C=CN/O=Hutong/CN=x"
        #expect(
            captured.run("keys", "csr", "--key", key, "--subject", subject, "--code", "91350200M00013FA1N") == .success
        )
        #expect(captured.output.hasPrefix("-----BEGIN CERTIFICATE REQUEST-----\n"))
        #expect(captured.run("keys", "csr", "--key", key, "--subject", subject, "--out", "r.pem") == .success)
        #expect(try String(contentsOfFile: directory.path + "/r.pem", encoding: .utf8).contains("CERTIFICATE REQUEST"))
        #expect(captured.run("keys", "csr", "--key", key, "--subject", "CN=x") == .usage)
        #expect(captured.run("keys", "csr", "--key", key, "--subject", "/NOSUCH=x") == .dataRefused)
        #expect(captured.run("keys", "csr", "--key", key, "--subject", subject, "--code", "1234") == .dataRefused)
        #expect(try !reveals(captured.output + captured.error, key))
    }

    /// An encrypted key in the configuration: `check` and `sign` use it, and say what is wrong with its passphrase.
    @Test func encryptedKeysOfAConfiguration() throws {
        let exchange = try TestExchange()
        let path = exchange.development.key(of: "fuzhou-trade")
        try secret("platform passphrase\n", "pass", in: exchange.directory)
        try secret("not this one\n", "wrong", in: exchange.directory)
        let key = try KeyMaterial.load(.file(path)).key
        try key.write(toFile: path, passphrase: SecretBytes(copying: "platform passphrase"), replaces: true)
        let missing = exchange.captured()
        #expect(missing.run("check", "--config", "dev") == .configuration)
        #expect(missing.output.contains("keys.fuzhou-trade") && missing.output.contains("is encrypted"))

        let entry = "\"key\" : \"keys/fuzhou-trade.key.pem\""
        try exchange.edit("config.json", entry, entry + ", \"passphrase\" : \"file:../wrong\"")
        let wrong = exchange.captured()
        #expect(wrong.run("check", "--config", "dev") == .configuration)
        #expect(wrong.output.contains("does not open"))
        #expect(!(missing.output + wrong.output).contains("passphrase\n"))

        try exchange.edit("config.json", "file:../wrong", "file:../pass")
        let fine = exchange.captured()
        #expect(fine.run("check", "--config", "dev") == .success)
        let shown = exchange.captured()
        #expect(shown.run("keys", "show", "--config", "dev", "--format", "json") == .success)
        let keys = try #require(shown.objects.first?["keys"] as? [[String: Any]])
        #expect(keys.contains { $0["platform"] as? String == "fuzhou-trade" })
        #expect(keys.count { $0["platform"] is NSNull } == 1, "the gateway's own")
        let signing = exchange.captured()
        let code = signing.run(
            "sign",
            "--config",
            "dev",
            "--platform",
            "fuzhou-trade",
            "--output",
            "event.json",
            SignCommandTests.project
        )
        #expect(code == .success)
        #expect(exchange.captured().run("verify", "--config", "dev", "event.json") == .success)

        try exchange.edit("config.json", "file:../pass", "platform passphrase")
        let literal = exchange.captured()
        #expect(literal.run("check", "--config", "dev") == .configuration)
        #expect(literal.output.contains("keys.fuzhou-trade.passphrase"))
        #expect(!literal.output.contains("platform passphrase"))
    }

    /// The published vector of docs/specs/approver-signature.md: the shell's text is the command's.
    @Test func approvals() throws {
        let directory = try TemporaryDirectory()
        let key = try copy("sm2-unit.key.pem", to: directory)
        let record = Self.vectors + "/record.json"
        func approve(_ options: String...) -> CapturedConsole {
            let captured = CapturedConsole(in: directory.path, environment: ["HUTONG_CONTRACTS": Checkout.contracts])
            _ = CommandLineProgram().run(["approve"] + options, on: captured.console)
            return captured
        }
        let text = approve(record, "--as", "text").output
        #expect(try text == String(contentsOfFile: Self.vectors + "/text", encoding: .utf8))
        let signed = approve(record, "--key", key, "--certificate", Self.vectors + "/sm2-unit.pem")
        let object = try #require(signed.objects.first)
        let original = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: record)))
        #expect(object.count == (try #require(original as? [String: Any])).count + 1)
        // What is signed does not change by being signed.
        try directory.write("signed.json", signed.output)
        #expect(approve("signed.json", "--as", "text").output == text)
        let bare = approve(
            "signed.json",
            "--key",
            key,
            "--certificate",
            Self.vectors + "/sm2-unit.pem",
            "--as",
            "signature"
        )
        #expect(bare.output.count > 400)
        #expect(try !reveals(signed.output + signed.error + bare.output, key))

        let captured = CapturedConsole(in: directory.path, environment: ["HUTONG_CONTRACTS": Checkout.contracts])
        #expect(captured.run("approve", record) == .usage)
        #expect(
            captured.run("approve", record, "--key", key, "--certificate", Self.vectors + "/ecdsa-unit.pem")
                == .dataRefused
        )
        try directory.write("bad.json", #"{"AREA": "35"}"#)
        #expect(captured.run("approve", "bad.json", "--as", "text") == .dataRefused)
        #expect(captured.error.contains("400.TENDER_PROJECT_NAME.required"))
        #expect(!captured.error.contains("400.SIGNATURE"))
    }

    @Test func personsOfTheRegistry() throws {
        let exchange = try TestExchange()
        let platform = "\"id\" : \"fuzhou-construction\""
        try exchange.edit("registry.json", platform, platform + ", \"persons\": [{\"certificate\": \"persons/a.pem\"}]")
        let dangling = exchange.captured()
        #expect(dangling.run("check", "--config", "dev") == .configuration)
        #expect(dangling.output.contains(".persons[0].certificate") && dangling.output.contains("file_unreadable"))
        try exchange.edit("registry.json", "persons/a.pem", "keys/fuzhou-trade.key.pem")
        let wrong = exchange.captured()
        #expect(wrong.run("check", "--config", "dev") == .configuration)
        #expect(wrong.output.contains("exactly one PEM certificate"))
        try exchange.edit("registry.json", "keys/fuzhou-trade.key.pem", "keys/fuzhou-trade.cert.pem")
        #expect(exchange.captured().run("check", "--config", "dev") == .success)
    }

    @Test func providersOfTheConfiguration() throws {
        let exchange = try TestExchange()
        try exchange.edit(
            "config.json",
            "\"brokers\"",
            "\"openssl\": {\"providers\": [\"default\", \"absent\"]}, \"brokers\""
        )
        let absent = exchange.captured()
        #expect(absent.run("check", "--config", "dev") == .configuration)
        #expect(absent.output.contains("openssl.providers[1]") && absent.output.contains("absent"))
        try exchange.edit("config.json", ", \"absent\"", "")
        let fine = exchange.captured()
        #expect(fine.run("check", "--config", "dev") == .success, "\(fine.output)")
        try exchange.edit("config.json", "[\"default\"]", "[\"default\"], \"configuration\": \"none.cnf\"")
        let missing = exchange.captured()
        #expect(missing.run("check", "--config", "dev") == .configuration)
        #expect(missing.output.contains("openssl.configuration"))
        try exchange.edit("config.json", "\"configuration\": \"none.cnf\"", "\"engine\": \"x\"")
        let unknown = exchange.captured()
        #expect(unknown.run("check", "--config", "dev") == .configuration)
        #expect(unknown.output.contains("openssl.engine"))
    }
}
