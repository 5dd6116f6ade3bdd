import Testing

@testable import Pipeline

@Suite("Changes that are still to be written")
struct ChangeLogTests {
    /// A change with a name; names of equal length have one hash, so that names alone keep them apart.
    private struct Change: NamedChange, Equatable {
        let name: String
        let number: Int

        init(_ name: String, _ number: Int) {
            self.name = name
            self.number = number
        }

        var nameHash: UInt64 { UInt64(name.utf8.count) }

        func hasName(of other: Change) -> Bool { name == other.name }
    }

    /// A transaction writes each key once, and a key that was changed again stands where it was changed last.
    @Test func ofAllChangesUnderOneNameTheLastIsWritten() {
        var log = ChangeLog<Change>()
        for (name, number) in [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("a", 5), ("b", 6)] {
            log.append(Change(name, number))
        }
        #expect(log.take().map(\.number) == [4, 5, 6])
        #expect(log.take() == [])
    }

    /// What was written before is no change any more, and replaces nothing.
    @Test func whatWasTakenIsForgotten() {
        var log = ChangeLog<Change>()
        log.append(Change("a", 1))
        #expect(log.take().map(\.number) == [1])
        log.append(Change("b", 2))
        log.append(Change("a", 3))
        #expect(log.take().map(\.number) == [2, 3])
        log.append(Change("a", 4))
        log.removeAll()
        log.append(Change("c", 5))
        #expect(log.take().map(\.number) == [5])
    }

    /// Many changes of few names, against what a dictionary keeps.
    @Test func manyChangesOfFewNames() {
        var random = SplitMix64(seed: 7)
        var log = ChangeLog<Change>()
        for _ in 0..<20 {
            var last: [String: Int] = [:]
            for number in 0..<Int.random(in: 0..<3000, using: &random) {
                let name =
                    String(repeating: "n", count: Int.random(in: 1..<40, using: &random))
                    + String(Int.random(in: 0..<9, using: &random))
                last[name] = number
                log.append(Change(name, number))
            }
            #expect(log.take().map(\.number) == last.values.sorted())
        }
    }

    /// Founding and facts are names within a case; a digest or an offset is a name of one case alone.
    @Test func namesOfTwoCasesAreKeptApart() {
        let key = EntryKey(high: 1, low: 2)
        func change(_ caseKey: String, _ name: CaseState.Name) -> CaseChange {
            CaseChange(caseKey: caseKey, state: .removed(name))
        }
        func areOne(_ left: CaseChange, _ right: CaseChange) -> Bool {
            left.hasName(of: right) && left.nameHash == right.nameHash
        }
        #expect(!areOne(change("a", .founded), change("b", .founded)))
        #expect(!areOne(change("a", .facts), change("b", .facts)))
        #expect(!areOne(change("a", .facts), change("a", .founded)))
        #expect(!areOne(change("a", .record(key)), change("a", .message(key))))
        #expect(!areOne(change("a", .record(key)), change("a", .record(EntryKey(high: 3, low: 2)))))
        #expect(!areOne(change("a", .parked(2)), change("a", .parked(3))))
        #expect(areOne(change("a", .facts), change("a", .facts)))
        let long = String(repeating: "x", count: 40)
        #expect(areOne(change(long, .founded), change(long, .founded)))
    }
}
