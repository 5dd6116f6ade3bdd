import Core
import Testing

@testable import Bus

/// What the bus relies on of the library when it goes back and pauses before anything has come since.
struct PauseAfterSeekTests {
    @Test(.tags(.slow), .timeLimit(.minutes(5))) func aPausedPartitionComesFromWhereItWentBackTo() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("in", partitions: 1)
        try publish((0..<100).map { OutboundRecord("in", key: "k", "\($0)") }, to: broker.connection())
        let bus = try KafkaBatchBus(
            BusConfiguration(connection: broker.connection(), groupID: "g", groupInstanceID: "a"),
            topics: ["in"]
        )
        defer { bus.close() }
        var count = 0
        while count < 50 { count += try bus.receive(maximum: 50 - count, wait: .seconds(2)).records.count }
        try bus.seek(bus.ledger.rewind([TopicPartition("in", 0)]))
        try bus.keepMembership(for: .milliseconds(500))
        bus.setPaused(bus.rebalance.resume(), false)
        var again: [InboundRecord] = []
        while again.count < 100 { again += try bus.receive(maximum: 100 - again.count, wait: .seconds(2)).records }
        #expect(again.map(\.offset) == (0..<100).map(Int64.init))
    }
}
