import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing
import Trust

/// `hutong policy prove` and `hutong policy explain` on the example of a province.
struct PolicyCommandTests {
    private static let configuration = ProvinceExampleTests.directory + "/hutong.json"

    private func run(_ line: String..., in directory: String = "/nonexistent") -> (
        code: ExitCode, object: [String: Any], captured: CapturedConsole
    ) {
        let captured = CapturedConsole(in: directory)
        let code = captured.run(Array(line.prefix(2)) + ["--config", Self.configuration] + line.dropFirst(2))
        return (code, captured.objects.first ?? [:], captured)
    }

    @Test func theProvinceHolds() throws {
        let (code, object, _) = run("policy", "prove", "--format", "json")
        #expect(code == .success && object["holds"] as? Bool == true)
        let invariants = try #require(object["invariants"] as? [[String: Any]])
        #expect(invariants.compactMap { $0["id"] as? String } == Invariant.allCases.map(\.rawValue))
        #expect(invariants.allSatisfy { $0["holds"] as? Bool == true && $0["counterexample"] is NSNull })
        #expect((object["configuration"] as? String)?.hasPrefix("sha-256:") == true)
    }

    /// Ids and sources stand in the document, and no others.
    @Test func theDocumentHasEveryInvariant() throws {
        let text = try String(contentsOfFile: Checkout.root + "/docs/specs/policy.md", encoding: .utf8)
        let rows = text.split(separator: "\n").map { $0.components(separatedBy: " | ") }.filter { $0.count == 4 }
        let documented = rows.filter { $0[0].hasPrefix("| `") }
            .map { [$0[0].replacing("| ", with: "").replacing("`", with: ""), $0[1]] }
        #expect(documented == Invariant.allCases.map { [$0.rawValue, $0.source] })
    }

