import Core
import Testing

@testable import Bus

/// Which committed offsets a group does not know.
struct OffsetConfirmationTests {
    private static func partition(_ number: Int32) -> TopicPartition { TopicPartition("ledger.trading", number) }

    @Test func onlyAnOlderAnswerIsBehind() {
        let committed = [Self.partition(6): 2023, Self.partition(7): 1964, Self.partition(9): 1622].mapValues(
            Int64.init
        )
        // As a broker answered after a restart: 6 and 7 of before, 9 of later.
        let answer = [Self.partition(6): 1983, Self.partition(7): 1964, Self.partition(9): 1661].mapValues(Int64.init)
        #expect(OffsetConfirmation.behind(committed, answer: answer) == [Self.partition(6): 2023])
        #expect(OffsetConfirmation.behind(committed, answer: committed).isEmpty)
    }

    @Test func withoutAnAnswerNothingIsKnown() {
        #expect(OffsetConfirmation.behind([Self.partition(1): 5], answer: [:]).isEmpty)
        #expect(OffsetConfirmation.behind([:], answer: [Self.partition(1): 5]).isEmpty)
    }

    @Test func whatIsCommittedAfterADoubtIsReadBackInTurns() {
        var confirmation = OffsetConfirmation()
        confirmation.committed([Self.partition(1): 5], at: 10)
        #expect(confirmation.takeDue(at: 20, all: true).isEmpty, "nothing was in doubt")
        confirmation.doubt(at: 100)
        confirmation.committed([Self.partition(1): 6, Self.partition(2): 3], at: 200)
        #expect(confirmation.takeDue(at: 200, all: false) == [Self.partition(1): 6, Self.partition(2): 3])
        confirmation.committed([Self.partition(1): 7], at: 300)
        confirmation.committed([Self.partition(1): 8], at: 400)
        #expect(confirmation.takeDue(at: 400, all: false).isEmpty, "its turn has not come")
        #expect(confirmation.takeDue(at: 200 + OffsetConfirmation.interval, all: false) == [Self.partition(1): 8])
        confirmation.committed([Self.partition(1): 9], at: 300 + OffsetConfirmation.interval)
        #expect(
            confirmation.takeDue(at: 301 + OffsetConfirmation.interval, all: true) == [Self.partition(1): 9],
            "who goes asks for the rest"
        )
        confirmation.committed([Self.partition(1): 10], at: 100 + OffsetConfirmation.span)
        #expect(confirmation.takeDue(at: .max, all: true).isEmpty, "the time of doubt is over")
    }
}
