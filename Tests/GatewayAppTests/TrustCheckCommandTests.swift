import Core
import Foundation
import GatewayApp
import Testing
import Trust

/// `hutong trust check`: one certificate against anchors or a trust list, and batches.
struct TrustCheckCommandTests {
    /// A PKI of two levels around 2026-11-21, its files and what a batch line says about it.
    private struct Material {
        static let now = Instant(milliseconds: 1_795_231_080_000)
        static let day: Int64 = 86_400_000

        let root: CertificateIssuer
        let leaf: Certificate
        let list: [UInt8]
        let revoking: [UInt8]

        init(_ kind: KeyKind) throws {
            func at(_ days: Int64) -> Instant { Self.now.advanced(byMilliseconds: days * Self.day) }
            root = try CertificateIssuer.root(
                .authority("Root", notBefore: at(-100), notAfter: at(100)),
                key: .generate(kind)
            )
            leaf = try root.issue(
                .platform("Leaf", code: nil, notBefore: at(-10), notAfter: at(10)),
                for: SigningKey.generate(kind)
            )
            var template = RevocationTemplate(number: 1, thisUpdate: at(-1), nextUpdate: at(5))
            list = try root.revocationList(template)
            template.number = 2
            template.entries = [.init(leaf, at: at(-1), reason: .keyCompromise)]
            revoking = try root.revocationList(template)
        }

        func line(_ id: String, crl: [UInt8]? = nil, more: String = "") -> String {
            let lists = crl.map { ", \"crls\": [\"\(Base64.encode($0))\"], \"revocation\": \"crl\"" } ?? ""
            return "{\"id\": \(id), \"anchors\": [\"\(Base64.encode(root.certificate.der))\"], \"intermediates\": [], "
                + "\"leaf\": \"\(Base64.encode(leaf.der))\", \"time\": \"2026-11-21T11:18:00+08:00\", "
                + "\"purpose\": \"signing\"\(lists)\(more)}"
        }
    }

