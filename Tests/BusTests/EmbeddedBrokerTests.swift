import Bus
import Core
import Testing

extension Tag {
    /// Takes seconds, because the embedded broker lets a new group wait 3 s.
    @Tag static var slow: Self
}

/// The clients against the embedded broker; without groups, which would take 3 s each.
struct EmbeddedBrokerTests {
    @Test func producerConfirmsReaderReadsTableCatchesUp() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("events", partitions: 3)
        let connection = broker.connection()
        // A reader from now on sees nothing of what stood there before.
        try publish([OutboundRecord("events", key: "old", "0")], to: connection)
        let later = try TopicReader(connection, topics: ["events"], start: .end)
        defer { later.close() }
        #expect(later.isCaughtUp)

        let producer = try EventProducer(connection)
        defer { producer.close() }
        var seen = 0
        let reports = try producer.publish(
            (1...300).map {
                OutboundRecord("events", key: "k\($0 % 10)", "\($0)", headers: [RecordHeader("n", "\($0)")])
            },
            deadline: .seconds(10)
        ) { seen = $0 }
        #expect(seen == 300)
        #expect(reports.map(\.tag) == Array(0..<300))
        #expect(reports.allSatisfy { $0.failure == nil && $0.offset >= 0 })
        for (index, report) in reports.enumerated() {
            let key = Array("k\((index + 1) % 10)".utf8)
            #expect(report.destination.partition == Murmur2.partition(of: key.span, count: 3))
        }

        let table = try KafkaBroadcastTable(connection, topic: "events")
        defer { table.close() }
        #expect(!table.isCaughtUp)
        var rows: [InboundRecord] = []
        for _ in 0..<100 where !table.isCaughtUp {
            rows += try table.poll(maximum: 100, wait: .milliseconds(100))
        }
        #expect(table.isCaughtUp)
        #expect(rows.count == 301)

        var fresh: [InboundRecord] = []
        for _ in 0..<100 where fresh.count < 300 { fresh += try later.read(wait: .milliseconds(100)) }
        #expect(Set(fresh.map(\.text)) == Set((1...300).map(String.init)))
        for key in 0..<10 {
            let order = fresh.filter { $0.keyText == "k\(key)" }.compactMap { Int($0.text) }
            #expect(order == order.sorted())
        }
    }

    @Test func missingTopicIsNamed() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        broker.setTopicError("ghost", 3)
        let failure = #expect(throws: BusFailure.self) {
            _ = try TopicReader(broker.connection(), topics: ["ghost"], start: .beginning, patience: .milliseconds(300))
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.detail.contains("ghost") == true)
    }

    @Test func nobodyThereIsUnavailable() throws {
        let broker = try EmbeddedBroker()
        let connection = broker.connection()
        broker.close()
        let failure = #expect(throws: BusFailure.self) {
            _ = try TopicReader(connection, topics: ["any"], start: .beginning, patience: .milliseconds(300))
        }
        #expect(failure?.kind == .unavailable)
    }

    @Test func administratorMakesDoWithoutAdminAPI() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        let administrator = try TopicAdministrator(broker.connection(), deadline: .seconds(5))
        defer { administrator.close() }
        let wanted = [TopicSpecification(name: "made", partitions: 4, config: [:])]
        let plan = try administrator.plan(wanted)
        #expect(plan.missing == wanted)
        try administrator.apply(plan)
        #expect(try administrator.describe(["made"])["made"]?.partitions == 4)
        #expect(try administrator.plan(wanted).isEmpty)
    }
}
