import Bus
import Core
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

        // A topic whose records are refused for good: the transaction is aborted and the operator told which.
        broker.setTopicError("out", 29)
        try publish([OutboundRecord("in", key: "k", "x")], to: connection)
        let failure = #expect(throws: BusFailure.self) { try copy(bus, to: "out", count: 1) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.detail.contains("writes to out") == true, "\(failure?.detail ?? "")")
        broker.setTopicError("out", 0)
        bus.close()

        let outputs = try contents(of: "out", on: connection)
        #expect(outputs.compactMap { Int($0.text) }.sorted() == Array(0..<300))
    }
}
