import Core
import Foundation
import GatewayApp
import Testing

/// `hutong translate` under profiles and for other versions of a contract.
struct TranslateCommandTests {
    /// An accepted golden sample, with `changes` to its members.
    private static func sample(_ directory: String, _ changes: [String: Any?] = [:]) throws -> String {
        let file = URL(filePath: Checkout.contracts + "/national/v2/" + directory + "/samples.json")
        let samples = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let accepted = try #require((samples["accept"] as? [[String: Any]])?.first?["record"] as? [String: Any])
        var record = accepted
        for (name, value) in changes { record[name] = value }
        return String(
            decoding: try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys]),
            as: UTF8.self
        )
    }

    private static func codes(_ captured: CapturedConsole) throws -> [String] {
        let problems = try #require(captured.objects.first?["problems"] as? [[String: Any]])
        return problems.filter { $0["severity"] as? String == "error" }.compactMap { problem in
            (problem["code"] as? String).map { "\($0) \(problem["pointer"] ?? "")" }
        }
    }

    /// Fujian demands the unified deal code of a section; the national baseline does not.
    @Test func theRecordIsValidatedUnderTheProfile() throws {
        let record = try Self.sample("engineering/502-SECTION", ["UNIFIED_DEAL_CODE": nil as Any?])
        let words = [
            "translate", "--from", "national", "--to", "title-context-json", "--contract", "SECTION", "--data-key",
            "0001502202603160000001", "--ca-key", "k", "--format", "json", "-",
        ]
        let baseline = CapturedConsole(in: Checkout.root, input: record)
        #expect(baseline.run(words) == .success)
        let fujian = CapturedConsole(in: Checkout.root, input: record)
        #expect(fujian.run(words + ["--profile", "fujian"]) == .dataRefused)
        #expect(try Self.codes(fujian) == ["field_missing /UNIFIED_DEAL_CODE"])
    }

    @Test(arguments: [["--profile", "fujan"], ["--profile", "fujian", "--no-check"]])
    func aProfileThatCannotBeUsedIsAnError(_ words: [String]) {
        let captured = CapturedConsole(in: Checkout.root, input: "{}")
        let code = captured.run(["translate", "--from", "national", "--to", "ceb", "-"] + words)
        #expect(code == .usage)
        #expect(captured.error.contains("--profile") || captured.error.contains("fujian"))
    }

    /// Version 1.0 of the land notice demands CHANGE_TIME; the current one does not. Both are written and read back.
    @Test func anOlderVersionIsTranslatedThereAndBack() throws {
        let record = try Self.sample("land/600-DEAL_BEHAVIOR_INFO/1.0")
        let words = ["--data-key", "0001502202603160000001", "--ca-key", "k"]
        let name = "DEAL_BEHAVIOR_INFO@1.0"
        let written = CapturedConsole(in: Checkout.root, input: record)
        let to = ["translate", "--from", "national", "--to", "title-context-xml", "--contract", name] + words + ["-"]
        #expect(written.run(to) == .success)
        let read = CapturedConsole(in: Checkout.root, input: written.output)
        #expect(
            read.run(["translate", "--from", "title-context-xml", "--to", "national", "--contract", name, "-"])
                == .success
        )
        let back = try #require(read.objects.first as NSDictionary?)
        let sent = try #require(try JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: Any])
        // XML carries text alone: a number comes back as its digits.
        #expect(back == (sent.mapValues { "\($0)" } as NSDictionary))
        let partial = try Self.sample("land/600-DEAL_BEHAVIOR_INFO/1.0", ["CHANGE_TIME": nil as Any?])
        let refused = CapturedConsole(in: Checkout.root, input: partial)
        #expect(refused.run(to + ["--format", "json"]) == .dataRefused)
        #expect(try Self.codes(refused) == ["field_missing /CHANGE_TIME"])
    }
}
