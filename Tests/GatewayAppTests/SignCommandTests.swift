import Core
import Foundation
import GatewayApp
import Testing

struct SignCommandTests {
    static let project = Checkout.contracts + "/demo/tour/project.json"

    @Test(arguments: ["fuzhou-trade", "xiamen-trade", "fujian-water"], ["raw", "cms", "batch"])
    func whatIsSignedVerifies(platform: String, form: String) throws {
        let exchange = try TestExchange(hasUsualKeys: true)
        let signing = exchange.captured()
        let code = signing.run(
            "sign",
            "--config",
            "dev",
            "--platform",
            platform,
            "--form",
            form,
            "--contract",
            "PROJECT",
            "--output",
            "event.json",
            Self.project
        )
        #expect(code == .success)
        let verifying = exchange.captured()
        #expect(verifying.run("verify", "--config", "dev", "--format", "json", "event.json") == .success)
        #expect(verifying.objects.first?["verdict"] as? String == "valid")
        #expect(verifying.objects.first?["form"] as? String == form)
    }

    /// Several records under one signature, written and verified line by line; each verifies alone.
    @Test(arguments: ["fuzhou-trade", "xiamen-trade"])
    func manyRecordsUnderOneSignature(platform: String) throws {
        let exchange = try TestExchange(hasUsualKeys: true)
        let record = try String(contentsOfFile: Self.project, encoding: .utf8)
            .replacingOccurrences(of: "\n", with: " ")
        let lines = [String](repeating: record, count: 5) + ["not json"]
        try lines.joined(separator: "\n").write(
            toFile: exchange.directory.path + "/records.ndjson",
            atomically: true,
            encoding: .utf8
        )
        let signing = exchange.captured()
        let code = signing.run(
            "sign",
            "--config",
            "dev",
            "--platform",
            platform,
            "--form",
            "batch",
            "--contract",
            "PROJECT",
            "--ndjson",
            "--output",
            "events.ndjson",
            "records.ndjson"
        )
        #expect(code == .dataRefused)
        let written = try String(contentsOfFile: exchange.directory.path + "/events.ndjson", encoding: .utf8)
        let events = written.split(separator: "\n")
        #expect(events.count == 5)
        let verifying = exchange.captured()
        let verdict = verifying.run("verify", "--config", "dev", "--ndjson", "--format", "json", "events.ndjson")
        #expect(verdict == .success)
        #expect(verifying.objects.map { $0["verdict"] as? String } == [String](repeating: "valid", count: 5))
        #expect(verifying.objects.allSatisfy { $0["form"] as? String == "batch" })
        let signatures = try events.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let headers = object?["headers"] as? [String: String]
            #expect(headers?["ce_sigbatch"]?.hasPrefix("count=5;index=") == true)
            return headers?["ce_signature"]
        }
        #expect(Set(signatures).count == 1)
        try String(events[3]).write(
            toFile: exchange.directory.path + "/one.json",
            atomically: true,
            encoding: .utf8
        )
        let alone = exchange.captured()
        #expect(alone.run("verify", "--config", "dev", "--format", "json", "one.json") == .success)
    }

    @Test func anAlteredEventDoesNotVerify() throws {
        let exchange = try TestExchange()
        #expect(
            exchange.captured().run(
                "sign",
                "--config",
                "dev",
                "--platform",
                "fuzhou-trade",
                "--output",
                "event.json",
                Self.project
            )
                == .success
        )
        let path = exchange.directory.path + "/event.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let altered = text.replacingOccurrences(of: "\"ce_operation\":\"add\"", with: "\"ce_operation\":\"change\"")
        #expect(altered != text)
        try altered.write(toFile: path, atomically: true, encoding: .utf8)
        let captured = exchange.captured()
        #expect(captured.run("verify", "--config", "dev", "--format", "json", "event.json") == .dataRefused)
        let problems = captured.objects.first?["problems"] as? [[String: Any]]
        #expect(problems?.map { $0["code"] as? String } == ["signature_invalid"])
    }

    /// An ECDSA P-256 key and signature made with `openssl ecparam`, `openssl dgst -sha256 -sign` over `hutong`.
    @Test func batchesPrintTheFixedShape() throws {
        let key =
            "3059301306072a8648ce3d020106082a8648ce3d03010703420004e2c13383ee694519550b504cd1f3855ed662b0306699f8d2"
            + "535f16322c40dd4097c1f50c9cd66bd1e546a10ea3146fc1bcaa0098b14f3b2497de06f7c1b75f0b"
        let signature =
            "304402200a7d86ed9eb778ae7bc4aa511028c31e2aa6d677c2b03f3e3be2bafb818c14c6"
            + "022003ad3c42b313a70ac3c7680990fb5e4a6e53328a559eb2b5e1d20adbea04653e"
        let good = """
            {"id": 1, "alg": "ES256", "key": "\(key)", "message": "6875746f6e67", "signature": "\(signature)"}
            """
        let lines = [
            good,
            good.replacingOccurrences(of: "6875", with: "6975").replacingOccurrences(
                of: "1, \"alg",
                with: "\"b\", \"alg"
            ),
            good.replacingOccurrences(of: "ES256", with: "ED25519"), "{}", "not json",
        ]
        let directory = try TemporaryDirectory()
        try directory.write("batch.ndjson", lines.joined(separator: "\n"))
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("verify", "--batch", "batch.ndjson", "--format", "json") == .dataRefused)
        #expect(
            captured.objects.map { $0["verdict"] as? String } == [
                "valid", "invalid", "unsupported", "invalid", "invalid",
            ]
        )
        #expect(captured.objects.allSatisfy { Set($0.keys) == ["id", "verdict", "reason"] })
        #expect(captured.objects.first?["id"] as? Int == 1)
        #expect(captured.objects[1]["id"] as? String == "b")
    }

    @Test func aPlatformWithoutAKeyIsAConfigurationFault() throws {
        let exchange = try TestExchange()
        let captured = exchange.captured()
        #expect(captured.run("sign", "--config", "dev", "--platform", "nobody", Self.project) == .usage)
        #expect(captured.error.contains("nobody"))
    }
}
