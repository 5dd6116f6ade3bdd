import Foundation
import Testing

/// `hutong-bench policy` compares every answer of routing with that of a linear scan written from the specification before
/// it measures anything: small, it is a test of routing that shares no code with it.
@Suite(.enabled(if: TestEnvironment.benchmark != nil, "hutong-bench is not built beside the tests"))
struct RoutingBenchmarkTests {
    @Test(.timeLimit(.minutes(5)), arguments: [1, 20_261_122]) func everyAnswerIsThatOfAScan(seed: Int) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("hutong-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let root = TestEnvironment.checkout
        let process = try SpawnedProcess(
            try #require(TestEnvironment.benchmark),
            [
                "policy", "--config", root + "/Ops/examples/province", "--flows",
                root + "/Contracts/flows/national.json",
                "--platforms", "300", "--synthetic-flows", "800", "--questions", "200", "--rounds", "1",
                "--seed", "\(seed)", "--format", "json",
            ],
            in: directory.path,
            name: "policy"
        )
        #expect(process.wait(within: .seconds(240)) == 0, "\(process.error)")
        #expect(process.output.contains("policy.growth"))
    }
}
