import Bus
import Core
import Testing

/// Records read once more by offset, and the last ones, on the embedded broker.
struct RecordsByOffsetTests {
    private static func source(_ broker: EmbeddedBroker) -> KafkaPartitionSource {
        // Whoever waited for what never comes would wait this long.
        KafkaPartitionSource(broker.connection(), patience: .seconds(3600))
    }

    @Test(.timeLimit(.minutes(10))) func whatIsNotThereIsLeftOutAndNotWaitedFor() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("events", partitions: 2)
        // Without a key a record goes to the first partition.
        try publish((0..<200).map { OutboundRecord("events", key: nil, "\($0)") }, to: broker.connection())
        let source = Self.source(broker)
        let partition = TopicPartition("events", 0)
        let found = try source.records(of: partition, at: [0, 3, 150, 199, 200, 5000])
        #expect(found.map(\.offset) == [0, 3, 150, 199])
        #expect(found.map { $0.value.map { String(decoding: $0, as: UTF8.self) } } == ["0", "3", "150", "199"])
        #expect(try source.records(of: partition, at: [200]).isEmpty)
        #expect(try source.records(of: TopicPartition("events", 1), at: [0, 1]).isEmpty)
        #expect(try source.records(of: TopicPartition("events", 7), at: [0]).isEmpty)
        for (count, offsets) in [(3, 197..<200), (64, 136..<200), (500, 0..<200), (0, 0..<0)] {
            #expect(try source.tail(of: partition, count: count).map(\.offset) == offsets.map(Int64.init))
        }
        #expect(try source.tail(of: TopicPartition("events", 1), count: 3).isEmpty)
        #expect(try source.tail(of: TopicPartition("events", 7), count: 3).isEmpty)
    }
}
