import Core
import Testing

/// docs/specs/topics.md §16.
struct PositionTopicTests {
    /// Entries of the partitions of a position topic, in the order they were written.
    private final class Entries: PartitionSource {
        var records: [InboundRecord] = []
        private(set) var asked: [TopicPartition] = []

        func add(_ partition: Int32, _ key: String, _ value: String?) {
            let record = InboundRecord(
                source: TopicPartition("position.w", partition),
                offset: Int64(records.count),
                timestamp: Instant(milliseconds: 0),
                key: Array(key.utf8),
                value: value.map { Array($0.utf8) },
                headers: []
            )
            records.append(record)
        }

        func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
            asked = partitions
            for record in records where partitions.contains(record.source) { take(record) }
        }

        func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] { [] }
    }

    private let topic = PositionTopic(name: "position.w", group: "hutong.w", partitions: 4)
    private func input(_ number: Int32) -> TopicPartition { TopicPartition("ledger.trading", number) }

    @Test func anEntryIsWrittenAsTheSpecificationSays() {
        let entries = topic.entries(of: [input(6): 1234, TopicPartition("ledger.service", 2): 0])
        #expect(entries.map(\.topic) == ["position.w", "position.w"])
        // 6 modulo 4, and 2.
        #expect(entries.map(\.partition) == [2, 2])
        #expect(
            entries.compactMap(\.key).map { String(decoding: $0, as: UTF8.self) } == [
                "hutong.w ledger.service 2", "hutong.w ledger.trading 6",
            ]
        )
        #expect(entries.compactMap(\.value).map { String(decoding: $0, as: UTF8.self) } == ["0", "1234"])
        #expect(entries.allSatisfy { $0.headers.isEmpty })
    }

    @Test func theLastEntryOfAPartitionCountsAndOthersArePassedOver() throws {
        let source = Entries()
        source.add(2, "hutong.w ledger.trading 6", "9")
        source.add(2, "hutong.w ledger.trading 6", "12")
        source.add(2, "hutong.other ledger.trading 6", "99")
        source.add(2, "hutong.w ledger.trading 2", "not asked for, and so not read")
        source.add(1, "hutong.w ledger.trading 1", "5")
        source.add(1, "hutong.w ledger.trading 1", nil)
        source.add(3, "hutong.w ledger.trading 3", "7")
        let positions = try topic.positions(of: [input(6), input(1), input(0)], from: source)
        #expect(positions == [input(6): 12])
        #expect(source.asked == [0, 1, 2].map { TopicPartition("position.w", $0) })
    }

    @Test(arguments: ["", "12a", "-1", "9223372036854775808", " 7"]) func aValueThatIsNoOffsetIsNamed(_ value: String) {
        let source = Entries()
        source.add(1, "hutong.w ledger.trading 1", "3")
        source.add(1, "hutong.w ledger.trading 1", value)
        let failure = #expect(throws: BusFailure.self) { try topic.positions(of: [input(1)], from: source) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.detail.hasPrefix("position.w/1 at 1: ") == true)
    }
}
