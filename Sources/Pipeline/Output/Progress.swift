import Core
import RoutingPolicy

/// Tells the sender on `receipt.<platform>` where an undecided submission is (docs/specs/topics.md §4).
struct Progress {
    let admitted: AdmittedSubmission
    /// Data set of the parent that is missing.
    let waitsFor: String
    /// When it is refused if the parent does not come.
    let until: Instant

    var outbound: OutboundRecord {
        OutboundRecord(
            topic: TopicName.receipt(admitted.sender),
            key: Array(admitted.caseKey.utf8),
            value: body,
            headers: [
                RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", eventID),
                RecordHeader("ce_source", "/hutong"), RecordHeader("ce_type", "cn.hutong.progress.v1"),
                RecordHeader("ce_time", admitted.trace.time), RecordHeader("content-type", "application/json"),
            ]
        )
    }

    /// A record that waits after a request waits for the second time, which is another event.
    private var eventID: String {
        "\(admitted.envelope.id)/\(admitted.redrive.map { "parked/\($0)" } ?? "parked")"
    }

    private var body: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("id", admitted.envelope.id)
        writer.member("source", admitted.envelope.source)
        writer.member("type", admitted.envelope[.type])
        writer.member("datakey", admitted.envelope[.datakey])
        writer.member("state", "parked")
        writer.member("stage", "registration")
        writer.member("time", admitted.trace.time)
        writer.key("submission")
        writer.beginObject()
        writer.member("topic", admitted.submission.source.topic)
        writer.member("partition", Int(admitted.submission.source.partition))
        writer.member("offset", Int(admitted.submission.offset))
        writer.endObject()
        writer.member("digest", admitted.trace.digest)
        writer.member("parent", waitsFor)
        writer.member("until", until.rfc3339)
        writer.endObject()
        return writer.bytes
    }
}
