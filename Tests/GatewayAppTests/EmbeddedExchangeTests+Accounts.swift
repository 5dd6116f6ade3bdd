import Core
import Foundation
import GatewayApp
import Testing

extension EmbeddedExchangeTests {
    /// `audit views --raw` prints what `verify --seal` verifies: two accounts and more, one of them changed, taken out, and
    /// put in once more.
    static func accountsCanBeVerified(_ exchange: TestExchange) throws {
        // A second record, so that one account stands before another.
        let text = try String(contentsOfFile: project, encoding: .utf8)
        try exchange.directory.write(
            "second.json",
            text.replacing("E3501000000000001", with: "E3501000000000002")
        )
        let publishing = exchange.captured()
        #expect(
            publishing.run(
                "publish",
                "--config",
                "dev",
                "--platform",
                "fuzhou-trade",
                "--contract",
                "PROJECT",
                "second.json"
            )
                == .success,
            "\(publishing.error)"
        )
        func lines() -> [String] {
            let reading = exchange.captured()
            let code = reading.run("audit", "views", "--config", "dev", "--recipient", "fuzhou-service", "--raw")
            #expect(code == .success, "\(reading.error)")
            return reading.output.split(separator: "\n").map(String.init)
        }
        try wait { lines().count == 2 }
        let accounts = lines()
        func rules(_ lines: [String]) throws -> [String?] {
            try exchange.directory.write("accounts.ndjson", lines.joined(separator: "\n") + "\n")
            let verifying = exchange.captured()
            let code = verifying.run("verify", "--seal", "--config", "dev", "--format", "json", "accounts.ndjson")
            let rules = verifying.objects.map { ($0["problems"] as? [[String: Any]])?.first?["rule"] as? String }
            #expect(code == (rules.allSatisfy { $0 == nil } ? .success : .dataRefused), "\(verifying.error)")
            return rules
        }
        #expect(try rules(accounts) == [nil, nil])
        #expect(try rules([accounts[1]]) == ["account.missing"])
        #expect(try rules([accounts[0], accounts[0], accounts[1]]) == [nil, "account.repeated", nil])
        var object = try #require(
            try JSONSerialization.jsonObject(with: Data(accounts[0].utf8)) as? [String: Any]
        )
        let value = try #require((object["value"] as? String).flatMap { Data(base64Encoded: $0) })
        let changed = String(decoding: value, as: UTF8.self).replacing("\"records\":1", with: "\"records\":0")
        object["value"] = Data(changed.utf8).base64EncodedString()
        let spoilt = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        #expect(try rules([spoilt, accounts[1]]) == ["seal.content", "account.missing"])
    }
}
