import Core
import Foundation
import GatewayApp
import Testing
import Trust

/// `hutong trust list|add|diff|sign` over files.
struct TrustCommandTests {
    private static let code = "91350200M00013FA1N"

    /// A recognising authority and a certification authority with a platform's certificate, as files.
    private final class Files {
        let directory: TemporaryDirectory
        let root: CertificateIssuer
        let issuing: CertificateIssuer
        let authority: CertificateIssuer
        let now: Instant

        init() throws {
            directory = try TemporaryDirectory()
            now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
            let (from, until) = (
                now.advanced(byMilliseconds: -86_400_000), now.advanced(byMilliseconds: 86_400_000 * 30)
            )
            root = try CertificateIssuer.root(
                .authority("Some Root", notBefore: from, notAfter: until),
                key: .generate(.sm2)
            )
            issuing = try root.subordinate(
                .authority("Some Issuing", notBefore: from, notAfter: until),
                key: .generate(.sm2)
            )
            authority = try CertificateIssuer.root(
                .recognisingAuthority("Recognising", notBefore: from, notAfter: until),
                key: .generate(.p256)
            )
            let leaf = try issuing.issue(
                .platform("Platform", code: TrustCommandTests.code, notBefore: from, notAfter: until),
                for: .generate(.sm2)
            )
            try FileManager.default.createDirectory(atPath: directory.path + "/ca", withIntermediateDirectories: true)
            try directory.write("ca/root.pem", root.certificate.pem)
            try directory.write("ca/issuing.pem", issuing.certificate.pem)
            try directory.write("leaf.pem", leaf.pem)
            try directory.write("authority.pem", authority.certificate.pem)
            try authority.key.write(toFile: directory.path + "/authority.key")
        }

        func run(_ line: String...) -> (code: ExitCode, captured: CapturedConsole) {
            let captured = CapturedConsole(in: directory.path)
            return (captured.run(line), captured)
        }

        func text(_ name: String) throws -> String {
            try String(contentsOfFile: directory.path + "/" + name, encoding: .utf8)
        }

        /// Adds the authority to `draft.json`.
        func add(_ more: String...) -> (code: ExitCode, captured: CapturedConsole) {
            let captured = CapturedConsole(in: directory.path)
            let line = [
                "trust", "add", "--draft", "draft.json", "--id", "some-ca", "--name-zh", "某机构", "--name-en", "Some CA",
                "--certificate", "ca/root.pem", "--certificate", "ca/issuing.pem", "--use", "platform-signing",
            ]
            return (captured.run(line + more), captured)
        }

        func sign(_ more: String...) -> (code: ExitCode, captured: CapturedConsole) {
            let captured = CapturedConsole(in: directory.path)
            let line = [
                "trust", "sign", "--list", "draft.json", "--key", "authority.key", "--certificate", "authority.pem",
                "--out",
                "list.json",
            ]
            return (captured.run(line + more), captured)
        }
    }

    @Test func addsSignsAndLists() throws {
        let files = try Files()
        let added = files.add("--sample", "leaf.pem", "--format", "json")
        #expect(added.code == .success, "\(added.captured.error)")
        let told = try #require(added.captured.objects.first)
        let entry = try #require(told["entry"] as? [String: Any])
        // The sample was made with the code in this extension, and nothing around it.
        let identity = try #require(entry["identity"] as? [[String: String]])
        #expect(identity.first == ["oid": "1.2.156.10260.4.1.4"])
        #expect(identity.contains(["attribute": "organizationIdentifier"]))
        #expect((told["warnings"] as? [Any])?.isEmpty == true)
        #expect(
            (told["guesses"] as? [[String: Any]])?.compactMap { $0["key"] as? String }.contains("revocation.check")
                == true
        )
        // Nothing counts before a person says so; the files keep their names.
        let draft = try files.text("draft.json")
        #expect(draft.contains("\"connecting\""))
        #expect(draft.contains("[\"ca/root.pem\", \"ca/issuing.pem\"]"))

