import Core
import Platform
import Testing

@testable import Bus

/// Partitions read beside the group, on the embedded broker.
struct PartitionSourceTests {
    /// `count` records in each of `partitions` partitions, numbered within each.
    private static func fill(
        _ broker: borrowing EmbeddedBroker,
        _ topic: String,
        partitions: Int,
        count: Int
    ) throws {
        let records = (0..<partitions).flatMap { partition in
            (0..<count).map { number in
                OutboundRecord(
                    topic: topic,
                    partition: Int32(partition),
                    key: Array("key-\(number)".utf8),
                    value: number % 10 == 3 ? nil : Array("\(partition)-\(number)".utf8)
                )
            }
        }
        try publish(records, to: broker.connection())
    }

    @Test func everythingOfTheNamedPartitionsIsReadInOrder() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("case", partitions: 5)
        try Self.fill(broker, "case", partitions: 4, count: 700)
        var waits = 0
        let source = KafkaPartitionSource(broker.connection()) { waits += 1 }
        // The last one is empty.
        let wanted = [0, 2, 3, 4].map { TopicPartition("case", $0) }
        for _ in 0..<2 {
            var read: [TopicPartition: [InboundRecord]] = [:]
            try source.restore(wanted) { read[$0.source, default: []].append($0) }
            #expect(Set(read.keys) == Set(wanted.dropLast()))
            for (partition, records) in read {
                #expect(records.map(\.offset) == Array(0..<700))
                #expect(
                    records.map(\.text) == (0..<700).map { $0 % 10 == 3 ? "∅" : "\(partition.partition)-\($0)" }
                )
            }
        }
        try source.restore([]) { _ in Issue.record("nothing was asked for") }
        try source.restore([TopicPartition("case", 4)]) { _ in Issue.record("the partition is empty") }
    }

    @Test func singleRecordsAreReadOnceMoreWhereverTheyLie() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("admitted", partitions: 2)
        try Self.fill(broker, "admitted", partitions: 2, count: 900)
        let source = KafkaPartitionSource(broker.connection())
        let partition = TopicPartition("admitted", 1)
        func read(_ offsets: [Int64]) throws -> [Int64] {
            let records = try source.records(of: partition, at: offsets)
            #expect(records.allSatisfy { $0.source == partition })
            #expect(records.allSatisfy { $0.keyText == "key-\($0.offset)" })
            return records.map(\.offset)
        }
        #expect(try read([]) == [])
        #expect(try read([0]) == [0])
        // Near each other, far from each other, the last one.
        #expect(try read([5, 6, 9, 60, 400, 401, 899]) == [5, 6, 9, 60, 400, 401, 899])
        // Back again, and in no order.
        #expect(try read([3]) == [3])
        #expect(try read([500, 2, 899, 1, 501]).sorted() == [1, 2, 500, 501, 899])
    }

    @Test func aRecordThatIsNotKeptIsLeftOut() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("admitted", partitions: 1)
        // The embedded broker keeps 5 MiB of a partition and drops the oldest.
        let value = [UInt8](repeating: 0x78, count: 900_000)
        for number in 0..<9 {
            try publish(
                [OutboundRecord(topic: "admitted", partition: 0, key: Array("\(number)".utf8), value: value)],
                to: broker.connection()
            )
        }
        let partition = TopicPartition("admitted", 0)
        let source = KafkaPartitionSource(broker.connection(), patience: .seconds(10))
        var kept: [Int64] = []
        try source.restore([partition]) { kept.append($0.offset) }
        let low = try #require(kept.first)
        #expect(low > 0 && kept == Array(low...8))
        #expect(try source.records(of: partition, at: [0]).isEmpty)
        #expect(try source.records(of: partition, at: [0, low, 8]).map(\.offset) == [low, 8])
    }

    @Test func whatDoesNotAnswerIsAFailureAndNoWait() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("case", partitions: 2)
        try Self.fill(broker, "case", partitions: 2, count: 10)
        let partition = TopicPartition("case", 1)
        var beats = 0
        let source = KafkaPartitionSource(broker.connection(), patience: .milliseconds(600)) { beats += 1 }
        #expect(try source.records(of: partition, at: [4]).map(\.offset) == [4])
        try broker.setBroker(1, isUp: false)
        let restore = #expect(throws: BusFailure.self) { try source.restore([partition]) { _ in } }
        #expect(restore?.kind == .unavailable)
        let records = #expect(throws: BusFailure.self) { try source.records(of: partition, at: [4]) }
        #expect(records?.kind == .unavailable)
        try broker.setBroker(1, isUp: true)
        let again = KafkaPartitionSource(broker.connection(), patience: .seconds(20))
        var count = 0
        try again.restore([partition]) { _ in count += 1 }
        #expect(count == 10)
    }
}
