import Core
import Foundation
import Testing

@testable import GatewayApp

/// The whole demonstration in this process, read once more by an independent client.
struct DemoRunTests {
    private static let records = 160

    private static let kcat: String? = ["/usr/bin/kcat", "/usr/local/bin/kcat", "/usr/bin/kafkacat"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private struct Message: Decodable {
        let payload: String?
        let headers: [String]?
    }

    private struct Receipt: Decodable {
        struct Remark: Decodable {
            let code: String
        }

        let id: String?
        let verdict: String
        let problems: [Remark]
    }

    private struct Progress: Decodable {
        let id: String
        let state: String
    }

    /// What `kcat` reads in `topic` from the beginning to the end.
    private static func read(_ topic: String, from brokers: String, with kcat: String) throws -> [Message] {
        let process = Process()
        process.executableURL = URL(filePath: kcat)
        process.arguments = ["-b", brokers, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-J"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try data.split(separator: 0x0a).map { try JSONDecoder().decode(Message.self, from: Data($0)) }
    }

    private static func header(_ name: String, of message: Message) -> String? {
        guard let headers = message.headers, let index = headers.firstIndex(of: name) else { return nil }
        return index + 1 < headers.count ? headers[index + 1] : nil
    }

    @Test(.enabled(if: kcat != nil, "kcat is not installed"))
    func anIndependentClientReadsWhatTheManifestSays() throws {
        let captured = CapturedConsole()
        let manifest = try DemoScenarioTests.manifest()
        let kcat = try #require(Self.kcat)
        var verdicts: [String: [String]] = [:]
        var recipients: [String: [String]] = [:]
        var told: [String: Int] = [:]
        let run = DemoRun(contracts: DemoScenarioTests.contracts.path, console: captured.console)
        let report = try run.run(records: Self.records) { brokers in
            let registry = try Data(
                contentsOf: DemoScenarioTests.contracts.appending(path: "demo/registry.json")
            )
            let file = try #require(try JSONSerialization.jsonObject(with: registry) as? [String: Any])
            let platforms = try #require(file["platforms"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            #expect(platforms.count == 7)
            for platform in platforms {
                for message in try Self.read("receipt.\(platform)", from: brokers, with: kcat) {
                    let text = try #require(message.payload)
                    guard Self.header("ce_type", of: message) == "cn.hutong.receipt.v1" else {
                        let progress = try JSONDecoder().decode(Progress.self, from: Data(text.utf8))
                        if progress.state == "delivered" { told[progress.id, default: 0] += 1 }
                        continue
                    }
                    let receipt = try JSONDecoder().decode(Receipt.self, from: Data(text.utf8))
                    let codes = Set(receipt.problems.map(\.code)).sorted()
                    verdicts[try #require(receipt.id), default: []].append("\(receipt.verdict) \(codes)")
                }
                for message in try Self.read("deliver.\(platform)", from: brokers, with: kcat) {
                    recipients[try #require(Self.header("ce_id", of: message)), default: []].append(platform)
                }
            }
        }
        #expect(report.discrepancies == [])
        #expect(report.isBalanced)
        #expect(verdicts.count == Self.records)
        for (id, found) in verdicts {
            let row = try #require(manifest.row(forRecord: id))
            #expect(found == ["\(row.verdict) \(row.codes)"], "\(id)")
            #expect((recipients[id] ?? []).sorted() == row.recipients, "\(id)")
            #expect(told[id, default: 0] == row.recipients.count, "\(id)")
        }
    }

    @Test func moreThanTheEmbeddedBrokerHoldsIsRefused() throws {
        let run = DemoRun(contracts: DemoScenarioTests.contracts.path, console: CapturedConsole().console)
        let failure = #expect(throws: CommandFailure.self) { try run.run(records: 6_000) }
        #expect(failure?.exitCode == .usage)
    }
}