    @Test(arguments: [KeyKind.p256, .sm2])
    func batchesPrintTheFixedShape(kind: KeyKind) throws {
        let material = try Material(kind)
        let lines = [
            material.line("1", crl: material.list),
            material.line("\"two\"", crl: material.revoking),
            material.line("3"),
            material.line("4", more: ", \"revocation\": \"crl\""),
            material.line("5", more: ", \"dnsName\": \"a.example\""),
            material.line("6", more: ", \"policies\": [\"1.2.156.1\"], \"requireExplicitPolicy\": true"),
            material.line("7", more: ", \"policies\": [\"no oid\"]"),
            material.line("8").replacingOccurrences(of: "\"leaf\": \"MII", with: "\"leaf\": \"MIJ"),
            material.line("9").replacingOccurrences(of: "signing", with: "anything"),
            "not json",
            "{}",
        ]
        let directory = try TemporaryDirectory()
        try directory.write("batch.ndjson", lines.joined(separator: "\n"))
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("trust", "check", "--batch", "batch.ndjson", "--format", "json") == .dataRefused)
        let answers = captured.objects
        #expect(answers.allSatisfy { Set($0.keys) == ["id", "verdict", "reason", "depth"] })
        #expect(
            answers.map { $0["verdict"] as? String } == ["accept", "reject", "accept"]
                + Array(repeating: "reject", count: 8)
        )
        #expect(answers.first?["reason"] as? String == "")
        #expect(answers[1]["id"] as? String == "two")
        let rules = answers.dropFirst().map { ($0["reason"] as? String ?? "").prefix { $0 != ":" } }
        #expect(
            rules == [
                "path.revoked", "", "path.revocation-unknown", "path.host-name", "path.policies", "path.input",
                "path.input", "path.input", "path.input", "path.input",
            ]
        )
        // The line is named.
        #expect(captured.error.contains("line 10"))
        #expect((answers[9]["reason"] as? String)?.contains("line 10") == true)
        let good = CapturedConsole(in: directory.path, input: lines[0] + "\n" + lines[2] + "\n")
        #expect(good.run("trust", "check", "--batch", "-", "--format", "json") == .success)
    }

    @Test func oneCertificateAgainstAnchors() throws {
        let material = try Material(.sm2)
        let directory = try TemporaryDirectory()
        func write(_ name: String, _ bytes: [UInt8]) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: directory.path + "/" + name))
        }
        try directory.write("root.pem", material.root.certificate.pem)
        try write("leaf.der", material.leaf.der)
        try write("list.crl", material.list)
        try write("revoking.crl", material.revoking)
        func check(_ more: String...) -> (code: ExitCode, captured: CapturedConsole) {
            let captured = CapturedConsole(in: directory.path)
            let line =
                ["trust", "check", "leaf.der", "--anchors", "root.pem", "--at", "2026-11-21T03:18:00Z"] + more
            return (captured.run(line), captured)
        }
        #expect(check("--crls", "list.crl").code == .success)
        let (code, captured) = check("--crls", "revoking.crl", "--format", "json")
        #expect(code == .dataRefused)
        let answer = try #require(captured.objects.first)
        #expect(answer["verdict"] as? String == "reject")
        #expect(answer["depth"] as? Int == 0)
        #expect(answer["revocation"] as? String == "crl")
        #expect((answer["path"] as? [Any])?.count == 2)
        let message = answer["message"] as? [String: String]
        #expect(message?["zh"]?.contains("CRL 2") == true)
        #expect(message?["en"]?.contains("CRL 2") == true)
        // Text says the same in the language asked for.
        let text = check("--crls", "revoking.crl", "--lang", "zh").captured.output
        #expect(text.contains("leaf.der: reject: path.revoked: 签名证书"))
        #expect(check("--config", "dev").code == .usage)
        #expect(check("--crls", "root.pem").code == .dataRefused)
        #expect(check("--crls", "nowhere").code == .inputMissing)
    }

    @Test func trustListAnswersForThenAndNow() throws {
        let exchange = try TestExchange()
        let loaded = try exchange.load()
        let certificate = try #require(loaded.artifacts.trust.authorities.first?.certificates.first)
        // A certificate of the exchange's own platform, and the authority's own, which may not sign.
        try exchange.directory.write("ca.pem", certificate.pem)
        let refused = exchange.captured()
        #expect(refused.run("trust", "check", "ca.pem", "--config", "dev", "--format", "json") == .dataRefused)
        let own = try #require(loaded.configuration.keys["fuzhou-trade"]?.certificate)
        let accepted = exchange.captured()
        #expect(
            accepted.run("trust", "check", own, "--config", "dev", "--format", "json") == .success
        )
        let answer = try #require(accepted.objects.first)
        for moment in ["then", "now"] {
            let verdict = answer[moment] as? [String: Any]
            #expect(verdict?["verdict"] as? String == "accept")
            #expect(verdict?["authority"] as? String != nil)
            #expect(verdict?["organisation"] as? String == "12350100000000019K")
        }
        // The authorities of the exchange vouch for platforms; another use is another question.
        try exchange.editTrustList("\"personal-signing\", ", "")
        for (purpose, code) in [("signing", ExitCode.success), ("personalSigning", .dataRefused)] {
            let asked = exchange.captured()
            #expect(asked.run("trust", "check", own, "--config", "dev", "--purpose", purpose) == code, "\(purpose)")
        }
        // Before it was issued it was not recognised; now it is.
        let early = exchange.captured()
        #expect(
            early.run(
                "trust",
                "check",
                own,
                "--config",
                "dev",
                "--at",
                "2001-01-01T00:00:00Z",
                "--format",
                "json"
            ) == .dataRefused
        )
        let then = early.objects.first?["then"] as? [String: Any]
        #expect(then?["verdict"] as? String == "reject")
        #expect((then?["problems"] as? [[String: Any]])?.isEmpty == false)
        #expect((early.objects.first?["now"] as? [String: Any])?["verdict"] as? String == "accept")
    }
}
