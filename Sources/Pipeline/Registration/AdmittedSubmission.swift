import Core
import RoutingPolicy

/// A record of `admitted.<plane>` as registration needs it: the submission as it was, and what admission found.
final class AdmittedSubmission: Sendable {
    /// Where it stands in `admitted.<plane>`.
    let record: InboundRecord
    /// Place, time and key of the submission alone; ``original`` has its headers and payload too.
    let submission: InboundRecord
    /// The attributes that registration works with.
    let envelope: EventEnvelope
    /// Wire name of the data set.
    let dataset: String
    /// Registry id of the sender.
    let sender: String
    let trace: SubmissionTrace
    let relation: Relation
    /// The request after which it is judged once more, `topic/partition/offset`; nil for most.
    let redrive: String?
    private let found: AdmittedRemarks
    /// How many of the headers are the sender's.
    private let senderHeaders: Int

    init(
        record: InboundRecord,
        senderHeaders: Int,
        submission: InboundRecord,
        envelope: EventEnvelope,
        dataset: String,
        sender: String,
        trace: SubmissionTrace,
        relation: Relation,
        remarks: AdmittedRemarks,
        redrive: String?
    ) {
        self.record = record
        self.senderHeaders = senderHeaders
        self.submission = submission
        self.envelope = envelope
        self.dataset = dataset
        self.sender = sender
        self.trace = trace
        self.relation = relation
        found = remarks
        self.redrive = redrive
    }

    var caseKey: String { envelope.partitionKey }

    /// From when it may wait for its parent: its submission, or the second admission of one that is judged once more.
    var arrival: Instant { redrive == nil ? submission.timestamp : record.timestamp }

    /// What admission remarked.
    var remarks: ProblemList { found.problems }

    /// ``remarks`` as a receipt shows them.
    var writtenRemarks: [UInt8] { found.written }

    /// The submission with the sender's headers alone.
    var original: InboundRecord {
        InboundRecord(
            source: submission.source,
            offset: submission.offset,
            timestamp: submission.timestamp,
            key: record.key,
            value: record.value,
            headers: Array(record.headers[..<senderHeaders])
        )
    }

    /// The headers for the ledger: all but those that go from stage to stage.
    var ledgerHeaders: [RecordHeader] {
        func goesOn(_ header: RecordHeader) -> Bool {
            header.name != RecordHeaderName.relation && header.name != RecordHeaderName.remarks
        }
        let headers = record.headers
        // Admission writes them last.
        let end = headers[senderHeaders...].firstIndex { !goesOn($0) } ?? headers.endIndex
        if headers[end...].allSatisfy({ !goesOn($0) }) { return Array(headers[..<end]) }
        return headers.filter(goesOn)
    }
}
