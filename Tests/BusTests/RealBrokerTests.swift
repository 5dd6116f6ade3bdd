import Core
import Foundation
import Platform
import Testing

@testable import Bus

/// Exactly once on a real broker: what the embedded one cannot show.
@Suite(.enabled(if: RealBroker.isThere, RealBroker.absence), .serialized)
struct RealBrokerTests {
    private func configuration(_ prefix: String, instance: String = "a") -> BusConfiguration {
        var configuration = BusConfiguration(
            connection: RealBroker.connection(),
            groupID: "\(prefix)group",
            groupInstanceID: "\(prefix)\(instance)",
            transactionalIDPrefix: "txn."
        )
        configuration.sessionTimeout = .seconds(6)
        return configuration
    }

    /// A record with null and empty parts, by its number.
    private static func awkward(_ number: Int, topic: String) -> OutboundRecord {
        let key: [UInt8]? = number % 7 == 0 ? nil : Array("case-\(number % 20)".utf8)
        var value: [UInt8]? = Array("value \(number)".utf8)
        if number % 11 == 0 { value = nil } else if number % 13 == 0 { value = [] }
        let headers = [
            RecordHeader("ce_id", "\(number)"), RecordHeader("empty", ""), RecordHeader("null", bytes: nil),
            RecordHeader("a-name-longer-than-fifteen-bytes", "x"),
        ]
        return OutboundRecord(topic: topic, partition: Int32(number % 4), key: key, value: value, headers: headers)
    }