    /// What breaks the separation is shown, not refused before it is looked at; the digest is another one.
    @Test func aBrokenConfigurationIsShown() throws {
        let directory = try TemporaryDirectory()
        var policy = try ProvincePolicy()
        policy.changePlatform("fuzhou-housing") { $0["body"] = "12350100000001281L" }
        try directory.write("registry.json", bytes: Array(JSONSerialization.data(withJSONObject: policy.registry)))
        var text = try String(contentsOfFile: Self.configuration, encoding: .utf8)
        text.replace("../../..", with: Checkout.root)
        try directory.write("hutong.json", text)
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("policy", "prove", "--config", "hutong.json", "--format", "json") == .configuration)
        let object = try #require(captured.objects.first)
        #expect(object["holds"] as? Bool == false)
        let broken = (object["invariants"] as? [[String: Any]] ?? []).filter { $0["holds"] as? Bool == false }
        #expect(broken.compactMap { $0["id"] as? String } == ["bodies.separate"])
        let way = (broken.first?["counterexample"] as? [String: Any])?["path"] as? [String]
        #expect(way == ["fuzhou-trade", "12350100000001281L", "fuzhou-housing"])
        let (_, whole, _) = run("policy", "prove", "--format", "json")
        #expect(object["configuration"] as? String != whole["configuration"] as? String)
        let people = CapturedConsole(in: directory.path)
        #expect(people.run("policy", "prove", "--config", "hutong.json", "--lang", "zh") == .configuration)
        #expect(
            people.output.contains("✘ bodies.separate") && people.output.contains("fuzhou-trade → 12350100000001281L")
        )
    }

    /// What the flow table keeps apart `check` refuses, and the proof shows.
    @Test func rolesThatAreKeptApartAreChecked() throws {
        let directory = try TemporaryDirectory()
        var policy = try ProvincePolicy()
        policy.changePlatform("fujian-credit") { $0["body"] = "12350100000001281L" }
        try directory.write("registry.json", bytes: Array(JSONSerialization.data(withJSONObject: policy.registry)))
        var text = try String(contentsOfFile: Self.configuration, encoding: .utf8)
        text.replace("../../..", with: Checkout.root)
        text.replace("trust/", with: ProvinceExampleTests.directory + "/trust/")
        try directory.write("hutong.json", text)
        let check = CapturedConsole(in: directory.path)
        #expect(check.run("check", "--config", "hutong.json", "--format", "json") == .configuration)
        let problems = try #require(check.objects.first?["problems"] as? [[String: Any]])
        #expect(problems.compactMap { $0["code"] as? String } == ["separation"])
        let place = policy.platforms.firstIndex { $0["id"] as? String == "fujian-credit" }
        #expect(problems.first?["key"] as? String == "platforms[\(try #require(place))].body")
        let proof = CapturedConsole(in: directory.path)
        #expect(proof.run("policy", "prove", "--config", "hutong.json", "--format", "json") == .configuration)
        let invariants = proof.objects.first?["invariants"] as? [[String: Any]] ?? []
        let broken = invariants.filter { $0["holds"] as? Bool == false }.compactMap { $0["id"] as? String }
        #expect(broken == ["bodies.separate"])
    }

    /// Whoever has `openssl` can check the signed statement.
    @Test func theStatementIsSigned() throws {
        let directory = try TemporaryDirectory()
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        let signer = try CertificateIssuer.root(
            .recognisingAuthority(
                "Inspection",
                notBefore: now.advanced(byMilliseconds: -86_400_000),
                notAfter: now.advanced(byMilliseconds: 86_400_000)
            ),
            key: .generate(.p256)
        )
        try directory.write("signer.pem", signer.certificate.pem)
        try signer.key.write(toFile: directory.path + "/signer.key")
        let (code, _, captured) = run(
            "policy",
            "prove",
            "--sign",
            "proof.json",
            "--key",
            "signer.key",
            "--certificate",
            "signer.pem",
            "--format",
            "json",
            in: directory.path
        )
        #expect(code == .success, "\(captured.error)")
        let statement = try String(contentsOfFile: directory.path + "/proof.json", encoding: .utf8)
        #expect(statement + "\n" == captured.output)
        func verify(_ content: String) throws -> Int32 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            process.arguments = [
                "cms", "-verify", "-binary", "-inform", "DER", "-in", "proof.json.p7s", "-content", content, "-CAfile",
                "signer.pem", "-purpose", "any", "-out", "/dev/null",
            ]
            process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        #expect(try verify("proof.json") == 0)
        try directory.write("other.json", statement.replacing("\"holds\":true", with: "\"holds\":false"))
        #expect(try verify("other.json") != 0)
        #expect(run("policy", "prove", "--sign", "x.json").code == .usage)
    }

    @Test func aDeliveryIsExplained() throws {
        let (code, object, _) = run(
            "policy",
            "explain",
            "--from",
            "fuzhou-trade",
            "--to",
            "fuzhou-housing",
            "--dataset",
            "501",
            "--sector",
            "A01",
            "--format",
            "json"
        )
        #expect(code == .success && object["allowed"] as? Bool == true)
        #expect(object["flow"] as? String == "trading-to-supervision")
        #expect(object["view"] as? String == "supervision/TENDER_PROJECT")
        let condition = try #require(object["condition"] as? [String: Any])
        #expect(condition["sector"] as? String == "match" && condition["via"] as? String == "service")
        #expect(condition["seal"] is NSNull)
    }

    @Test(arguments: [
        ("fuzhou-trade", "xiamen-housing", "TENDER_PROJECT", ["region"]),
        ("fuzhou-trade", "fuzhou-water", "TENDER_PROJECT", ["sector"]),
        ("fuzhou-trade", "xiamen-trade", "TENDER_PROJECT", ["no_flow"]),
        ("fuzhou-housing", "fuzhou-service", "TENDER_PROJECT", ["flow_forbidden", "no_flow"]),
        ("fuzhou-trade", "fuzhou-service", "NO_SUCH_SET", ["dataset_unknown", "no_flow"]),
    ])
    func whatIsNotAllowedHasItsReasons(sender: String, recipient: String, dataset: String, codes: [String]) {
        let (code, object, _) = run(
            "policy",
            "explain",
            "--from",
            sender,
            "--to",
            recipient,
            "--dataset",
            dataset,
            "--sector",
            "A01",
            "--format",
            "json"
        )
        #expect(code == .dataRefused && object["allowed"] as? Bool == false)
        let reasons = (object["reasons"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        #expect(reasons == codes)
    }

    @Test func aSealedSetNamesItsFactAndARecordItsView() throws {
        let (_, sealed, _) = run(
            "policy",
            "explain",
            "--from",
            "fuzhou-trade",
            "--to",
            "fuzhou-service",
            "--dataset",
            "507",
            "--format",
            "json"
        )
        let seal = (sealed["condition"] as? [String: Any])?["seal"] as? [String: Any]
        #expect(seal?["until"] as? String == "opened" && seal?["section"] as? String == "BID_SECTION_CODE")
        let directory = try TemporaryDirectory()
        try directory.write(
            "record.json",
            #"{"PROJECT_CODE": "E3501000001000001", "CONTACT_INFORMATION": "0591-12345678", "REGION_CODE": "350100", "SECRET": 1}"#
        )
        let (code, object, _) = run(
            "policy",
            "explain",
            "--from",
            "fuzhou-trade",
            "--to",
            "fuzhou-service",
            "--dataset",
            "PROJECT",
            "record.json",
            "--format",
            "json",
            in: directory.path
        )
        #expect(code == .success)
        let output = try #require(object["output"] as? [String: Any])
        #expect(output["PROJECT_CODE"] as? String == "E3501000001000001" && output["SECRET"] == nil)
        let contact = try #require(output["CONTACT_INFORMATION"] as? String)
        #expect(contact.hasSuffix("5678") && !contact.contains("0591"))
    }

    @Test func withoutARecipientAllAreListed() throws {
        let (code, object, _) = run(
            "policy",
            "explain",
            "--from",
            "fuzhou-trade",
            "--dataset",
            "TENDER_PROJECT",
            "--sector",
            "A01",
            "--format",
            "json"
        )
        #expect(code == .success)
        let platforms = (object["recipients"] as? [[String: Any]] ?? []).compactMap { $0["platform"] as? String }
        // City, province and nation, whoever has all sectors or housing; and who stands beside in the province.
        #expect(
            Set(platforms) == [
                "fuzhou-service", "fujian-service", "nation-service", "fuzhou-housing", "fujian-housing",
                "fujian-comprehensive", "fujian-inspection-channel", "nation-supervision", "fujian-investment",
                "fujian-inspection", "fujian-archive",
            ]
        )
        #expect(run("policy", "explain", "--from", "fuzhou-trad", "--dataset", "501").code == .usage)
    }
}
