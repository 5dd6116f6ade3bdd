import Core
import RoutingPolicy

/// A record of `admitted.<plane>` as registration needs it: the submission as it was, and what admission found.
final class AdmittedSubmission: Sendable {
    /// Where it stands in `admitted.<plane>`.
    let record: InboundRecord
    /// Where the submission stands.
    let place: RecordPlace
    /// Its log-append time.
    let timestamp: Instant
    let operation: RecordOperation
    /// Name of its case, `ce_partitionkey`.
    let caseKey: String
    /// Wire name of the data set.
    let dataset: String
    let relation: Relation
    /// The request after which it is judged once more, `topic/partition/offset`; nil for most.
    let redrive: String?
    private let headers: AdmittedHeaders
    private let party: KnownSender
    private let found: AdmittedRemarks

    init(
        record: InboundRecord,
        headers: AdmittedHeaders,
        place: RecordPlace,
        timestamp: Instant,
        operation: RecordOperation,
        caseKey: String,
        dataset: String,
        sender: KnownSender,
        relation: Relation,
        remarks: AdmittedRemarks,
        redrive: String?
    ) {
        self.record = record
        self.headers = headers
        self.place = place
        self.timestamp = timestamp
        self.operation = operation
        self.caseKey = caseKey
        self.dataset = dataset
        party = sender
        self.relation = relation
        found = remarks
        self.redrive = redrive
    }

    /// True when it is encrypted for somebody: no copy of it goes anywhere else.
    var isEncrypted: Bool { self[.encryptedfor] != nil }

    /// Registry id of the sender.
    var sender: String { party.id }

    /// Where the verdict goes.
    var receiptTopic: String { party.receiptTopic }

    /// The bytes of an attribute that registration works with; they are UTF-8, or stand as absent.
    subscript(_ name: AttributeName) -> [UInt8]? { headers.attribute(name, of: record.headers) }

    /// The same as text; empty where it is absent.
    func text(_ name: AttributeName) -> String { self[name].map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// The attributes that registration works with.
    var envelope: EventEnvelope { EventEnvelope(record.headers, at: headers.attributes) }

    /// Log-append time of the submission, RFC 3339 in UTF-8.
    var time: [UInt8] { record.headers[headers.time].value ?? [] }

    /// `sha-256:<hex>` of its payload in UTF-8.
    var digest: [UInt8] { record.headers[headers.digest].value ?? [] }

    /// What is written about the submission as text.
    var trace: SubmissionTrace {
        SubmissionTrace(
            origin: place.text,
            time: String(decoding: time, as: UTF8.self),
            digest: String(decoding: digest, as: UTF8.self)
        )
    }

    /// From when it may wait for its parent: its submission, or the second admission of one that is judged once more.
    var arrival: Instant { redrive == nil ? timestamp : record.timestamp }

    /// What admission remarked.
    var remarks: ProblemList { found.problems }

    /// ``remarks`` as a receipt shows them.
    var writtenRemarks: [UInt8] { found.written }

    /// The submission with the sender's headers alone.
    var original: InboundRecord {
        InboundRecord(
            source: place.partition,
            offset: place.offset,
            timestamp: timestamp,
            key: record.key,
            value: record.value,
            headers: Array(record.headers[..<headers.end])
        )
    }

    /// The headers for the ledger: all but those that go from stage to stage.
    var ledgerHeaders: ArraySlice<RecordHeader> {
        // Admission writes them last.
        if let end = headers.ledgerEnd { return record.headers[..<end] }
        return record.headers.filter {
            $0.name != RecordHeaderName.relation && $0.name != RecordHeaderName.remarks
        }[...]
    }
}
