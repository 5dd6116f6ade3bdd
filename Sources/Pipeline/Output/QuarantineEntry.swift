import Core
import RoutingPolicy
import Telemetry

/// Writes a refused record to `quarantine.<platform>` (docs/specs/topics.md §5).
struct QuarantineEntry {
    let record: InboundRecord
    let platform: String
    let trace: SubmissionTrace
    let problems: ProblemList
    /// True when the payload must not be copied: sealed data, or a record whose payload stands elsewhere.
    let withholdsPayload: Bool
    let limits: RecordLimits
    /// False where the problems might say something of sealed data: then their codes alone are kept.
    var tellsProblems = true
    /// The request after which the record was judged once more, `topic/partition/offset`.
    var redrive: String?
    /// What stands in place of the digest of a payload that nobody may guess; nil where it is none. Then the signature is
    /// left out as well, by which a guess could be tried.
    var concealed: String?

    /// What is kept of the record.
    var form: QuarantineForm {
        !withholdsPayload && fits ? .full : .digest
    }

    private var fits: Bool {
        (record.value?.count ?? 0) <= limits.payload && keepsHeaders
    }

    private var keepsHeaders: Bool {
        RecordWeight.bytes(of: record.headers) <= limits.headers && (record.key?.count ?? 0) <= limits.headers
    }

    var outbound: OutboundRecord {
        var added = [
            RecordHeader(RecordHeaderName.reasons, CodeArray.json(of: problems, severity: .error)),
            RecordHeader(RecordHeaderName.origin, trace.origin),
            RecordHeader(RecordHeaderName.digest, concealed ?? trace.digest),
            RecordHeader(RecordHeaderName.time, trace.time),
        ]
        if tellsProblems { added.append(RecordHeader(RecordHeaderName.problems, bytes: account)) }
        if let redrive { added.append(RecordHeader(RecordHeaderName.redrive, redrive)) }
        return OutboundRecord(
            topic: TopicName.quarantine(platform),
            key: keepsHeaders ? record.key : nil,
            value: form == .full ? record.value : nil,
            headers: (keepsHeaders ? kept : []) + added
        )
    }

    private var kept: [RecordHeader] {
        guard concealed != nil else { return record.headers }
        return record.headers.filter { !$0.name.hasPrefix(SignatureHeader.prefix) }
    }

    /// The problems as on the receipt, and how many there were beyond these.
    private var account: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("problems")
        writer.problems(problems.problems.map(Receipt.bounded))
        writer.member("omitted", problems.omitted)
        writer.endObject()
        return writer.bytes
    }
}
