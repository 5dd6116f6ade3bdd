import Bus
import Core
import Foundation
import Platform
import Testing

/// One group on the embedded broker, for everything that needs a member: joining takes 3 s.
struct EmbeddedGroupTests {
    @Test(.tags(.slow)) func copiesThroughFaultsOfTheCluster() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("in", partitions: 4)
        try broker.createTopic("out", partitions: 2)
        let connection = broker.connection()
        var configuration = BusConfiguration(connection: connection, groupID: "g", groupInstanceID: "a")
        configuration.sessionTimeout = .seconds(6)
        configuration.transactionTimeout = .seconds(4)
        configuration.messageTimeout = .seconds(3)
        try publish((0..<200).map { OutboundRecord("in", key: "k\($0 % 9)", "\($0)") }, to: connection)
        let bus = try KafkaBatchBus(configuration, topics: ["in"])
        #expect(try copy(bus, to: "out", count: 200) == 200)
        let joined = bus.monitor.snapshot()
        #expect(joined.hasJoined)
        #expect(Set(joined.assigned) == Set((0..<4).map { TopicPartition("in", $0) }))
        #expect(joined.recordsIn == 200)
        #expect(joined.recordsOut == 200)
        #expect(joined.transactionsAborted == 0)

        // A coordinator that is not available, twice: the same calls again, nothing lost, nothing twice.
        broker.failNext(.transactionOffsetCommit, with: [15, 15])
        broker.failNext(.endTransaction, with: [14, 16])
        try publish((200..<300).map { OutboundRecord("in", key: "k\($0 % 9)", "\($0)") }, to: connection)
        #expect(try copy(bus, to: "out", count: 100) == 100)
        #expect(bus.monitor.snapshot().transactionsAborted == 0)

        // Records that were acknowledged and written nowhere: the transaction comes to nothing, and they come again.
        try publish((330..<340).map { OutboundRecord("in", key: "k", "\($0)") }, to: connection)
        broker.failNext(.produce, with: [46])
        #expect(try copy(bus, to: "out", count: 10) == 10)
        #expect(bus.monitor.snapshot().producerRecreations == 1)
        #expect(bus.monitor.snapshot().transactionsAborted == 1)

        // A state the library cannot repair: a new producer, and exactly the records of the lost transaction again.
        try publish((300..<310).map { OutboundRecord("in", key: "k\($0 % 9)", "\($0)") }, to: connection)
        var lost: [InboundRecord] = []
        while lost.count < 10 { lost += try bus.receive(maximum: 10 - lost.count, wait: .seconds(2)).records }
        broker.failNext(.endTransaction, with: [48])
        let assignment = bus.assignment
        #expect(try bus.commit([], consuming: RecordBatch(records: lost)) == .rewound)
        // Nobody knows whether it was committed: whoever remembers something of the partitions has to read it anew.
        #expect(bus.assignment.number > assignment.number && bus.assignment.partitions == assignment.partitions)
        let recreated = bus.monitor.snapshot()
        #expect(recreated.producerRecreations == 2)
        #expect(recreated.transactionsAborted == 2)
        #expect(!recreated.isPaused)
        #expect(try copy(bus, to: "out", count: 10) == 10)

        // A cluster that goes away during a commit and comes back: partitions are paused meanwhile, nothing is lost.
        try publish((310..<330).map { OutboundRecord("in", key: "k\($0 % 9)", "\($0)") }, to: connection)
        var waiting: [InboundRecord] = []
        while waiting.count < 20 { waiting += try bus.receive(maximum: 20 - waiting.count, wait: .seconds(2)).records }
        try broker.setBroker(1, isUp: false)
        let monitor = bus.monitor
        let wasPaused = Locked(false)
        let repair = Thread {
            for _ in 0..<400 where !wasPaused.withLock({ $0 }) {
                usleep(10_000)
                wasPaused.withLock { $0 = monitor.snapshot().isPaused }
            }
            try? broker.setBroker(1, isUp: true)
        }
        repair.start()
        let late = waiting.map { OutboundRecord("out", key: $0.keyText, $0.text) }
        // Newer librdkafka may not find back to the coordinator by itself: then a new producer does.
        if try bus.commit(late, consuming: RecordBatch(records: waiting)) == .rewound {
            #expect(try copy(bus, to: "out", count: 20) == 20)
        }
        #expect(wasPaused.withLock { $0 })
        #expect(!bus.monitor.snapshot().isPaused)

