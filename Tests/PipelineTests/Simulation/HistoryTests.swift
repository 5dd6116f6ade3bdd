import Foundation
import Testing

/// Histories of registration between admission and delivery, thousands of them, each by its seed.
@Suite struct HistoryTests {
    /// `HUTONG_SIMULATION_SEED` runs one history alone and prints what was done in it.
    private static let wanted = ProcessInfo.processInfo.environment["HUTONG_SIMULATION_SEED"].flatMap(UInt64.init)
    /// How many histories are run.
    private static let count =
        ProcessInfo.processInfo.environment["HUTONG_SIMULATION_COUNT"].flatMap(UInt64.init) ?? 500

    @Test func everyHistoryEndsAsTheModelSays() throws {
        let seeds = Self.wanted.map { $0...$0 } ?? 1...Self.count
        let start = Date()
        var strikes: [String: Int] = [:]
        var submissions = 0
        var failed: [UInt64] = []
        var run = 0
        for seed in seeds {
            let history = try History(seed: seed)
            history.run()
            run += 1
            let faults = HistoryCheck.faults(of: history)
            if Self.wanted != nil { print(history.scheduler.trace.joined(separator: "\n")) }
            if !faults.isEmpty { failed.append(seed) }
            #expect(faults == [], "HUTONG_SIMULATION_SEED=\(seed)")
            strikes.merge(history.cluster.strikes, uniquingKeysWith: +)
            submissions += history.script.count
            guard failed.count < 5 else { break }
        }
        let minutes = Date().timeIntervalSince(start) / 60
        print(
            "simulation: \(run) histories, \(submissions) submissions, \(Int(Double(run) / minutes)) a minute"
        )
        print(strikes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
}
