import Core
import RoutingPolicy

/// What a sender is told on `receipt.<platform>` of a submission before or beside its verdict (docs/specs/topics.md §4,
/// Progress): what all such events have alike.
struct ProgressEvent {
    let envelope: EventEnvelope
    /// Registry id of the sender.
    let sender: String
    /// What follows the id of the submission in the event's own.
    let name: String
    let state: String
    /// The stage that says so.
    let stage: String
    /// RFC 3339.
    let time: String
    /// Where the submission stands; nil where that is not known.
    let submission: RecordPlace?
    /// `sha-256:<hex>` of the payload.
    let digest: String
    /// Further headers.
    var headers: [RecordHeader] = []
    /// Writes the members that events of this state alone have.
    let members: (inout JSONWriter) -> Void

    var outbound: OutboundRecord {
        OutboundRecord(
            topic: TopicName.receipt(sender),
            key: Array(envelope.partitionKey.utf8),
            value: body,
            headers: EventHeaders.of("cn.hutong.progress.v1", id: "\(envelope.id)/\(name)", time: time) + headers
        )
    }

    private var body: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("id", envelope.id)
        writer.member("source", envelope.source)
        writer.member("type", envelope[.type])
        writer.member("datakey", envelope[.datakey])
        writer.member("state", state)
        writer.member("stage", stage)
        writer.member("time", time)
        if let submission { ProgressEvent.write("submission", submission, to: &writer) }
        writer.member("digest", digest)
        members(&writer)
        writer.endObject()
        return writer.bytes
    }

    /// Member `name` with a place.
    static func write(_ name: String, _ place: RecordPlace, to writer: inout JSONWriter) {
        writer.key(name)
        writer.beginObject()
        writer.member("topic", place.partition.topic)
        writer.member("partition", Int(place.partition.partition))
        writer.member("offset", Int(place.offset))
        writer.endObject()
    }
}
