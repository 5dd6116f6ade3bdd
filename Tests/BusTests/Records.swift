import Bus
import Core
import Testing

/// Short spellings for tests.
extension OutboundRecord {
    init(_ topic: String, key: String?, _ value: String?, headers: [RecordHeader] = []) {
        self.init(topic: topic, key: key.map { Array($0.utf8) }, value: value.map { Array($0.utf8) }, headers: headers)
    }
}

extension InboundRecord {
    var text: String { value.map { String(decoding: $0, as: UTF8.self) } ?? "∅" }
    var keyText: String { key.map { String(decoding: $0, as: UTF8.self) } ?? "∅" }
}

/// Publishes and expects every confirmation.
func publish(_ records: [OutboundRecord], to connection: ClusterConnection) throws {
    let producer = try EventProducer(connection)
    defer { producer.close() }
    let reports = try producer.publish(records, deadline: .seconds(20))
    #expect(reports.count == records.count)
    #expect(reports.allSatisfy { $0.failure == nil })
}

/// Everything committed in a topic.
func contents(of topic: String, on connection: ClusterConnection) throws -> [InboundRecord] {
    let reader = try TopicReader(connection, topics: [topic], start: .beginning)
    defer { reader.close() }
    return try reader.readToEnd(deadline: .seconds(20))
}

/// Copies to `topic` what the bus brings, until `count` records are committed or `turns` receives brought nothing.
@discardableResult
func copy(_ bus: KafkaBatchBus, to topic: String, count: Int, idleTurns: Int = 60) throws -> Int {
    var committed = 0
    var idle = 0
    while committed < count, idle < idleTurns {
        let batch = try bus.receive(maximum: 1000, wait: .milliseconds(250))
        guard !batch.isEmpty else {
            idle += 1
            continue
        }
        let outputs = batch.records.map {
            OutboundRecord(topic: topic, partition: nil, key: $0.key, value: $0.value, headers: $0.headers)
        }
        if try bus.commit(outputs, consuming: batch) == .committed { committed += batch.records.count }
    }
    return committed
}
