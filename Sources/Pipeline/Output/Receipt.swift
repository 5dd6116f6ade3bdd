import Core
import RoutingPolicy

/// Writes the final verdict on one submission to `receipt.<platform>` (docs/specs/topics.md §4).
struct Receipt {
    let record: InboundRecord
    let envelope: EventEnvelope
    let platform: String
    let trace: SubmissionTrace
    let problems: ProblemList
    /// The ledger topic; nil when the submission was refused.
    let ledger: String?
    /// The stage that decided.
    var stage = "admission"
    /// The request after which the submission was judged once more, `topic/partition/offset`.
    var redrive: String?

    /// Longest text of a problem on a receipt, in characters: an unknown field may have a name of a megabyte.
    private static let maximumText = 512
    /// Longest key that stands in for an unreadable case.
    private static let maximumKey = 1024

    /// True when the same record under the same id may be accepted later: it was refused, and each error is of a kind
    /// that passes.
    static func isRetryable(_ problems: ProblemList) -> Bool {
        let errors = problems.problems.filter { $0.severity == .error }
        return !errors.isEmpty && problems.omitted == 0 && errors.allSatisfy(\.code.isRetryable)
    }

    var outbound: OutboundRecord {
        OutboundRecord(
            topic: TopicName.receipt(platform),
            key: key,
            value: body,
            headers: [
                Receipt.specversion, RecordHeader("ce_id", eventID), Receipt.source,
                Receipt.type, RecordHeader("ce_time", trace.time), Receipt.contentType,
            ]
        )
    }

    // The headers that are the same on every receipt.
    private static let specversion = RecordHeader("ce_specversion", "1.0")
    private static let source = RecordHeader("ce_source", "/hutong")
    private static let type = RecordHeader("ce_type", "cn.hutong.receipt.v1")
    private static let contentType = RecordHeader("content-type", "application/json")

    /// Every verdict is an event of its own: that after a request is named by the request.
    private var eventID: String {
        "\(envelope[.id] ?? trace.origin)/\(redrive.map { "verdict/\($0)" } ?? "verdict")"
    }

    private var key: [UInt8]? {
        if let partitionKey = envelope[.partitionkey] { return Array(partitionKey.utf8) }
        return record.key.flatMap { $0.count <= Receipt.maximumKey ? $0 : nil }
    }

    private var body: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("id", envelope[.id])
        writer.member("source", envelope[.source])
        writer.member("type", envelope[.type])
        writer.member("datakey", envelope[.datakey])
        writer.member("verdict", ledger == nil ? "refused" : "accepted")
        writer.member("retryable", ledger == nil && Receipt.isRetryable(problems))
        writer.member("stage", stage)
        writer.member("time", trace.time)
        writer.key("submission")
        writer.beginObject()
        writer.member("topic", record.source.topic)
        writer.member("partition", Int(record.source.partition))
        writer.member("offset", Int(record.offset))
        writer.endObject()
        writer.member("digest", trace.digest)
        writer.member("ledger", ledger)
        if redrive != nil { writer.member("redriven", true) }
        writer.key("problems")
        writer.problems(problems.problems.map(Receipt.bounded))
        writer.member("omitted", problems.omitted)
        writer.endObject()
        return writer.bytes
    }

    /// `problem` with texts of bounded length.
    static func bounded(_ problem: Problem) -> Problem {
        Problem(
            problem.code,
            at: bounded(problem.pointer),
            rule: bounded(problem.rule),
            severity: problem.severity,
            zh: bounded(problem.message.zh),
            en: bounded(problem.message.en)
        )
    }

    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > maximumText else { return text }
        let scalars = text.unicodeScalars
        guard scalars.count > maximumText else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(maximumText))) + "…"
    }
}
