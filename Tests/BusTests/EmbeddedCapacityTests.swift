import Core
import Testing

@testable import Bus

struct EmbeddedCapacityTests {
    @Test func refusesWhatAPartitionWouldDrop() {
        var capacity = EmbeddedCapacity(partitionCounts: ["t": 2])
        let partition = TopicPartition("t", 1)
        #expect(capacity.add(4_000_000, to: partition) == nil)
        let overflow = capacity.add(1_500_000, to: partition)
        #expect(overflow == .init(partition: partition, needed: 5_500_000))
        // Nothing was booked by the refusal, and other partitions are not concerned.
        #expect(capacity.used[partition] == 4_000_000)
        #expect(capacity.add(500_000, to: partition) == nil)
        #expect(capacity.add(4_900_000, to: TopicPartition("t", 0)) == nil)
        #expect(capacity.fullness > 0.9)
    }

    @Test func booksRecordsWhereMurmur2PutsThem() {
        var capacity = EmbeddedCapacity(partitionCounts: ["t": 4])
        let key = Array("foobar".utf8)
        // Kafka's own test value: murmur2("foobar") = -790332482; without its sign bit 1357151166, modulo 4 = 2.
        let record = OutboundRecord(topic: "t", key: key, value: [UInt8](repeating: 0, count: 100))
        #expect(capacity.add(record) == nil)
        #expect(capacity.used.keys.map(\.partition) == [2])
        #expect((capacity.used.values.first ?? 0) >= 106)
    }
}
