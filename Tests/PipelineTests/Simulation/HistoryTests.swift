import Core
import Foundation
import Pipeline
import Platform
import Testing
import Trust

/// Histories of registration between admission and delivery, each by its seed. Run one again with
/// `HUTONG_SIMULATION_SEED`: it prints what was done, step by step. `HUTONG_SIMULATION_COUNT` runs more of them, from
/// `HUTONG_SIMULATION_FIRST` on; `HUTONG_SIMULATION_FAULT` puts a ``SeededFault`` in.
@Suite struct HistoryTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment["HUTONG_SIMULATION_\(name)"].flatMap(UInt64.init)
    }

    private static let fault = ProcessInfo.processInfo.environment["HUTONG_SIMULATION_FAULT"]
        .flatMap(SeededFault.init(rawValue:))

    @Test func everyHistoryEndsAsTheModelSays() throws {
        let wanted = Self.number("SEED")
        let first = wanted ?? Self.number("FIRST") ?? 1
        let count = wanted == nil ? Self.number("COUNT") ?? 600 : 1
        // What is made once for all is no part of the figure.
        try History(seed: first).run()
        let start = SystemClock.monotonicNanoseconds()
        var told: [String: Int] = [:]
        var strikes: [String: Int] = [:]
        var submissions = 0
        var failed = 0
        var run = 0
        for seed in first..<(first + count) where failed < 5 {
            let history = try History(seed: seed, fault: Self.fault)
            history.run()
            let (faults, lines) = HistoryCheck.look(through: history)
            if wanted != nil {
                print(history.scheduler.trace.joined(separator: "\n"))
                print("digest of steps and topics: \(Self.digest(of: history))")
            }
            #expect(faults == [], "HUTONG_SIMULATION_SEED=\(seed)")
            if !faults.isEmpty { failed += 1 }
            told.merge(lines, uniquingKeysWith: +)
            strikes.merge(history.cluster.strikes, uniquingKeysWith: +)
            submissions += history.script.count
            run += 1
        }
        let minutes = Double(SystemClock.monotonicNanoseconds() - start) / 60e9
        print("simulation: \(run) histories, \(submissions) submissions, \(Int(Double(run) / minutes)) a minute")
        for counts in [strikes, told] {
            print(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        }
        guard wanted == nil, count >= 600 else { return }
        expectVariety(told, strikes)
    }

    /// Histories in which nothing happens show nothing.
    private func expectVariety(_ told: [String: Int], _ strikes: [String: Int]) {
        let codes = [
            "case_closed", "code_changed", "code_taken", "data_key_exists", "data_key_unknown", "id_reused",
            "not_owner",
            "parent_missing", "superseded",
        ]
        for code in codes { #expect(told["refused [\"\(code)\"]"] != nil, "\(code) was never told") }
        for line in ["accepted", "accepted duplicate", "parked", "refused [\"code_taken\"] duplicate"] {
            #expect(told[line] != nil, "\(line) was never told")
        }
        let kinds = [
            "request lost", "answer lost", "answer unknown", "refused", "coordinator away", "is killed", "stops for",
            "is put", "jumps by", "state is",
        ]
        for kind in kinds { #expect(strikes[kind] != nil, "\(kind) never happened") }
    }

    /// A failing seed can be looked at again: the same seed takes the same steps and leaves the same bytes.
    @Test(arguments: [3, 99, 250] as [UInt64])
    func historiesReplayToTheByte(seed: UInt64) throws {
        func history() throws -> (trace: [String], digest: String) {
            let history = try History(seed: seed)
            history.run()
            return (history.scheduler.trace, Self.digest(of: history))
        }
        let (first, second) = (try history(), try history())
        #expect(first.trace == second.trace)
        #expect(first.digest == second.digest)
    }

    private static func digest(of history: History) -> String {
        var bytes = Array(history.scheduler.trace.joined(separator: "\n").utf8)
        for topic in history.broker.partitionCounts.keys.sorted() {
            for record in history.broker.records(of: topic).joined() {
                bytes += Array("\(topic)/\(record.source.partition)@\(record.offset)".utf8)
                bytes += (record.key ?? []) + (record.value ?? [])
                for header in record.headers { bytes += Array(header.name.utf8) + (header.value ?? []) }
            }
        }
        return PayloadDigest(.sha256, of: bytes).bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
