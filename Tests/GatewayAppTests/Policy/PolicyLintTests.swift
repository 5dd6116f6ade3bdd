import Core
import Foundation
import GatewayApp
import Testing

/// `hutong policy lint` judges registry and flow table without the rest of a deployment.
struct PolicyLintTests {
    private static let registry = ProvinceExampleTests.directory + "/registry.json"
    private static let flows = Checkout.contracts + "/flows/national.json"

    private static func problems(_ captured: CapturedConsole) throws -> [[String]] {
        let object = try #require(captured.objects.first)
        #expect(Set(object.keys) == ["problems"] && captured.objects.count == 1)
        return (object["problems"] as? [[String: Any]] ?? []).map { problem in
            #expect(problem["line"] is Int && problem["column"] is Int)
            return [
                URL(fileURLWithPath: problem["file"] as? String ?? "").lastPathComponent,
                problem["key"] as? String ?? "", problem["code"] as? String ?? "",
            ]
        }
    }

    @Test func theShippedFilesAreFine() throws {
        for line in [
            ["--registry", Self.registry], ["--flows", Self.flows],
            ["--flows", Self.flows, "--registry", Self.registry, "--contracts", Checkout.contracts],
            ["--config", ProvinceExampleTests.directory + "/hutong.json"],
        ] {
            let captured = CapturedConsole()
            #expect(captured.run(["policy", "lint"] + line + ["--lang", "en"]) == .success, "\(captured.output)")
            #expect(captured.output == "registry and flow table are fine\n")
            let compares = line.contains("--contracts") || line.contains("--config")
            #expect(captured.error.contains("--contracts") == !compares)
        }
    }

    /// Form, references, what two files say of each other, and what the contracts say: all at once, each in its place.
    @Test func everyMistakeOfEveryFileIsTold() throws {
        let directory = try TemporaryDirectory()
        var policy = try ProvincePolicy()
        policy.changePlatform("fuzhou-trade") { $0["authorised"] = ["NO_SUCH_SET"] }
        policy.changePlatform("fujian-credit") { $0["body"] = "12350100000001281L" }
        policy.changePlatform("xiamen-trade") { $0["dialect"] = "no-such" }
        try directory.write("registry.json", bytes: Array(JSONSerialization.data(withJSONObject: policy.registry)))
        var national = try String(contentsOfFile: Self.flows, encoding: .utf8)
        national.replace(#"{"name": "INVEST_PROJECT_CODE"}"#, with: #"{"name": "EXCEPITON_TYPE"}"#, maxReplacements: 1)
        try directory.write("flows.json", national)
        let captured = CapturedConsole(in: directory.path)
        let line = ["policy", "lint", "--registry", "registry.json", "--flows", "flows.json", "--format", "json"]
        #expect(captured.run(line + ["--contracts", Checkout.contracts]) == .configuration)
        let found = try Self.problems(captured)
        let expected = [
            "registry.json body separation", "registry.json authorised dangling", "registry.json dialect dangling",
            "flows.json name dangling",
        ]
        #expect(
            Set(found.map { "\($0[0]) \($0[1].split(separator: ".").last ?? "") \($0[2])" }) == Set(expected),
            "\(found)"
        )
        // Without contracts neither dialect nor field is known.
        let alone = CapturedConsole(in: directory.path)
        #expect(alone.run(line) == .configuration)
        #expect(try Set(Self.problems(alone).map { $0[2] }) == ["separation", "dangling"])
        #expect(try Self.problems(alone).count == found.count - 2)
    }

    /// A file takes the place of the one that the configuration names, and the configuration is judged itself.
    @Test func theConfigurationIsJudgedToo() throws {
        let directory = try TemporaryDirectory()
        try directory.write("registry.json", #"{"platforms": [], "colour": 1}"#)
        var text = try String(contentsOfFile: ProvinceExampleTests.directory + "/hutong.json", encoding: .utf8)
        text.replace("../../..", with: Checkout.root)
        text.replace("\"level\": \"info\"", with: "\"level\": \"loud\"")
        try directory.write("hutong.json", text)
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("policy", "lint", "--config", "hutong.json", "--format", "json") == .configuration)
        #expect(
            try Self.problems(captured) == [
                ["hutong.json", "log.level", "invalid"], ["registry.json", "colour", "unknown_key"],
            ]
        )
        let other = CapturedConsole(in: directory.path)
        let line = ["policy", "lint", "--config", "hutong.json", "--registry", Self.registry, "--lang", "zh"]
        #expect(other.run(line) == .configuration)
        #expect(other.output.contains("hutong.json:") && other.output.contains("log.level: 须为"))
        #expect(!other.output.contains("registry.json"))
    }

    @Test func somethingHasToBeNamed() {
        let captured = CapturedConsole()
        #expect(captured.run("policy", "lint", "--lang", "en") == .usage)
        #expect(captured.error.contains("--registry"))
        let absent = CapturedConsole()
        #expect(absent.run("policy", "lint", "--registry", "absent.json", "--lang", "en") == .configuration)
        #expect(absent.output.contains("file_unreadable"))
    }

    /// The key by which an editor finds the schema is no mistake in any of the three files, at the top alone.
    @Test func theSchemaMayBeNamed() throws {
        let directory = try TemporaryDirectory()
        try directory.write("registry.json", #"{"$schema": "r.schema.json", "platforms": []}"#)
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("policy", "lint", "--registry", "registry.json") == .success)
        try directory.write("registry.json", #"{"$schema": 7, "platforms": [{"$schema": "r"}]}"#)
        let wrong = CapturedConsole(in: directory.path)
        #expect(wrong.run("policy", "lint", "--registry", "registry.json", "--format", "json") == .configuration)
        let found = try Self.problems(wrong)
        #expect(found.contains(["registry.json", "$schema", "wrong_type"]))
        #expect(found.contains(["registry.json", "platforms[0].$schema", "unknown_key"]))
    }
}
