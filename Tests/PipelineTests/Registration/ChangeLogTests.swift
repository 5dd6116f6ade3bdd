import Testing

@testable import Pipeline

@Suite("Changes that are still to be written")
struct ChangeLogTests {
    /// A transaction writes each key once, and a key that was changed again stands where it was changed last.
    @Test func ofAllChangesUnderOneNameTheLastIsWritten() {
        var log = ChangeLog<String, Int>()
        for (name, change) in [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("a", 5), ("b", 6)] {
            log.append(change, under: name)
        }
        #expect(log.take() == [4, 5, 6])
        #expect(log.take() == [])
    }

    /// What was written before is no change any more, and replaces nothing.
    @Test func whatWasTakenIsForgotten() {
        var log = ChangeLog<String, Int>()
        log.append(1, under: "a")
        #expect(log.take() == [1])
        log.append(2, under: "b")
        log.append(3, under: "a")
        #expect(log.take() == [2, 3])
        log.append(4, under: "a")
        log.removeAll()
        log.append(5, under: "c")
        #expect(log.take() == [5])
    }

    /// Founding and facts are names within a case; a digest or an offset is a name of one case alone.
    @Test func namesOfTwoCasesAreKeptApart() {
        let key = EntryKey(high: 1, low: 2)
        func name(_ caseKey: String, _ name: CaseState.Name) -> CaseState.InCase {
            CaseState.InCase(caseKey: caseKey, name: name)
        }
        #expect(name("a", .founded) != name("b", .founded))
        #expect(name("a", .facts) != name("b", .facts))
        #expect(name("a", .facts) != name("a", .founded))
        #expect(name("a", .record(key)) != name("a", .message(key)))
        #expect(name("a", .record(key)) != name("a", .record(EntryKey(high: 3, low: 2))))
        #expect(name("a", .parked(2)) != name("a", .parked(3)))
        #expect(name("a", .facts) == name("a", .facts))
    }
}
