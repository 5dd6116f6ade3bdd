import Core
import Testing

@testable import Bus

/// When a group's own books count against what its coordinator answers (docs/specs/topics.md §16).
struct GroupPositionsTests {
    private static func partition(_ number: Int32) -> TopicPartition { TopicPartition("in", number) }

    @Test func positionsCountWhereTheyDifferAndTheInputReachesThem() {
        let own: [TopicPartition: Int64] = [
            Self.partition(0): 50, Self.partition(1): 50, Self.partition(2): 50, Self.partition(3): 50,
            Self.partition(4): 50,
        ]
        // Behind, ahead, the same, none; and of 4 the topic was made anew and is not that long.
        let group: [TopicPartition: Int64] = [
            Self.partition(0): 20, Self.partition(1): 60, Self.partition(2): 50, Self.partition(4): 7,
        ]
        let ends: [TopicPartition: Int64] = [
            Self.partition(0): 100, Self.partition(1): 100, Self.partition(2): 100, Self.partition(3): 50,
            Self.partition(4): 49,
        ]
        let corrections = GroupPositions.corrections(own: own, group: group, ends: ends)
        #expect(Set(corrections.keys) == [Self.partition(0), Self.partition(1), Self.partition(3)])
        #expect(corrections.values.allSatisfy { $0 == 50 })
    }

    @Test func aPartitionTakenOverGoesOnAtItsPosition() {
        var ledger = OffsetLedger()
        ledger.begin(Self.partition(0), at: 50)
        #expect(ledger.committed(Self.partition(0)) == 50)
        let accepted = [49, 50].map { ledger.accept(Self.partition(0), $0) }
        #expect(accepted == [false, true])
        let seeks = ledger.rewind([Self.partition(0)])
        #expect(seeks == [Self.partition(0): 50])
    }
}
