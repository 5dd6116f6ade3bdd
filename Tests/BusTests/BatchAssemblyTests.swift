import Core
import Testing

@testable import Bus

/// What one `receive` may hand out; a record of these tests has 4 bytes: key and value of two each.
struct BatchAssemblyTests {
    private func record(_ offset: Int64) -> InboundRecord {
        InboundRecord(
            source: TopicPartition("in", 0),
            offset: offset,
            timestamp: Instant(milliseconds: 0),
            key: [1, 2],
            value: [3, 4],
            headers: []
        )
    }

    private func assembly(
        carried: [InboundRecord] = [],
        maximum: Int = 10,
        maximumBytes: Int = 1000,
        rebalances: UInt64 = 3
    ) -> BatchAssembly {
        BatchAssembly(carried: carried, maximum: maximum, maximumBytes: maximumBytes, rebalances: rebalances)
    }

    @Test func recordsOfOneAssignmentStayTogether() {
        var batch = assembly(carried: [record(1)])
        batch.noteRebalances(3)
        batch.add(record(2))
        batch.noteRebalances(3)
        batch.add(record(3))
        #expect(batch.records.map(\.offset) == [1, 2, 3])
        #expect(batch.bytes == 12)
    }

    @Test func nothingReadBeforeARebalanceStays() {
        var batch = assembly(carried: [record(1)])
        batch.add(record(2))
        // The poll served a revocation and an assignment and brought a record of the new assignment.
        batch.noteRebalances(5)
        batch.add(record(7))
        #expect(batch.records.map(\.offset) == [7])
        #expect(batch.bytes == 4)
        // The next poll brings no further rebalance: what was read since stays.
        batch.noteRebalances(5)
        #expect(batch.records.map(\.offset) == [7])
    }

    @Test func aRevocationWithoutARecordLeavesAnEmptyBatch() {
        var batch = assembly()
        batch.add(record(1))
        batch.noteRebalances(4)
        #expect(batch.records.isEmpty)
        #expect(batch.bytes == 0)
    }

    @Test func eachOfSeveralRebalancesCounts() {
        var batch = assembly()
        batch.add(record(1))
        batch.noteRebalances(4)
        batch.add(record(2))
        batch.noteRebalances(5)
        batch.add(record(3))
        #expect(batch.records.map(\.offset) == [3])
    }

    @Test func aBatchThatWasFullTakesRecordsAgainAfterARebalance() {
        var batch = assembly(maximum: 2)
        batch.add(record(1))
        #expect(!batch.isFull)
        batch.add(record(2))
        #expect(batch.isFull)
        batch.noteRebalances(4)
        #expect(!batch.isFull)
    }

    @Test func bytesCloseABatchToo() {
        var batch = assembly(maximumBytes: 8)
        batch.add(record(1))
        #expect(!batch.isFull)
        batch.add(record(2))
        #expect(batch.isFull)
        #expect(assembly(carried: [record(1), record(2)], maximumBytes: 8).isFull)
    }
}
