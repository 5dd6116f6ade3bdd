import Core
import Foundation
import GatewayApp
import Testing

struct ValidateCommandTests {
    static let project = Checkout.contracts + "/demo/tour/project.json"
    static let broken = Checkout.contracts + "/demo/tour/broken.json"

    /// Texts by the grammar of RFC 8259, judged by hand: scalars at the top, any depth, any number, no trailing comma.
    @Test(arguments: [
        ("true", true), (" 1 ", true), ("\"x\"", true), ("null", true), ("[]", true), ("{\"a\":[1,{}]}", true),
        ("-0.000000000000000000000000000000000000000000000000000000000000000000000000000000001", true),
        ("1e400", true), ("\"\\u0000\\ud834\\udd1e\"", true), ("", false), ("[1,]", false), ("{\"a\":1,}", false),
        ("01", false), ("'x'", false), ("[1] x", false), ("\"\u{01}\"", false), ("nul", false), ("[", false),
        ("\u{feff}[]", false), (String(repeating: "[", count: 500) + String(repeating: "]", count: 500), true),
    ])
    func judgesSyntaxByRFC8259(text: String, isAccepted: Bool) throws {
        let directory = try TemporaryDirectory()
        try directory.write("text.json", text)
        let captured = CapturedConsole(in: directory.path)
        let code = captured.run("validate", "--syntax-only", "--format", "json", "text.json")
        #expect(code == (isAccepted ? .success : .dataRefused))
        let object = try #require(captured.objects.first)
        #expect(Set(object.keys) == ["file", "verdict", "problems"])
        #expect(object["file"] as? String == "text.json")
        #expect(object["verdict"] as? String == (isAccepted ? "accept" : "reject"))
        #expect((object["problems"] as? [Any])?.isEmpty == isAccepted)
        #expect(captured.error.isEmpty)
    }

    @Test func survivesArbitraryBytes() throws {
        let directory = try TemporaryDirectory()
        var generator = SystemRandomNumberGenerator()
        for index in 0..<50 {
            let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            try directory.write("\(index)", bytes: bytes)
        }
        for mode in [["--syntax-only"], ["--contract", "PROJECT"], ["--contract", "PROJECT", "--ndjson"]] {
            let captured = CapturedConsole(in: directory.path, environment: ["HUTONG_CONTRACTS": Checkout.contracts])
            let line = ["validate", "--format", "json"] + mode + (0..<50).map(String.init)
            let code = CommandLineProgram().run(line, on: captured.console)
            #expect(code == .dataRefused)
            #expect(captured.objects.count == captured.output.split(separator: "\n").count)
        }
    }

    @Test func printsTheFixedShapeForRecords() throws {
        let captured = CapturedConsole(in: Checkout.root)
        let code = captured.run(
            "validate",
            "--contract",
            "PROJECT@v2",
            "--format",
            "json",
            Self.project,
            Self.broken
        )
        #expect(code == .dataRefused)
        let objects = captured.objects
        #expect(objects.count == 2)
        for object in objects {
            #expect(Set(object.keys) == ["file", "line", "contract", "verdict", "problems"])
            #expect(object["contract"] as? String == "PROJECT")
            #expect(object["line"] as? Int == 1)
        }
        #expect(objects.map { $0["verdict"] as? String } == ["accept", "reject"])
        // The four faults that the tour's broken record was given, by hand, against the field table of 500.
        let problems = try #require(objects[1]["problems"] as? [[String: Any]])
        #expect(
            Set(problems.compactMap { $0["code"] as? String })
                == ["field_code", "field_length", "field_date", "field_missing"]
        )
        for problem in problems {
            #expect(Set(problem.keys) == ["code", "pointer", "rule", "severity", "message"])
            #expect(Set((problem["message"] as? [String: String] ?? [:]).keys) == ["zh", "en"])
        }
    }

    @Test func readsLinesFromStandardInput() throws {
        let record = try String(contentsOfFile: Self.project, encoding: .utf8)
            .split(separator: "\n").joined(separator: " ")
        let long = "{\"PROJECT_NAME\": \"" + String(repeating: "x", count: 5000) + "\"}"
        let captured = CapturedConsole(in: Checkout.root, input: "\(record)\n\n{}\n\(long)\n")
        let code = captured.run(
            "validate",
            "--contract",
            "PROJECT",
            "--ndjson",
            "--format",
            "json",
            "--max-bytes",
            "4000",
            "-"
        )
        #expect(code == .dataRefused)
        #expect(captured.objects.map { $0["line"] as? Int } == [1, 3, 4])
        #expect(captured.objects.map { $0["verdict"] as? String } == ["accept", "reject", "reject"])
        let last = captured.objects.last?["problems"] as? [[String: Any]]
        #expect(last?.first?["code"] as? String == "payload_too_large")
    }

    @Test func aChangeNeedsOnlyItsKey() throws {
        let record = #"{"PROJECT_NAME": "改名"}"#
        let captured = CapturedConsole(in: Checkout.root, input: record)
        let code = captured.run(
            "validate",
            "--contract",
            "PROJECT",
            "--operation",
            "change",
            "--format",
            "json",
            "-"
        )
        #expect(code == .dataRefused)
        let problems = try #require(captured.objects.first?["problems"] as? [[String: Any]])
        let missing = Set(problems.compactMap { $0["pointer"] as? String })
        #expect(missing.contains("/PROJECT_CODE"))
        #expect(!missing.contains("/LEGAL_PERSON"))
    }

    @Test func aMissingFileEndsWith66AndTheOthersAreJudged() {
        let captured = CapturedConsole(in: Checkout.root)
        let code = captured.run("validate", "--contract", "PROJECT", "--format", "json", "nowhere.json", Self.broken)
        #expect(code == .inputMissing)
        #expect(captured.objects.count == 1)
        #expect(captured.error.contains("nowhere.json"))
    }

    @Test(arguments: [
        ["validate", "x"], ["validate", "--syntax-only", "--contract", "PROJECT", "x"],
        ["validate", "--contract", "PROJET", "x"], ["validate", "--contract", "PROJECT@v9", "x"],
        ["validate", "--syntax-only"], ["validate", "--syntax-only", "--profile", "fujian", "x"],
    ])
    func wrongUsageEndsWith64(line: [String]) {
        let captured = CapturedConsole(in: Checkout.root)
        #expect(CommandLineProgram().run(line, on: captured.console) == .usage)
        #expect(captured.output.isEmpty)
        #expect(!captured.error.isEmpty)
    }

    @Test func speaksToAPersonInTwoLanguages() {
        let chinese = CapturedConsole(in: Checkout.root)
        #expect(chinese.run("validate", "--lang", "zh", "--contract", "PROJECT", Self.broken) == .dataRefused)
        #expect(chinese.output.contains("拒绝"))
        #expect(chinese.output.contains("field_missing"))
        let english = CapturedConsole(in: Checkout.root)
        #expect(english.run("validate", "--lang", "en", "--contract", "PROJECT", Self.project) == .success)
        #expect(english.output.contains("accept"))
    }
}
