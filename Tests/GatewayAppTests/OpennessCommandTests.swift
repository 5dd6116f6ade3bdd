import Core
import Foundation
import GatewayApp
import Testing

/// 公开属性 on the way from a document of another line into an event, and in explanations.
struct OpennessCommandTests {
    private static func object(_ path: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A CEB row with openType 2 becomes an event whose attribute says so; what is said on the command line counts more.
    @Test func theOpenTypeOfARowArrivesAtTheAttribute() throws {
        let samples = try #require(
            try Self.object(Checkout.contracts + "/dialects/ceb/samples/PROJECT.json") as? [[String: Any]]
        )
        let document = try #require(samples.first?["document"] as? [String: Any])
        #expect(document["openType"] as? String == "2")
        let exchange = try TestExchange()
        try JSONSerialization.data(withJSONObject: document)
            .write(to: URL(fileURLWithPath: exchange.directory.path + "/row.json"))
        let translating = exchange.captured()
        #expect(
            translating.run([
                "translate", "--from", "ceb", "--to", "national", "--contract", "PROJECT", "--title", "--no-check",
                "--contracts", Checkout.contracts, "row.json",
            ]) == .success,
            "\(translating.error)"
        )
        #expect(translating.objects.first?["@OPEN_TYPE"] as? String == "2")
        try Data(translating.output.utf8).write(
            to: URL(fileURLWithPath: exchange.directory.path + "/record.json")
        )
        for (said, expected) in [([], "2"), (["--opentype", "1", "--classification", "national-security"], "1")] {
            let signing = exchange.captured()
            let line = [
                "sign", "--config", "dev", "--platform", "fuzhou-trade", "--contract", "PROJECT", "--output",
                "event.json", "record.json",
            ]
            #expect(signing.run(line + said) == .success, "\(signing.error)")
            let event = try #require(try Self.object(exchange.directory.path + "/event.json") as? [String: Any])
            let headers = try #require(event["headers"] as? [String: String])
            #expect(headers["ce_opentype"] == expected)
            #expect(headers["ce_classification"] == (said.isEmpty ? nil : "national-security"))
            let data = try #require(Data(base64Encoded: event["data_base64"] as? String ?? ""))
            #expect(!String(decoding: data, as: UTF8.self).contains("@OPEN_TYPE"), "no title field is sent")
            let verifying = exchange.captured()
            #expect(verifying.run("verify", "--config", "dev", "event.json") == .success)
        }
    }

    @Test(arguments: [
        ("fuzhou-service", ["--opentype", "0"], [] as [String]),
        ("fuzhou-service", ["--opentype", "1"], ["not_authorised"]),
        ("fuzhou-service", ["--opentype", "2"], ["not_public"]),
        ("fuzhou-service", ["--classification", "national-security"], ["not_public"]),
        ("fuzhou-housing", ["--opentype", "2"], []), ("fuzhou-housing", ["--classification", "national-security"], []),
    ])
    func anExplanationTells(recipient: String, marks: [String], codes: [String]) throws {
        let captured = CapturedConsole(in: "/nonexistent")
        let code = captured.run(
            [
                "policy", "explain", "--config", ProvinceExampleTests.directory + "/hutong.json", "--from",
                "fuzhou-trade", "--to", recipient, "--dataset", "501", "--sector", "A01", "--format", "json",
            ] + marks
        )
        let object = try #require(captured.objects.first)
        #expect(((object["reasons"] as? [[String: Any]]) ?? []).map { $0["code"] as? String } == codes)
        #expect(code == (codes.isEmpty ? .success : .dataRefused))
        let fields = try #require(object["fields"] as? [[String: Any]])
        #expect(fields.allSatisfy { $0["group"] is String && $0["name"] is String })
    }
}
