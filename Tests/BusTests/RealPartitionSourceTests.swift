import Core
import Platform
import Testing

@testable import Bus

/// What a worker takes over beside transactions of others, which the embedded broker does not show.
@Suite(.enabled(if: RealBroker.isThere, RealBroker.absence), .serialized)
struct RealPartitionSourceTests {
    /// A producer with a transaction of its own on `topic`.
    private static func producer(_ prefix: String, _ name: String) throws -> TransactionalProducer {
        var configuration = BusConfiguration(
            connection: RealBroker.connection(),
            groupID: "\(prefix)group",
            groupInstanceID: "\(prefix)\(name)",
            transactionalIDPrefix: "txn."
        )
        configuration.sessionTimeout = .seconds(6)
        let producer = try TransactionalProducer(configuration)
        #expect(producer.initialise(wait: .seconds(20)) == nil)
        return producer
    }

    /// `count` records into partition 0, in a transaction that stays open.
    private static func write(_ count: Int, _ text: String, to topic: String, by producer: TransactionalProducer) throws
    {
        let records = (0..<count).map {
            OutboundRecord(
                topic: topic,
                partition: 0,
                key: Array("\(text)-\($0)".utf8),
                value: Array(text.utf8)
            )
        }
        #expect(producer.begin() == nil)
        #expect(producer.produce(records, try producer.resolve(records)) == nil)
        // Long enough for the records to lie in the topic.
        producer.client.idle(.milliseconds(300))
    }

    private static func texts(_ topic: String, patience: Duration = .seconds(20)) throws -> [String] {
        let source = KafkaPartitionSource(RealBroker.connection(), patience: patience)
        var texts: [String] = []
        try source.restore([TopicPartition(topic, 0)]) { texts.append($0.text) }
        return texts
    }

    @Test func whatWasAbortedIsNotTakenOver() throws {
        try RealBroker.withTopics(["case": 1]) { prefix in
            let topic = prefix + "case"
            let producer = try Self.producer(prefix, "a")
            defer { producer.close() }
            for (text, keeps) in [("first", true), ("undone", false), ("second", true), ("last undone", false)] {
                try Self.write(5, text, to: topic, by: producer)
                #expect((keeps ? producer.commit(wait: .seconds(5)) : producer.abort(wait: .seconds(5))) == nil)
            }
            // The topic ends with records that never were, and with markers.
            let texts = try Self.texts(topic)
            #expect(texts == Array(repeating: "first", count: 5) + Array(repeating: "second", count: 5))
            // Single records: those of the second transaction lie behind a marker each and what was aborted.
            let source = KafkaPartitionSource(RealBroker.connection(), patience: .seconds(20))
            let again = try source.records(of: TopicPartition(topic, 0), at: [0, 4, 12, 16])
            #expect(again.map(\.text) == ["first", "first", "second", "second"])
            // The last ones, for whose sake it looks further back than at first.
            let last = try source.tail(of: TopicPartition(topic, 0), count: 6)
            #expect(last.map(\.text) == ["first"] + Array(repeating: "second", count: 5))
            #expect(try source.tail(of: TopicPartition(topic, 0), count: 1).map(\.text) == ["second"])
        }
    }

    /// What stands before the end that a reader of uncommitted records sees is waited for, whatever becomes of it.
    @Test(arguments: [true, false]) func anOpenTransactionIsWaitedFor(keeps: Bool) throws {
        try RealBroker.withTopics(["case": 1]) { prefix in
            let topic = prefix + "case"
            let producer = try Self.producer(prefix, "a")
            defer { producer.close() }
            try Self.write(3, "settled", to: topic, by: producer)
            #expect(producer.commit(wait: .seconds(5)) == nil)
            try Self.write(4, "open", to: topic, by: producer)
            // Then: what stands before it is committed does not do; reading goes on until it is decided.
            let read = Locked<[String]?>(nil)
            let reader = NamedThread("restore", stackSize: 1 << 20) {
                let texts = try? Self.texts(topic)
                read.withLock { $0 = texts ?? ["failed"] }
            }
            #expect(!reader.join(within: .seconds(2)), "it must not end before the transaction does")
            #expect(read.withLock { $0 } == nil)
            #expect((keeps ? producer.commit(wait: .seconds(5)) : producer.abort(wait: .seconds(5))) == nil)
            #expect(reader.join(within: .seconds(20)))
            let settled = Array(repeating: "settled", count: 3)
            #expect(read.withLock { $0 } == settled + (keeps ? Array(repeating: "open", count: 4) : []))
        }
    }

    /// A transaction that nobody decides in time is a failure, and no wait without end.
    @Test func anOpenTransactionThatStaysOpenIsAFailure() throws {
        try RealBroker.withTopics(["case": 1]) { prefix in
            let topic = prefix + "case"
            let producer = try Self.producer(prefix, "a")
            defer { producer.close() }
            try Self.write(4, "open", to: topic, by: producer)
            let failure = #expect(throws: BusFailure.self) {
                _ = try Self.texts(topic, patience: .milliseconds(1500))
            }
            #expect(failure?.kind == .unavailable)
            #expect(producer.abort(wait: .seconds(5)) == nil)
            #expect(try Self.texts(topic).isEmpty)
        }
    }

    @Test func manyRecordsOfManyPartitionsComeBackWhole() throws {
        try RealBroker.withTopics(["case": 6]) { prefix in
            let topic = prefix + "case"
            let records = (0..<12_000).map { number in
                OutboundRecord(
                    topic: topic,
                    partition: Int32(number % 6),
                    key: Array("k\(number)".utf8),
                    value: Array("\(number)".utf8)
                )
            }
            try publish(records, to: RealBroker.connection())
            let source = KafkaPartitionSource(RealBroker.connection())
            var read: [Int32: [Int]] = [:]
            let wanted = [0, 1, 3, 4, 5].map { TopicPartition(topic, $0) }
            try source.restore(wanted) { read[$0.source.partition, default: []].append(Int($0.text) ?? -1) }
            #expect(Set(read.keys) == [0, 1, 3, 4, 5])
            for (partition, numbers) in read {
                #expect(numbers == Array(stride(from: Int(partition), to: 12_000, by: 6)))
            }
        }
    }
}