        #expect(files.sign().code == .success)
        let first = files.run(
            "trust",
            "list",
            "--list",
            "list.json",
            "--authority",
            "authority.pem",
            "--format",
            "json"
        )
        #expect(first.code == .success, "\(first.captured.error)")
        let list = try #require(first.captured.objects.first)
        #expect(list["serial"] as? Int == 1)
        #expect(list["verified"] as? Bool == true)
        let authorities = try #require(list["authorities"] as? [[String: Any]])
        #expect(authorities.map { $0["status"] as? String } == ["connecting"])
        // The list holds its certificates itself.
        try FileManager.default.removeItem(atPath: files.directory.path + "/ca")
        #expect(files.run("trust", "list", "--list", "list.json", "--authority", "authority.pem").code == .success)
    }

    /// The number rises with every list that is written to the same place, and never falls.
    @Test func numbersRise() throws {
        let files = try Files()
        #expect(files.add().code == .success)
        for expected in 1...3 {
            let signed = files.sign("--format", "json")
            #expect(signed.code == .success)
            #expect(signed.captured.objects.first?["serial"] as? Int == expected)
        }
        #expect(files.sign("--serial", "3").code == .dataRefused)
        #expect(files.sign("--serial", "9").code == .success)
        let signed = files.sign("--format", "json")
        #expect(signed.captured.objects.first?["serial"] as? Int == 10)
    }

    @Test func tellsWhatDiffers() throws {
        let files = try Files()
        #expect(files.add("--status", "recognised").code == .success)
        let draft = try files.text("draft.json")
        try files.directory.write(
            "later.json",
            draft.replacing(
                "\"history\": [",
                with: "\"history\": [{\"status\": \"connecting\", \"from\": \"2020-01-01T00:00:00Z\"}, "
            ).replacing(
                "}],\n      \"certificates\"",
                with: "}, {\"status\": \"withdrawn\", \"from\": \"2099-01-01T00:00:00Z\"}],\n      \"certificates\""
            )
        )
        let same = files.run("trust", "diff", "draft.json", "draft.json", "--lang", "en")
        #expect(same.code == .success)
        #expect(same.captured.output == "no difference\n")
        let text = files.run("trust", "diff", "draft.json", "later.json", "--lang", "zh")
        #expect(text.code == .success, "\(text.captured.error)")
        #expect(text.captured.output.contains("自 2099-01-01T00:00:00.000Z 起由“完成”改为“撤销”：其证书变为不可用"))
        #expect(text.captured.output.hasSuffix("有证书由可用变为不可用\n"))
        let json = files.run("trust", "diff", "draft.json", "later.json", "--format", "json", "--fail-on-loss")
        #expect(json.code == .dataRefused)
        let object = try #require(json.captured.objects.first)
        #expect(object["losesUsable"] as? Bool == true)
        let changes = try #require(object["changes"] as? [[String: Any]])
        #expect(changes.map { $0["effect"] as? String } == ["neutral", "loss"])
        #expect(changes.last?["from"] as? String == "2099-01-01T00:00:00.000Z")
        #expect(files.run("trust", "diff", "later.json", "draft.json", "--fail-on-loss").code == .success)
    }

    @Test func refusesWhatCannotBeSigned() throws {
        let files = try Files()
        #expect(files.sign().code == .inputMissing)
        #expect(files.add().code == .success)
        // The same authority again.
        let again = files.add()
        #expect(again.code == .configuration)
        #expect(again.captured.error.contains("authorities"))
        // A key that is not the certificate's, and one that others can read.
        try FileManager.default.removeItem(atPath: files.directory.path + "/authority.key")
        try files.root.key.write(toFile: files.directory.path + "/authority.key")
        #expect(files.sign().code == .dataRefused)
        try FileManager.default.removeItem(atPath: files.directory.path + "/authority.key")
        try files.authority.key.write(toFile: files.directory.path + "/authority.key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: files.directory.path + "/authority.key"
        )
        #expect(files.sign().code == .permission)
        #expect(!FileManager.default.fileExists(atPath: files.directory.path + "/list.json"))
    }

    @Test func readsOnlyWhatIsSigned() throws {
        let files = try Files()
        #expect(files.add().code == .success)
        #expect(files.sign().code == .success)
        // An unsigned draft can be looked at, and it is said so.
        let unverified = files.run("trust", "list", "--list", "draft.json", "--lang", "en")
        #expect(unverified.code == .success)
        #expect(unverified.captured.error == "the signature was not verified\n")
        let changed = try files.text("list.json").replacing("Some CA", with: "Sone CA")
        try files.directory.write("list.json", changed)
        let refused = files.run("trust", "list", "--list", "list.json", "--authority", "authority.pem", "--lang", "en")
        #expect(refused.code == .configuration)
        #expect(refused.captured.error.contains("list.json.p7s: the signature does not verify over the list"))
        #expect(files.run("trust", "list").code == .usage)
        #expect(files.run("trust", "list", "--list", "none.json").code == .inputMissing)
        #expect(files.run("trust", "list", "--list", "list.json", "--at", "today").code == .usage)
    }

    @Test func listsTheDevelopmentExchange() throws {
        let exchange = try TestExchange()
        let captured = exchange.captured()
        #expect(captured.run("trust", "list", "--config", "dev", "--lang", "en") == .success)
        let rows = captured.output.split(separator: "\n").map(String.init)
        #expect(rows.first?.hasPrefix("list 1, development recognising authority, issued ") == true)
        #expect(rows.contains { $0.hasPrefix("dev-sm2 ") && $0.contains("recognised") })
        #expect(rows.contains { $0.hasPrefix("dev-gateway ") && $0.contains("gateway") })
        let past = exchange.captured()
        #expect(
            past.run("trust", "list", "--config", "dev", "--at", "2020-01-01T00:00:00Z", "--format", "json") == .success
        )
        let object = try #require(past.objects.first)
        let authorities = try #require(object["authorities"] as? [[String: Any]])
        #expect(authorities.allSatisfy { $0["status"] as? String == "connecting" })
    }

    /// Every verb is described in the specification, with each of its options.
    @Test func theSpecificationNamesTheVerbs() throws {
        let text = try String(contentsOfFile: Checkout.root + "/docs/specs/trust-list.md", encoding: .utf8)
        for verb in ["add", "sign", "list", "diff"] { #expect(text.contains("`hutong trust \(verb) ")) }
    }
}
