import Core
import RoutingPolicy

/// Tells the sender on `receipt.<platform>` that its record was delivered (docs/specs/topics.md §4, Progress).
///
/// The recipient is named by its class alone, plane and level: who is told what is no business of the sender's.
struct DeliveryProgress {
    let entry: LedgerRecord
    let recipient: RegisteredPlatform
    /// Everybody to whom the record goes by the flows in force, each once.
    let entitled: [RegisteredPlatform]
    /// When the delivery was made.
    let time: Instant

    /// Header of the W3C trace context, which a sender may give along.
    private static let trace = "traceparent"

    var outbound: OutboundRecord {
        var headers = [
            RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", eventID), RecordHeader("ce_source", "/hutong"),
            RecordHeader("ce_type", "cn.hutong.progress.v1"), RecordHeader("ce_time", time.rfc3339),
            RecordHeader("content-type", "application/json"),
        ]
        if let trace = entry.record.headers.first(where: { $0.name == DeliveryProgress.trace }),
            trace.value.map({ $0.count <= EventEnvelope.maximumValueLength }) ?? false
        {
            headers.append(trace)
        }
        return OutboundRecord(
            topic: TopicName.receipt(entry.sender),
            key: Array(entry.envelope.partitionKey.utf8),
            value: body,
            headers: headers
        )
    }

    /// Each delivery is an event of its own: within a class they are told apart by a number, which says nothing else.
    private var eventID: String {
        let number = entitled.filter { isOfSameClass($0) }.firstIndex { $0.id == recipient.id } ?? 0
        return "\(entry.envelope.id)/delivered/\(recipient.plane.rawValue)-\(recipient.level.rawValue)-\(number + 1)"
            + "/\(entry.record.source.partition)/\(entry.record.offset)"
    }

    private func isOfSameClass(_ other: RegisteredPlatform) -> Bool {
        other.plane == recipient.plane && other.level == recipient.level
    }

    private var classes: Int {
        Set(entitled.map { "\($0.plane.rawValue)-\($0.level.rawValue)" }).count
    }

    private var body: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("id", entry.envelope.id)
        writer.member("source", entry.envelope.source)
        writer.member("type", entry.envelope[.type])
        writer.member("datakey", entry.envelope[.datakey])
        writer.member("state", "delivered")
        writer.member("stage", "delivery")
        writer.member("time", time.rfc3339)
        if let place = RecordPlace(entry.origin) { write("submission", place, to: &writer) }
        writer.member("digest", entry.digest)
        write("ledger", RecordPlace(of: entry.record), to: &writer)
        writer.key("recipient")
        writer.beginObject()
        writer.member("plane", recipient.plane.rawValue)
        writer.member("level", recipient.level.rawValue)
        writer.endObject()
        writer.member("classes", classes)
        writer.endObject()
        return writer.bytes
    }

    private func write(_ name: String, _ place: RecordPlace, to writer: inout JSONWriter) {
        writer.key(name)
        writer.beginObject()
        writer.member("topic", place.partition.topic)
        writer.member("partition", Int(place.partition.partition))
        writer.member("offset", Int(place.offset))
        writer.endObject()
    }
}
