import Core
import RoutingPolicy

/// One record of `alert.<plane>`, an event for supervision: what happened, never what a payload says (docs/specs/topics.md
/// §17).
///
/// Who receives it follows from its headers alone: transaction class and region choose the competent supervisors, the
/// platform that it concerns receives it in any case.
struct Alert {
    let kind: AlertKind
    /// Plane of the sender of the record that it is about.
    let plane: Plane
    /// The submission that it is about, the first of several.
    let submission: RecordPlace
    /// `ce_partitionkey` of that.
    let caseKey: String
    /// Transaction class; nil reaches only supervisors of all classes.
    let sector: String?
    /// GB/T 2260.
    let region: String
    /// The supervision platform whose record it is about; nil where it is about a record of trading.
    let concerned: String?
    /// When it was raised.
    let time: Instant
    /// Writes the members that alerts of this kind alone have.
    let members: (inout JSONWriter) -> Void

    /// `ce_type` of alerts.
    static let type = "cn.hutong.alert.v1"

    var outbound: OutboundRecord {
        var headers = EventHeaders.of(
            Alert.type,
            id: "\(submission.text)/\(kind.rawValue)",
            time: time.rfc3339
        )
        headers.append(RecordHeader(AttributeName.partitionkey.header, caseKey))
        if let sector { headers.append(RecordHeader(AttributeName.sector.header, sector)) }
        headers.append(RecordHeader(AttributeName.region.header, region))
        headers.append(RecordHeader(RecordHeaderName.origin, submission.text))
        if let concerned { headers.append(RecordHeader(RecordHeaderName.concerned, concerned)) }
        return OutboundRecord(
            topic: TopicName.alert(plane),
            key: Array(caseKey.utf8),
            value: body,
            headers: headers
        )
    }

    private var body: [UInt8] {
        var writer = JSONWriter(capacity: 768)
        writer.beginObject()
        writer.member("alert", kind.rawValue)
        writer.member("plane", plane.rawValue)
        writer.member("case", caseKey)
        writer.member("time", time.rfc3339)
        ProgressEvent.write("submission", submission, to: &writer)
        members(&writer)
        writer.endObject()
        return writer.bytes
    }
}
