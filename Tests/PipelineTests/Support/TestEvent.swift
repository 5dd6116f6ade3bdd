import Core
import RoutingPolicy

/// One submission as a test composes it: valid unless told otherwise.
struct TestEvent {
    /// When the submissions of the tests are appended and claim to be made: 2026-11-21T03:18:00Z.
    static let now = Instant(milliseconds: 1_795_231_080_000)

    var sender: TestPlatform
    var id: String
    var payload: [UInt8]?
    /// Attributes by name; nil leaves one out.
    var attributes: [AttributeName: String]
    /// The Kafka key; the attribute partitionkey unless set.
    var key: [UInt8]?
    /// Headers behind the attributes; the signature of the tests' own check by default.
    var extra = [RecordHeader(SignatureHeader.signature, "valid")]

    init(
        _ dataset: String,
        case number: Int = 1,
        from sender: TestPlatform = .trade,
        id: String = "e-1",
        _ changes: [String: Any?] = [:]
    ) throws {
        self.sender = sender
        self.id = id
        payload = try SampleRecord.payload(dataset, case: number, sender: sender, changes)
        let caseKey = try SampleRecord.key(dataset, case: number, sender: sender)
        attributes = [
            .specversion: "1.0", .id: id, .source: "/platforms/\(sender.code)", .type: "cn.ggzy.\(dataset)",
            .time: TestEvent.now.rfc3339, .dataschema: "/contracts/national/v2/\(dataset)",
            .contenttype: "application/json", .partitionkey: caseKey, .datakey: "0123456789abcdefghijkl",
            .operation: "add", .region: TestPlatform.region,
        ]
        if dataset != "PROJECT" { attributes[.sector] = TestPlatform.sector }
        key = Array(caseKey.utf8)
    }

    /// Turns the event into a delete, which has no body.
    mutating func makeDelete() {
        attributes[.operation] = "delete"
        payload = nil
    }

    var envelope: EventEnvelope { EventEnvelope(attributes: attributes) }
    var headers: [RecordHeader] { envelope.headers + extra }
    var topic: String { TopicName.submit(sender.id) }

    var outbound: OutboundRecord {
        OutboundRecord(topic: topic, key: key, value: payload, headers: headers)
    }

    func inbound(offset: Int64 = 0, at time: Instant = TestEvent.now) -> InboundRecord {
        InboundRecord(
            source: TopicPartition(topic, 0),
            offset: offset,
            timestamp: time,
            key: key,
            value: payload,
            headers: headers
        )
    }
}
