import Core
import Pipeline
import Testing

/// The promises of Kafka that the in-memory bus keeps.
@Suite struct InMemoryBusTests {
    let broker = InMemoryBroker()

    init() throws {
        broker.createTopic("in", partitions: 2)
        broker.createTopic("out", partitions: 1)
        for number in 0..<6 {
            try broker.produce(
                OutboundRecord(topic: "in", partition: Int32(number % 2), key: nil, value: [UInt8(number)])
            )
        }
    }

    private func member(_ fault: InjectedFault? = nil) -> InMemoryBus {
        InMemoryBus(broker: broker, group: "g", topics: ["in"]) { fault }
    }

    private func values(_ batch: RecordBatch) -> [UInt8] { batch.records.compactMap { $0.value?.first } }

    private func output(_ topic: String = "out", bytes: Int = 1) -> OutboundRecord {
        OutboundRecord(topic: topic, key: nil, value: [UInt8](repeating: 1, count: bytes))
    }

    @Test func recordsOfAPartitionComeInOrder() throws {
        let batch = try member().receive(maximum: 10, wait: .zero)
        #expect(values(batch).filter { $0 % 2 == 0 } == [0, 2, 4])
        #expect(values(batch).filter { $0 % 2 == 1 } == [1, 3, 5])
        #expect(batch.nextOffsets == [TopicPartition("in", 0): 3, TopicPartition("in", 1): 3])
    }

    @Test func aBatchIsBounded() throws {
        #expect(try member().receive(maximum: 4, wait: .zero).records.count == 4)
    }

    @Test func committedOffsetsAreWhereTheNextMemberGoesOn() throws {
        var bus: InMemoryBus? = member()
        let batch = try #require(try bus?.receive(maximum: 3, wait: .zero))
        #expect(try bus?.commit([output()], consuming: batch) == .committed)
        bus = nil
        #expect(try member().receive(maximum: 10, wait: .zero).records.count == 3)
    }

    @Test func anAbortedTransactionLeavesNoTraceAndIsReadAgain() throws {
        let bus = member(.rewound)
        let batch = try bus.receive(maximum: 10, wait: .zero)
        #expect(try bus.commit([output()], consuming: batch) == .rewound)
        #expect(broker.records(of: "out").flatMap { $0 }.isEmpty)
        #expect(values(try bus.receive(maximum: 10, wait: .zero)) == values(batch))
    }

    @Test func oneBadOutputAbortsAll() throws {
        let bus = member()
        let batch = try bus.receive(maximum: 10, wait: .zero)
        #expect(throws: BusFailure.self) { try bus.commit([output(), output("nowhere")], consuming: batch) }
        #expect(throws: BusFailure.self) {
            try bus.commit([output(), output(bytes: InMemoryBroker.maximumRecordBytes + 1)], consuming: batch)
        }
        #expect(broker.records(of: "out").flatMap { $0 }.isEmpty)
        #expect(broker.committedOffset(of: "g", TopicPartition("in", 0)) == 0)
    }

    @Test func aMemberThatLostItsAssignmentCannotCommit() throws {
        let first = member()
        let batch = try first.receive(maximum: 10, wait: .zero)
        broker.leave("g", member: first.member)
        let (second, third) = (member(), member())
        #expect(try first.commit([output()], consuming: batch) == .rewound)
        #expect(broker.records(of: "out").flatMap { $0 }.isEmpty)
        // The second member has to give up what it was given before the third came.
        #expect(try third.receive(maximum: 10, wait: .zero).isEmpty)
        let shares = [try second.receive(maximum: 10, wait: .zero), try third.receive(maximum: 10, wait: .zero)]
        #expect(shares.map { Set($0.records.map(\.source.partition)).count } == [1, 1])
        #expect(Set(shares.flatMap(values)) == [0, 1, 2, 3, 4, 5])
    }

    @Test(arguments: [InjectedFault.lostBeforeCommit, .lostAfterCommit])
    func aLostMemberIsLost(fault: InjectedFault) throws {
        let bus = member(fault)
        let batch = try bus.receive(maximum: 10, wait: .zero)
        #expect(throws: BusFailure.self) { try bus.commit([output()], consuming: batch) }
        #expect(broker.records(of: "out").flatMap { $0 }.count == (fault == .lostAfterCommit ? 1 : 0))
        #expect(throws: BusFailure.self) { try bus.receive(maximum: 1, wait: .zero) }
    }

    @Test func withoutAPartitionTheKeyDecides() throws {
        broker.createTopic("keyed", partitions: 7)
        let key = Array("E3501000001000001001".utf8)
        try broker.produce(OutboundRecord(topic: "keyed", key: key, value: nil))
        let place = Int(Murmur2.partition(of: key.span, count: 7))
        #expect(broker.records(of: "keyed")[place].count == 1)
    }

    @Test func aTableIsReadToItsEnd() throws {
        let table = InMemoryTable(broker: broker, topic: "in")
        #expect(!table.isCaughtUp)
        #expect(try table.poll(maximum: 4).count == 4)
        #expect(!table.isCaughtUp)
        #expect(try table.poll(maximum: 4).count == 2)
        #expect(table.isCaughtUp)
        #expect(try table.poll(maximum: 4).isEmpty)
    }
}
