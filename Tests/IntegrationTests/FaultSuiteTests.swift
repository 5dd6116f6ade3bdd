import Foundation
import Testing

/// The fault suite on the embedded broker, for some seconds: processes that are killed, frozen and drained, and the
/// oracle's verdict on what is left.
struct FaultSuiteTests {
    /// What the machine lacks; empty when the suite can run.
    static let lacks: String = {
        if TestEnvironment.hutong == nil { return "the command hutong is not built beside the tests" }
        return python == nil ? "python3 is not installed" : ""
    }()

    static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        .map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(
        .enabled(if: lacks.isEmpty, "\(lacks)"),
        .timeLimit(.minutes(6)),
        arguments: [["--only", "kill,kill_all,freeze,drain"], ["--only", "inject", "--gap", "0.5"]]
    )
    func whatWasAcknowledgedIsConservedThoughWorkersAreKilledAndRequestsFail(faults: [String]) throws {
        let hutong = try #require(TestEnvironment.hutong)
        let directory = FileManager.default.temporaryDirectory.path + "/hutong-faults-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let report = directory + "/report.json"
        let (status, output, error) = try SpawnedProcess.run(
            try #require(Self.python),
            [
                TestEnvironment.checkout + "/Ops/faults", "--embedded", "--minutes", "0.12", "--records", "300",
                "--cases", "10", "--seed", "7", "--gap", "1.5", "--hutong", hutong, "--directory", directory + "/run",
                "--report", report,
            ] + faults,
            in: directory,
            within: .seconds(300)
        )
        #expect(status == 0, "\(output.suffix(4000)) \(error.suffix(4000))")
        let data = try Data(contentsOf: URL(fileURLWithPath: report))
        let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(root["verdict"] as? String == "clean")
        let oracle = try #require(root["oracle"] as? [String: Any])
        // Some more than asked for: the parents that children wait for are sent at the end.
        let issued = try #require(oracle["issued"] as? Int)
        #expect(issued >= 300)
        #expect(oracle["acknowledged"] as? Int == issued)
        #expect(oracle["receipts"] as? Int == issued)
        #expect((oracle["violations"] as? [String: Int])?.isEmpty == true)
        let faults = try #require(root["faults"] as? [String: Int])
        #expect(faults.values.reduce(0, +) > 0)
        if TestEnvironment.kcat != nil {
            let independent = try #require(root["independent"] as? [String: Any])
            #expect(independent["agrees"] as? Bool == true)
            #expect(independent["twice"] as? Int == 0)
        }
    }

    @Test(.enabled(if: TestEnvironment.hutong != nil, "the command hutong is not built beside the tests"))
    func theOracleRefusesWhatIsNoJournal() throws {
        let hutong = try #require(TestEnvironment.hutong)
        let directory = FileManager.default.temporaryDirectory.path + "/hutong-oracle-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // Nothing is deleted where 'oracle prepare' left no note.
        let (status, _, error) = try SpawnedProcess.run(hutong, ["oracle", "remove", "--lang", "en"], in: directory)
        #expect(status == 66)
        #expect(error.contains(".hutong-dev/oracle.json cannot be read"))
    }
}
