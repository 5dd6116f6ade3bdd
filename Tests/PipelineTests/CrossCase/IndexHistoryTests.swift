import Foundation
import Testing

/// Histories of the index in which workers die, freeze and lose their places between any two requests. Run one again with
/// `HUTONG_INDEX_SEED`: it prints what was done, step by step. `HUTONG_INDEX_COUNT` runs more of them.
@Suite struct IndexHistoryTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment["HUTONG_INDEX_\(name)"].flatMap(UInt64.init)
    }

    @Test func everyHistoryFindsWhatThereIsOnce() throws {
        let wanted = Self.number("SEED")
        let first = wanted ?? 1
        let count = wanted == nil ? Self.number("COUNT") ?? 300 : 1
        var found: [String] = []
        var strikes: [String: Int] = [:]
        var failed = 0
        for seed in first..<(first + count) where failed < 5 {
            let history = IndexHistory(seed: seed)
            history.run()
            if wanted != nil { print(history.exchange.scheduler.trace.joined(separator: "\n")) }
            let (faults, lines) = try IndexHistoryCheck.look(through: history)
            #expect(faults == [], "HUTONG_INDEX_SEED=\(seed)")
            if !faults.isEmpty { failed += 1 }
            found += lines
            strikes.merge(history.exchange.cluster.strikes, uniquingKeysWith: +)
        }
        guard wanted == nil, count >= 300 else { return }
        // Histories in which nothing happens show nothing.
        let missing = found.filter { $0.contains("parent_missing") }.count
        #expect(missing > 300 && found.count - missing > 1_000)
        let kinds = [
            "request lost", "answer lost", "answer unknown", "refused", "coordinator away", "is killed", "stops for",
            "is put", "jumps by", "state is",
        ]
        for kind in kinds { #expect(strikes[kind] != nil, "\(kind) never happened") }
    }

    /// One history in fair weather, again and again: each time the worker dies one step later.
    @Test func aDeathAtAnyStepChangesNothing() throws {
        func look(_ seed: UInt64, death: Int) throws -> (found: [String], steps: Int) {
            let history = IndexHistory(seed: seed, claims: 12, death: death)
            history.run()
            let (faults, found) = try IndexHistoryCheck.look(through: history)
            #expect(faults == [], "dead at step \(death)")
            let killed = history.exchange.cluster.strikes["is killed"]
            #expect(killed == (death <= history.exchange.scheduler.steps ? 1 : nil))
            return (found, history.exchange.scheduler.steps)
        }
        // The first one in which there is something of both kinds to find.
        let seed = try #require(
            try (1...100 as ClosedRange<UInt64>).first { seed in
                let found = try look(seed, death: .max).found
                return ["code_taken", "parent_missing"].allSatisfy { code in found.contains { $0.contains(code) } }
            }
        )
        for death in 1...(try look(seed, death: .max).steps) { _ = try look(seed, death: death) }
    }

    /// A failing seed can be looked at again: the same seed takes the same steps.
    @Test(arguments: [3, 99, 250] as [UInt64]) func historiesReplay(seed: UInt64) throws {
        func trace() -> [String] {
            let history = IndexHistory(seed: seed)
            history.run()
            return history.exchange.scheduler.trace
        }
        #expect(trace() == trace())
    }

    /// Of messages and parked records the index has none; a state that is read to the last stable offset shows once in
    /// hundreds of histories, and registration's find it.
    private static let others: Set<SeededFault> = [.losesMessages, .losesParked, .restoresToStableEnd]

    /// The simulation finds what it is there to find.
    @Test(arguments: SeededFault.allCases.filter { !others.contains($0) })
    func isFound(fault: SeededFault) throws {
        for seed in 1...400 as ClosedRange<UInt64> {
            let history = IndexHistory(seed: seed, fault: fault)
            history.run()
            if let first = try IndexHistoryCheck.look(through: history).faults.first {
                print("\(fault) is found by seed \(seed): \(first.prefix(200))")
                return
            }
        }
        Issue.record("\(fault) is not found")
    }
}