        // A topic whose records are refused for good: the transaction is aborted and the operator told which.
        broker.setTopicError("out", 29)
        try publish([OutboundRecord("in", key: "k", "x")], to: connection)
        let failure = #expect(throws: BusFailure.self) { try copy(bus, to: "out", count: 1) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.detail.contains("writes to out") == true, "\(failure?.detail ?? "")")
        broker.setTopicError("out", 0)
        bus.close()

        let outputs = try contents(of: "out", on: connection)
        // The embedded broker shows aborted records too, so only loss can be seen here.
        #expect(Set(outputs.compactMap { Int($0.text) }) == Set(0..<340))
    }

    /// The error says that another member has this instance id. Thrown out and come back, that member is this one itself.
    @Test(.tags(.slow), .timeLimit(.minutes(10)))
    func aForeignInstanceEndsTheBusOnlyWhenTheGroupTellsItsMemberSo() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("in", partitions: 1)
        try broker.createTopic("out", partitions: 1)
        let connection = broker.connection()
        var configuration = BusConfiguration(connection: connection, groupID: "g", groupInstanceID: "a")
        configuration.sessionTimeout = .seconds(6)
        try publish((0..<10).map { OutboundRecord("in", key: "k", "\($0)") }, to: connection)
        let bus = try KafkaBatchBus(configuration, topics: ["in"])
        defer { bus.close() }
        // The group answers the heartbeats: nobody took over, the records come again and are committed.
        broker.failNext(.transactionOffsetCommit, with: [82])
        #expect(try copy(bus, to: "out", count: 10) == 10)
        let confirmed = bus.monitor.snapshot()
        #expect(confirmed.producerRecreations == 1)
        #expect(confirmed.transactionsAborted == 1)
        #expect(confirmed.transactionsCommitted == 1)
        // The heartbeats are answered the same: somebody else is this member now.
        try publish((10..<20).map { OutboundRecord("in", key: "k", "\($0)") }, to: connection)
        var waiting: [InboundRecord] = []
        while waiting.count < 10 { waiting += try bus.receive(maximum: 10 - waiting.count, wait: .seconds(2)).records }
        broker.failNext(.transactionOffsetCommit, with: [82])
        broker.failNext(.heartbeat, with: [82])
        let failure = #expect(throws: BusFailure.self) {
            try bus.commit([], consuming: RecordBatch(records: waiting))
        }
        #expect(failure?.kind == .fenced)
    }

    /// The embedded broker forgets every offset that a transaction commits. A group with positions goes on where it stood
    /// all the same, also where one partition got nothing meanwhile, and a group without them begins anew.
    @Test(.tags(.slow)) func aGroupWithPositionsGoesOnWhereItStoodThoughItsOffsetsAreForgotten() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("in", partitions: 3)
        try broker.createTopic("out", partitions: 1)
        try broker.createTopic("position.g", partitions: 2)
        let connection = broker.connection()
        var configuration = BusConfiguration(connection: connection, groupID: "g", groupInstanceID: "a")
        configuration.sessionTimeout = .seconds(6)
        let corrections = Locked<[GroupPositions.Correction]>([])
        func bus() throws -> KafkaBatchBus {
            let positions = GroupPositions(
                PositionTopic(name: "position.g", group: "g", partitions: 2),
                from: KafkaPartitionSource(connection)
            ) { correction in corrections.withLock { $0.append(correction) } }
            return try KafkaBatchBus(configuration, topics: ["in"], positions: positions)
        }
        func inputs(_ numbers: Range<Int>) -> [OutboundRecord] {
            numbers.map { number in
                OutboundRecord(topic: "in", partition: Int32(number % 2), key: nil, value: Array("\(number)".utf8))
            }
        }
        try publish(inputs(0..<40), to: connection)
        let first = try bus()
        #expect(try copy(first, to: "out", count: 40) == 40)
        first.close()
        #expect(corrections.withLock { $0 }.isEmpty)
        // When: a successor comes, and then more records, in the partition that was empty too.
        let second = try bus()
        let nothing = try second.receive(maximum: 100, wait: .seconds(6))
        #expect(nothing.isEmpty)
        try publish(inputs(40..<60), to: connection)
        try publish([OutboundRecord(topic: "in", partition: 2, key: nil, value: Array("60".utf8))], to: connection)
        #expect(try copy(second, to: "out", count: 21) == 21)
        second.close()
        // Then
        let written = try contents(of: "out", on: connection).compactMap { Int($0.text) }
        #expect(written.sorted() == Array(0...60))
        let expected: Set = [
            GroupPositions.Correction(partition: TopicPartition("in", 0), position: 20, answered: nil),
            GroupPositions.Correction(partition: TopicPartition("in", 1), position: 20, answered: nil),
        ]
        #expect(Set(corrections.withLock { $0 }) == expected)
        // Without positions the same cluster has the group begin anew.
        let forgetful = try KafkaBatchBus(configuration, topics: ["in"])
        defer { forgetful.close() }
        #expect(try copy(forgetful, to: "out", count: 61) == 61)
    }

    /// A topic with a quota takes its share of a batch and no more; nothing of it is lost, doubled or overtaken, and the
    /// other topic does not wait for it.
    @Test(.timeLimit(.minutes(10))) func aTopicWithAQuotaDoesNotFillTheBatches() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("flood", partitions: 2)
        try broker.createTopic("calm", partitions: 1)
        let connection = broker.connection()
        try publish((0..<600).map { OutboundRecord("flood", key: "k\($0 % 7)", "\($0)") }, to: connection)
        try publish((0..<300).map { OutboundRecord("calm", key: "c", "\($0)") }, to: connection)
        let configuration = BusConfiguration(connection: connection, groupID: "g", groupInstanceID: "a")
        let bus = try KafkaBatchBus(configuration, topics: ["flood", "calm"])
        defer { bus.close() }
        bus.restrain(["flood": 10])
        var flood: [InboundRecord] = []
        var calm: [InboundRecord] = []
        var largest = 0
        let deadline = SystemClock.monotonicNanoseconds() + 120_000_000_000
        while flood.count < 600 || calm.count < 300, SystemClock.monotonicNanoseconds() < deadline {
            // Half of it with a quota, the rest without: the topic is let go again.
            if flood.count >= 300 { bus.restrain([:]) }
            let batch = try bus.receive(maximum: 100, wait: .milliseconds(200))
            let taken = batch.records.filter { $0.source.topic == "flood" }
            if flood.count < 300 { largest = max(largest, taken.count) }
            flood += taken
            calm += batch.records.filter { $0.source.topic == "calm" }
            if !batch.isEmpty { #expect(try bus.commit([], consuming: batch) == .committed) }
        }
        // One more at most, of the second partition.
        #expect((10...11).contains(largest))
        #expect(calm.map(\.text) == (0..<300).map(String.init))
        #expect(Set(flood.map(\.text)).count == 600 && flood.count == 600)
        for (_, records) in Dictionary(grouping: flood, by: \.source) {
            #expect(records.map(\.offset) == (0..<Int64(records.count)).map { $0 })
        }
    }

    @Test(.timeLimit(.minutes(10))) func tellsThatTheClusterIsGoneAndThatItIsBackThoughNothingArrives() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("in", partitions: 1)
        let configuration = BusConfiguration(connection: broker.connection(), groupID: "g", groupInstanceID: "a")
        let bus = try KafkaBatchBus(configuration, topics: ["in"])
        defer { bus.close() }
        func receiveUntil(_ isCutOff: Bool) throws {
            let deadline = SystemClock.monotonicNanoseconds() + 30_000_000_000
            while bus.monitor.snapshot().isCutOff != isCutOff, SystemClock.monotonicNanoseconds() < deadline {
                #expect(try bus.receive(maximum: 10, wait: .milliseconds(100)).isEmpty)
            }
            #expect(bus.monitor.snapshot().isCutOff == isCutOff)
        }
        for _ in 0..<5 { _ = try bus.receive(maximum: 10, wait: .milliseconds(100)) }
        #expect(!bus.monitor.snapshot().isCutOff)
        // Twice: the library reports each outage once.
        for _ in 0..<2 {
            try broker.setBroker(1, isUp: false)
            try receiveUntil(true)
            #expect(bus.monitor.snapshot().lastTrouble != nil)
            try broker.setBroker(1, isUp: true)
            try receiveUntil(false)
        }
    }

    @Test func endsWithinSecondsWhenTheClusterIsGone() throws {
        let broker = try EmbeddedBroker()
        try broker.createTopic("in", partitions: 1)
        let configuration = BusConfiguration(connection: broker.connection(), groupID: "g", groupInstanceID: "a")
        let bus = try KafkaBatchBus(configuration, topics: ["in"])
        _ = try bus.receive(maximum: 1, wait: .milliseconds(10))
        broker.close()
        let start = SystemClock.monotonicNanoseconds()
        bus.close()
        // Bounded by the farewell of 4 s; the margin is for a loaded machine.
        #expect(SystemClock.monotonicNanoseconds() - start < 20_000_000_000)
    }
}
