import Core
import Testing

@testable import Bus

struct OffsetLedgerTests {
    private let zero = TopicPartition("in", 0)
    private let one = TopicPartition("in", 1)

    @Test func acceptsForwardAndDropsWhatWasSeen() {
        var ledger = OffsetLedger()
        #expect(ledger.accept(zero, 10) == true)
        #expect(ledger.accept(zero, 11) == true)
        #expect(ledger.continues(zero))
        #expect(ledger.accept(zero, 11) == false)
        #expect(ledger.accept(one, 3) == true)
        #expect(!ledger.continues(zero))
        // Gaps are normal: markers, aborted records and compaction leave them.
        #expect(ledger.accept(zero, 20) == true)
        #expect(ledger.accept(zero, 12) == false)
        #expect(ledger.position(zero) == 21)
        #expect(ledger.position(one) == 4)
    }

    @Test func goesBackToTheFirstRecordWhenNothingWasCommitted() {
        var ledger = OffsetLedger()
        _ = ledger.accept(zero, 10)
        _ = ledger.accept(zero, 11)
        #expect(ledger.rewind([zero, one]) == [zero: 10])
        #expect(ledger.accept(zero, 10) == true)
    }

    @Test func goesBackToTheLastCommit() {
        var ledger = OffsetLedger()
        for offset in 0..<5 { _ = ledger.accept(zero, Int64(offset)) }
        ledger.committed([zero: 3])
        #expect(ledger.rewind([zero]) == [zero: 3])
        // Nothing was handed out since: nowhere to go.
        #expect(ledger.rewind([zero]) == [:])
    }

    @Test func aHigherCommitOnTheBrokerWins() {
        var ledger = OffsetLedger()
        for offset in 0..<5 { _ = ledger.accept(zero, Int64(offset)) }
        ledger.committed([zero: 2])
        #expect(ledger.rewind([zero], broker: [zero: 5]) == [:])
        #expect(ledger.accept(zero, 4) == false)
        #expect(ledger.accept(zero, 5) == true)
    }

    @Test func aLowerOneOnTheBrokerIsOld() {
        var ledger = OffsetLedger()
        for offset in 0..<5 { _ = ledger.accept(zero, Int64(offset)) }
        ledger.committed([zero: 4])
        #expect(ledger.rewind([zero], broker: [zero: 1]) == [zero: 4])
    }

    @Test func endOfPartitionMovesThePosition() {
        var ledger = OffsetLedger()
        _ = ledger.accept(zero, 7)
        ledger.committed([zero: 8])
        ledger.reachedEnd(zero, 9)
        #expect(ledger.position(zero) == 9)
        ledger.reachedEnd(zero, 8)
        #expect(ledger.position(zero) == 9)
        ledger.reachedEnd(one, 100)
        #expect(ledger.position(one) == 100)
    }

    @Test func resetForgets() {
        var ledger = OffsetLedger()
        _ = ledger.accept(zero, 7)
        ledger.reset()
        #expect(ledger.position(zero) == nil)
        #expect(ledger.accept(zero, 0) == true)
        #expect(ledger.rewind([zero]) == [zero: 0])
    }
}
