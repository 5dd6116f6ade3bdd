import Core
import RoutingPolicy

/// A record of `admitted.<plane>` as registration needs it: the submission as it was, and what admission found.
struct AdmittedSubmission {
    /// Where it stands in `admitted.<plane>`.
    let record: InboundRecord
    /// The submission: its place, its time, the sender's headers alone.
    let submission: InboundRecord
    let envelope: EventEnvelope
    /// Wire name of the data set.
    let dataset: String
    /// Registry id of the sender.
    let sender: String
    let trace: SubmissionTrace
    let relation: Relation
    /// What admission remarked.
    let remarks: ProblemList
    /// The request after which it is judged once more, `topic/partition/offset`; nil for most.
    let redrive: String?

    var caseKey: String { envelope.partitionKey }

    /// From when it may wait for its parent: its submission, or the second admission of one that is judged once more.
    var arrival: Instant { redrive == nil ? submission.timestamp : record.timestamp }

    /// Reads `record`; nil for one that admission did not write.
    init?(_ record: InboundRecord) {
        let place = record.headers.firstIndex { $0.name.hasPrefix(RecordHeaderName.prefix) } ?? record.headers.endIndex
        func text(_ name: String) -> String? {
            record.headers[place...].first { $0.name == name }?.value.flatMap { String(validating: $0, as: UTF8.self) }
        }
        let headers = Array(record.headers[..<place])
        let (envelope, problems) = EventEnvelope.parse(headers)
        guard !problems.refuses, let dataset = envelope.dataSetName, let sender = text(RecordHeaderName.sender),
            let origin = text(RecordHeaderName.origin), let source = AdmittedSubmission.place(origin),
            let digest = text(RecordHeaderName.digest), let time = text(RecordHeaderName.admitted),
            let instant = Instant(rfc3339: time),
            let relation = record.headers[place...].first(where: { $0.name == RecordHeaderName.relation })?.value
                .flatMap(Relation.init(text:))
        else { return nil }
        self.record = record
        self.envelope = envelope
        self.dataset = dataset
        self.sender = sender
        self.relation = relation
        redrive = text(RecordHeaderName.redrive)
        trace = SubmissionTrace(origin: origin, time: time, digest: digest)
        submission = InboundRecord(
            source: source.partition,
            offset: source.offset,
            timestamp: instant,
            key: record.key,
            value: record.value,
            headers: headers
        )
        var remarks = ProblemList()
        let found = record.headers[place...].first { $0.name == RecordHeaderName.remarks }?.value
        for problem in found.map(AdmittedSubmission.problems) ?? [] { remarks.append(problem) }
        self.remarks = remarks
    }

    /// `topic/partition/offset`.
    private static func place(_ text: String) -> (partition: TopicPartition, offset: Int64)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let partition = Int32(parts[1]), let offset = Int64(parts[2]) else { return nil }
        return (TopicPartition(String(parts[0]), partition), offset)
    }

    private static func problems(_ json: [UInt8]) -> [Problem] {
        guard case .array(let items)? = try? JSONNode.parse(json) else { return [] }
        return items.compactMap { item in
            guard let code = item["code"]?.text.flatMap(RejectionCode.init(rawValue:)), let rule = item["rule"]?.text,
                let message = item["message"], let zh = message["zh"]?.text, let en = message["en"]?.text
            else { return nil }
            return Problem(
                code,
                at: item["pointer"]?.text ?? "",
                rule: rule,
                severity: item["severity"]?.text == Severity.warning.rawValue ? .warning : .error,
                zh: zh,
                en: en
            )
        }
    }
}
