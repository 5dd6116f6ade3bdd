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
        let added = [
            RecordHeader(RecordHeaderName.reasons, CodeArray.json(of: problems, severity: .error)),
            RecordHeader(RecordHeaderName.origin, trace.origin),
            RecordHeader(RecordHeaderName.digest, trace.digest),
            RecordHeader(RecordHeaderName.time, trace.time),
        ]
        return OutboundRecord(
            topic: TopicName.quarantine(platform),
            key: keepsHeaders ? record.key : nil,
            value: form == .full ? record.value : nil,
            headers: (keepsHeaders ? record.headers : []) + added
        )
    }
}
