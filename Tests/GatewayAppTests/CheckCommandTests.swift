import Core
import Foundation
import GatewayApp
import Testing

struct CheckCommandTests {
    /// The problems that `check` prints for an exchange, as file name, key and code.
    static func problems(of exchange: TestExchange) throws -> (code: ExitCode, problems: [[String]]) {
        let captured = exchange.captured()
        let code = captured.run("check", "--config", "dev", "--format", "json")
        let object = try #require(captured.objects.first)
        #expect(Set(object.keys) == ["problems"])
        let list = try #require(object["problems"] as? [[String: Any]])
        for problem in list {
            #expect(Set(problem.keys) == ["file", "key", "code", "message"])
            #expect(Set((problem["message"] as? [String: String] ?? [:]).keys) == ["zh", "en"])
        }
        let rows = list.map { problem in
            [
                URL(fileURLWithPath: problem["file"] as? String ?? "").lastPathComponent,
                problem["key"] as? String ?? "", problem["code"] as? String ?? "",
            ]
        }
        return (code, rows)
    }

    @Test func theThrowAwayExchangeIsFine() throws {
        let (code, problems) = try Self.problems(of: TestExchange(hasUsualKeys: true))
        #expect(code == .success)
        #expect(problems.isEmpty)
    }

    @Test func reportsTheFaultsOfEveryFileAtOnce() throws {
        let exchange = try TestExchange()
        try exchange.edit("registry.json", "\"xiamen-trade\"", "\"Xiamen Trade\"")
        try exchange.edit("trust-list.json", "\"recognised\"", "\"recognized\"")
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(problems.contains { $0[0] == "registry.json" && $0[1].hasSuffix(".id") && $0[2] == "invalid" })
        #expect(problems.contains { $0[0] == "trust-list.json" && $0[1].hasSuffix(".status") })
    }

    @Test func namesPlatformsThatDoNotExistOrServeAnotherPlane() throws {
        let unknown = try TestExchange()
        try unknown.edit(
            "config.json",
            "\"servicePlatform\" : \"fuzhou-service\"",
            "\"servicePlatform\" : \"fuzhou-servic\""
        )
        #expect(try Self.problems(of: unknown).problems == [["config.json", "servicePlatform", "dangling"]])
        let trading = try TestExchange()
        try trading.edit(
            "config.json",
            "\"servicePlatform\" : \"fuzhou-service\"",
            "\"servicePlatform\" : \"fuzhou-trade\""
        )
        #expect(try Self.problems(of: trading).problems == [["config.json", "servicePlatform", "separation"]])
    }

    @Test func findsKeysThatCannotSign() throws {
        let exchange = try TestExchange()
        let keys = exchange.development.path + "/keys"
        try FileManager.default.removeItem(atPath: keys + "/xiamen-trade.key.pem")
        try FileManager.default.copyItem(
            atPath: keys + "/fuzhou-trade.key.pem",
            toPath: keys + "/xiamen-trade.key.pem"
        )
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: keys + "/fujian-water.key.pem"
        )
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(Set(problems.map { $0[1] }) == ["keys.xiamen-trade", "keys.fujian-water"])
    }

    @Test func findsMissingFiles() throws {
        let exchange = try TestExchange()
        for name in ["registry.json", "trust-list.json"] {
            try FileManager.default.removeItem(atPath: exchange.development.path + "/" + name)
        }
        let (_, problems) = try Self.problems(of: exchange)
        #expect(Set(problems.map { $0[2] }) == ["file_unreadable"])
        #expect(Set(problems.map { $0[0] }) == ["registry.json", "trust-list.json"])
    }

    @Test func tellsAPersonWhatIsWrong() throws {
        let exchange = try TestExchange()
        try exchange.edit("config.json", "\"brokers\"", "\"broker\"")
        let captured = exchange.captured()
        #expect(captured.run("check", "--config", "dev", "--lang", "en") == .configuration)
        #expect(captured.output.contains("brokers: this key is missing [missing]"))
        #expect(captured.output.contains("broker: unknown key; did you mean brokers? [unknown_key]"))
    }
}
