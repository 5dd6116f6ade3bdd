import Bus
import Core
import Testing

extension Tag {
    /// Takes seconds, because the embedded broker lets a new group wait 3 s.
    @Tag static var slow: Self
}

/// The clients against the embedded broker; without groups, which would take 3 s each.
struct EmbeddedBrokerTests {
    @Test func headerNamesThatAreNotUTF8ComeThroughByteForByte() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("first", partitions: 1)
        try broker.createTopic("second", partitions: 1)
        // GB 18030 for 互通, a lone continuation byte within ASCII, an over-long slash; and proper names beside them.
        let names: [[UInt8]] = [
            [0xbb, 0xa5, 0xcd, 0xa8], [0x61, 0x80, 0x62], [0xc0, 0xaf], Array("ce_id".utf8), Array("互通".utf8),
        ]
        let headers = names.map { RecordHeader(foreignName: $0, bytes: [1]) }
        #expect(headers.map { $0.foreignName == nil } == [false, false, false, true, true])
        let sent = OutboundRecord(topic: "first", partition: nil, key: [1], value: [2], headers: headers)
        try publish([sent], to: broker.connection())
        let received = try #require(try contents(of: "first", on: broker.connection()).first)
        // Passed on as quarantine and ledger do it: the headers as they came.
        let passedOn = OutboundRecord(
            topic: "second",
            partition: nil,
            key: received.key,
            value: received.value,
            headers: received.headers
        )
        try publish([passedOn], to: broker.connection())
        let last = try #require(try contents(of: "second", on: broker.connection()).first)
        #expect(last.headers.map { $0.foreignName ?? Array($0.name.utf8) } == names)
        #expect(
            last.headers.map(\.name) == ["\u{FFFD}\u{FFFD}\u{0368}", "a\u{FFFD}b", "\u{FFFD}\u{FFFD}", "ce_id", "互通"]
        )
    }

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
        // The embedded broker stamps nothing, and its records say so.
        #expect(rows.allSatisfy { !$0.isTimedByBroker })

        var fresh: [InboundRecord] = []
        for _ in 0..<100 where fresh.count < 300 { fresh += try later.read(wait: .milliseconds(100)) }
        #expect(Set(fresh.map(\.text)) == Set((1...300).map(String.init)))
        for key in 0..<10 {
            let order = fresh.filter { $0.keyText == "k\(key)" }.compactMap { Int($0.text) }
            #expect(order == order.sorted())
        }
    }

    /// The broker answers that it had the sequence number before, and writes nothing; the library calls that a success.
    @Test func whatWasAcknowledgedWithoutAPlaceIsNotConfirmed() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("events", partitions: 1)
        let producer = try EventProducer(broker.connection())
        defer { producer.close() }
        broker.failNext(.produce, with: [46])
        let lost = try producer.publish([OutboundRecord("events", key: "k", "lost")], deadline: .seconds(10))
        #expect(lost.map { $0.failure != nil } == [true])
        #expect(lost.map(\.offset) == [-1])
        let sent = try producer.publish([OutboundRecord("events", key: "k", "sent")], deadline: .seconds(10))
        #expect(sent.map { $0.failure == nil } == [true])
        #expect(try contents(of: "events", on: broker.connection()).map(\.text) == ["sent"])
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