    @Test func copiesEverythingOnceAndByteForByte() throws {
        try RealBroker.withTopics(["in": 4, "out": 3]) { prefix in
            // Given: records with null and empty keys, values and headers among them.
            let inputs = (0..<500).map { Self.awkward($0, topic: prefix + "in") }
            try publish(inputs, to: RealBroker.connection())
            // When
            let bus = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            let committed = try copy(bus, to: prefix + "out", count: 500)
            bus.close()
            // Then
            #expect(committed == 500)
            let outputs = try contents(of: prefix + "out", on: RealBroker.connection())
            func fingerprint(_ key: [UInt8]?, _ value: [UInt8]?, _ headers: [RecordHeader]) -> String {
                "\(key.debugDescription)|\(value.debugDescription)|\(headers)"
            }
            #expect(
                outputs.map { fingerprint($0.key, $0.value, $0.headers) }.sorted()
                    == inputs.map { fingerprint($0.key, $0.value, Array($0.headers)) }.sorted()
            )
            for output in outputs {
                let expected = output.key.map { Murmur2.partition(of: $0.span, count: 3) } ?? 0
                #expect(output.source.partition == expected)
            }
        }
    }

    /// A worker that is started anew with a topic more, as after a platform was registered, before the group has forgotten
    /// it: the group must divide anew, or nobody reads that topic.
    @Test func aTopicMoreIsReadThoughTheGroupStillKnowsTheMember() throws {
        try RealBroker.withTopics(["old": 1, "new": 1, "out": 1]) { prefix in
            try publish([OutboundRecord(prefix + "old", key: "k", "first")], to: RealBroker.connection())
            let before = try KafkaBatchBus(configuration(prefix), topics: [prefix + "old"])
            #expect(try copy(before, to: prefix + "out", count: 1) == 1)
            before.close()
            try publish([OutboundRecord(prefix + "new", key: "k", "second")], to: RealBroker.connection())
            let after = try KafkaBatchBus(configuration(prefix), topics: [prefix + "old", prefix + "new"])
            #expect(try copy(after, to: prefix + "out", count: 1) == 1)
            after.close()
            #expect(try contents(of: prefix + "out", on: RealBroker.connection()).map(\.text) == ["first", "second"])
        }
    }

    /// `count` numbered records over `keys` cases.
    private func numbered(_ topic: String, _ count: Int, keys: Int = 13) -> [OutboundRecord] {
        (0..<count).map { OutboundRecord(topic, key: "case-\($0 % keys)", "\($0)") }
    }

    /// Each of 0..<count once, and rising within each key.
    private func expectOnceInOrder(_ records: [InboundRecord], _ count: Int) {
        #expect(records.compactMap { Int($0.text) }.sorted() == Array(0..<count))
        for (key, own) in Dictionary(grouping: records, by: \.keyText) {
            let order = own.compactMap { Int($0.text) }
            #expect(order == order.sorted(), "order of \(key)")
        }
    }

    @Test func aTransactionLeftOpenByAKilledWorkerIsUndoneAndItsRecordsComeAgain() throws {
        try RealBroker.withTopics(["in": 3, "out": 3]) { prefix in
            try publish(numbered(prefix + "in", 600), to: RealBroker.connection())
            // Given: a worker that committed a part, wrote another part without committing, and vanished.
            var left = 0
            do {
                let doomed = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
                var committed = 0
                while committed < 200 {
                    let batch = try doomed.receive(maximum: 100, wait: .milliseconds(500))
                    let outputs = batch.records.map { OutboundRecord(prefix + "out", key: $0.keyText, $0.text) }
                    #expect(try doomed.commit(outputs, consuming: batch) == .committed)
                    committed += batch.records.count
                }
                let batch = try doomed.receive(maximum: 100, wait: .milliseconds(500))
                let outputs = batch.records.map { OutboundRecord(prefix + "out", key: $0.keyText, $0.text) }
                #expect(doomed.producer.begin() == nil)
                #expect(doomed.producer.produce(outputs, try doomed.producer.resolve(outputs)) == nil)
                #expect(
                    doomed.producer.sendOffsets(
                        KafkaBatchBus.nextOffsets(of: batch.records),
                        of: doomed.consumer,
                        wait: .seconds(5)
                    ) == nil
                )
                // Long enough for the records to lie in the topic, uncommitted.
                doomed.producer.client.idle(.milliseconds(200))
                left = 600 - committed
            }
            // When: a successor with the same identity takes over.
            let successor = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            let committed = try copy(successor, to: prefix + "out", count: left)
            #expect(try successor.receive(maximum: 10, wait: .milliseconds(300)).isEmpty)
            successor.close()
            // Then
            #expect(committed == left)
            expectOnceInOrder(try contents(of: prefix + "out", on: RealBroker.connection()), 600)
        }
    }

    /// The group's coordinator tells offsets that are behind and ahead of what was done: neither repeats nor skips anything.
    @Test func whatTheCoordinatorAnswersDoesNotMoveAGroupThatKeepsPositions() throws {
        try RealBroker.withTopics(["in": 3, "out": 1, "position": 3]) { prefix in
            let configuration = configuration(prefix)
            func bus(_ keepsPositions: Bool) throws -> KafkaBatchBus {
                let topic = PositionTopic(name: prefix + "position", group: configuration.groupID, partitions: 3)
                return try KafkaBatchBus(
                    configuration,
                    topics: [prefix + "in"],
                    positions: keepsPositions
                        ? GroupPositions(topic, from: KafkaPartitionSource(configuration.connection)) : nil
                )
            }
            func inputs(_ numbers: Range<Int>) -> [OutboundRecord] {
                numbers.map { number in
                    let partition = Int32(number % 3)
                    return OutboundRecord(
                        topic: prefix + "in",
                        partition: partition,
                        key: Array("case-\(partition)".utf8),
                        value: Array("\(number)".utf8)
                    )
                }
            }
            try publish(inputs(0..<300), to: RealBroker.connection())
            let first = try bus(true)
            #expect(try copy(first, to: prefix + "out", count: 300) == 300)
            first.close()
            // Given: offsets of the group that nobody's outputs go with, and more records.
            try publish(inputs(300..<360), to: RealBroker.connection())
            let meddler = try bus(false)
            let seen = try meddler.receive(maximum: 1, wait: .seconds(10))
            #expect(!seen.isEmpty)
            #expect(meddler.producer.begin() == nil)
            let wrong = [(0, 10), (1, 110), (2, 100)].map { (TopicPartition(prefix + "in", Int32($0.0)), Int64($0.1)) }
            let offsets = Dictionary(uniqueKeysWithValues: wrong)
            #expect(meddler.producer.sendOffsets(offsets, of: meddler.consumer, wait: .seconds(5)) == nil)
            #expect(meddler.producer.commit(wait: .seconds(5)) == nil)
            meddler.close()
            // When
            let second = try bus(true)
            let committed = try copy(second, to: prefix + "out", count: 60)
            let nothing = try second.receive(maximum: 10, wait: .milliseconds(300))
            #expect(nothing.isEmpty)
            second.close()
            // Then: of partitions 0 and 1 the answer was wrong, of 2 it was right.
            #expect(committed == 60)
            #expect(second.monitor.snapshot().offsetsCorrected == 2)
            expectOnceInOrder(try contents(of: prefix + "out", on: RealBroker.connection()), 360)
        }
    }

    @Test func aRecordTheTopicRefusesUndoesTheWholeTransactionAndNamesTheTopic() throws {
        try RealBroker.withTopics(["in": 1, "out": 1]) { prefix in
            let administrator = try TopicAdministrator(RealBroker.connection())
            defer { administrator.close() }
            try administrator.create([
                TopicSpecification(name: prefix + "narrow", partitions: 1, config: ["max.message.bytes": "2000"])
            ])
            defer { try? administrator.delete([prefix + "narrow"]) }
            try publish(numbered(prefix + "in", 10), to: RealBroker.connection())
            let bus = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            defer { bus.close() }
            var batch = RecordBatch(records: [])
            for _ in 0..<40 where batch.isEmpty { batch = try bus.receive(maximum: 100, wait: .milliseconds(250)) }
            var outputs = batch.records.map { OutboundRecord(prefix + "out", key: $0.keyText, $0.text) }
            outputs.append(OutboundRecord(prefix + "narrow", key: "k", String(repeating: "x", count: 5000)))
            let failure = #expect(throws: BusFailure.self) { try bus.commit(outputs, consuming: batch) }
            #expect(failure?.kind == .configuration)
            #expect(failure?.detail.contains(prefix + "narrow") == true)
            #expect(try contents(of: prefix + "out", on: RealBroker.connection()).isEmpty)
        }
    }

    @Test func anAbortGoesBackAndTheRecordsComeAgain() throws {
        try RealBroker.withTopics(["in": 2, "out": 2]) { prefix in
            try publish(numbered(prefix + "in", 100), to: RealBroker.connection())
            let bus = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            defer { bus.close() }
            var first: [InboundRecord] = []
            for _ in 0..<40 where first.isEmpty {
                first = try bus.receive(maximum: 1000, wait: .milliseconds(250)).records
            }
            let stray = first.map { OutboundRecord(prefix + "out", key: $0.keyText, "stray \($0.text)") }
            #expect(bus.producer.begin() == nil)
            #expect(bus.producer.produce(stray, try bus.producer.resolve(stray)) == nil)
            bus.producer.client.idle(.milliseconds(100))
            #expect(bus.producer.abort(wait: .seconds(5)) == nil)
            try bus.finish(.rewound, stray, KafkaBatchBus.nextOffsets(of: first), isDoubtful: true)
            // Then: all of them come again, and only what was committed is read.
            #expect(try copy(bus, to: prefix + "out", count: 100) == 100)
            expectOnceInOrder(try contents(of: prefix + "out", on: RealBroker.connection()), 100)
        }
    }

    @Test func aSuccessorWithTheSameIdentityFencesItsPredecessor() throws {
        try RealBroker.withTopics(["in": 1, "out": 1]) { prefix in
            try publish(numbered(prefix + "in", 10), to: RealBroker.connection())
            let old = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            var batch = RecordBatch(records: [])
            for _ in 0..<40 where batch.isEmpty { batch = try old.receive(maximum: 100, wait: .milliseconds(250)) }
            let new = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            defer { new.close() }
            let outputs = batch.records.map { OutboundRecord(prefix + "out", key: $0.keyText, "old \($0.text)") }
            let failure = #expect(throws: BusFailure.self) { try old.commit(outputs, consuming: batch) }
            #expect(failure?.kind == .fenced)
            #expect(try copy(new, to: prefix + "out", count: 10) == 10)
            expectOnceInOrder(try contents(of: prefix + "out", on: RealBroker.connection()), 10)
        }
    }

    @Test func membersComingAndGoingLoseAndDoubleNothing() throws {
        try RealBroker.withTopics(["in": 6, "out": 4]) { prefix in
            let total = 6000
            let copied = Locked(0)
            let failures = Locked<[String]>([])
            // Given: a first worker under way, and input that goes on arriving while members change.
            func worker(_ instance: String, leavesAfter limit: Int) -> Thread {
                let configuration = configuration(prefix, instance: instance)
                return Thread {
                    do {
                        let bus = try KafkaBatchBus(configuration, topics: [prefix + "in"])
                        var own = 0
                        var idle = 0
                        while own < limit, idle < 150, copied.withLock({ $0 }) < total {
                            let batch = try bus.receive(maximum: 40, wait: .milliseconds(100))
                            idle = batch.isEmpty ? idle + 1 : 0
                            guard !batch.isEmpty else { continue }
                            let outputs = batch.records.map { OutboundRecord(prefix + "out", key: $0.keyText, $0.text) }
                            if try bus.commit(outputs, consuming: batch) == .committed {
                                own += batch.records.count
                                copied.withLock { $0 += batch.records.count }
                            }
                        }
                        bus.close()
                    } catch {
                        failures.withLock { $0.append("\(instance): \(error)") }
                    }
                }
            }
            try publish(numbered(prefix + "in", total, keys: 50), to: RealBroker.connection())
            let threads = [
                worker("a", leavesAfter: .max), worker("b", leavesAfter: 800), worker("c", leavesAfter: .max),
            ]
            for (index, thread) in threads.enumerated() {
                thread.start()
                while copied.withLock({ $0 }) < min(total, (index + 1) * 400), !threads[0].isFinished { usleep(20_000) }
            }
            while threads.contains(where: { !$0.isFinished }) { usleep(20_000) }
            // Then
            #expect(failures.withLock { $0 } == [])
            expectOnceInOrder(try contents(of: prefix + "out", on: RealBroker.connection()), total)
        }
    }

    @Test func missingTopicsAreNamed() throws {
        try RealBroker.withTopics(["in": 1]) { prefix in
            let absent = #expect(throws: BusFailure.self) {
                _ = try KafkaBatchBus(configuration(prefix), topics: [prefix + "absent"])
            }
            #expect(absent?.kind == .configuration)
            #expect(absent?.detail.contains(prefix + "absent") == true)
            try publish(numbered(prefix + "in", 1), to: RealBroker.connection())
            let bus = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            defer { bus.close() }
            let output = #expect(throws: BusFailure.self) { try copy(bus, to: prefix + "nowhere", count: 1) }
            #expect(output?.kind == .configuration)
            #expect(output?.detail.contains(prefix + "nowhere") == true)
        }
    }

    @Test func everyRecordTellsWhoChoseItsTime() throws {
        let name = "test-\(UInt32.random(in: .min ... .max))-time"
        let administrator = try TopicAdministrator(RealBroker.connection())
        defer { administrator.close() }
        #expect(!administrator.isEmbedded)
        func topic(_ type: String) -> TopicSpecification {
            TopicSpecification(name: name, partitions: 1, replication: 1, config: ["message.timestamp.type": type])
        }
        try administrator.apply(administrator.plan([topic("CreateTime")]))
        defer { try? administrator.delete([name]) }
        #expect(try administrator.setting("message.timestamp.type", of: [name]) == [name: "CreateTime"])
        let producer = try EventProducer(RealBroker.connection())
        defer { producer.close() }
        _ = try producer.publish([OutboundRecord(name, key: "k", "before")], deadline: .seconds(10)) { _ in }
        try administrator.apply(administrator.plan([topic("LogAppendTime")]))
        _ = try producer.publish([OutboundRecord(name, key: "k", "after")], deadline: .seconds(10)) { _ in }
        let table = try KafkaBroadcastTable(RealBroker.connection(), topic: name)
        defer { table.close() }
        var rows: [InboundRecord] = []
        for _ in 0..<100 where !table.isCaughtUp {
            rows += try table.poll(maximum: 100, wait: .milliseconds(100))
        }
        // What was appended before the change keeps the sender's time, and says so.
        #expect(rows.map(\.text) == ["before", "after"])
        #expect(rows.map(\.isTimedByBroker) == [false, true])
    }

    @Test func topicsAreCreatedComparedAndAdjusted() throws {
        let prefix = "test-\(UInt32.random(in: .min ... .max))-"
        let administrator = try TopicAdministrator(RealBroker.connection())
        defer { administrator.close() }
        let name = prefix + "t"
        var wanted = TopicSpecification(
            name: name,
            partitions: 3,
            replication: 1,
            config: ["cleanup.policy": "compact", "message.timestamp.type": "LogAppendTime"]
        )
        try administrator.apply(administrator.plan([wanted]))
        defer { try? administrator.delete([name]) }
        #expect(try administrator.plan([wanted]).isEmpty)
        let found = try administrator.describe([name])[name]
        #expect(found?.partitions == 3)
        #expect(found?.replication == 1)
        #expect(found?.overrides == wanted.config)

        wanted = TopicSpecification(name: name, partitions: 3, config: ["segment.ms": "600000"])
        try administrator.apply(administrator.plan([wanted]))
        let changed = try administrator.describe([name])[name]?.overrides
        #expect(changed?["segment.ms"] == "600000")
        #expect(changed?["cleanup.policy"] == "compact")

        let conflict = try administrator.plan([TopicSpecification(name: name, partitions: 4)])
        let failure = #expect(throws: BusFailure.self) { try administrator.apply(conflict) }
        #expect(failure?.detail.contains(name) == true)
        let again = #expect(throws: BusFailure.self) { try administrator.create([wanted]) }
        #expect(again?.detail.contains(name) == true)
    }
}
