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
    /// ``problems`` as ``write(_:to:)`` writes them, where that was done before.
    var written: [UInt8]?
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
                Receipt.specversion, RecordHeader("ce_id", bytes: eventID), Receipt.source, Receipt.type,
                RecordHeader("ce_time", trace.time), Receipt.contentType,
            ]
        )
    }

    // The headers that are the same on every receipt.
    private static let specversion = RecordHeader("ce_specversion", "1.0")
    private static let source = RecordHeader("ce_source", "/hutong")
    private static let type = RecordHeader("ce_type", "cn.hutong.receipt.v1")
    private static let contentType = RecordHeader("content-type", "application/json")

    /// Every verdict is an event of its own: that after a request is named by the request.
    private var key: [UInt8]? {
        if let partitionKey = envelope[.partitionkey] { return Array(partitionKey.utf8) }
        return record.key.flatMap { $0.count <= Receipt.maximumKey ? $0 : nil }
    }

    private var eventID: [UInt8] {
        let id = envelope[.id] ?? trace.origin
        var bytes: [UInt8] = []
        bytes.reserveCapacity(id.utf8.count + 8)
        bytes.append(contentsOf: id.utf8)
        bytes.append(contentsOf: "/verdict".utf8)
        if let redrive { bytes.append(contentsOf: "/\(redrive)".utf8) }
        return bytes
    }

    /// Names of members, and members that are often the same, put into JSON once: a receipt is written for every record.
    private enum Prepared {
        static let id = Array("\"id\":".utf8)
        static let source = Array("\"source\":".utf8)
        static let type = Array("\"type\":".utf8)
        static let datakey = Array("\"datakey\":".utf8)
        static let stage = Array("\"stage\":".utf8)
        static let time = Array("\"time\":".utf8)
        static let submission = Array("\"submission\":".utf8)
        static let topic = Array("\"topic\":".utf8)
        static let partition = Array("\"partition\":".utf8)
        static let offset = Array("\"offset\":".utf8)
        static let digest = Array("\"digest\":".utf8)
        static let ledger = Array("\"ledger\":".utf8)
        static let problems = Array("\"problems\":".utf8)
        static let omitted = Array("\"omitted\":".utf8)
        static let accepted = Array("\"verdict\":\"accepted\",\"retryable\":false".utf8)
        static let refused = Array("\"verdict\":\"refused\",\"retryable\":false".utf8)
        static let refusedForNow = Array("\"verdict\":\"refused\",\"retryable\":true".utf8)
    }

    private var verdict: [UInt8] {
        guard ledger == nil else { return Prepared.accepted }
        return Receipt.isRetryable(problems) ? Prepared.refusedForNow : Prepared.refused
    }

    private var body: [UInt8] {
        var writer = JSONWriter(capacity: 480 + problems.problems.count * 400)
        writer.beginObject()
        writer.key(prepared: Prepared.id)
        writer.string(envelope[.id])
        writer.key(prepared: Prepared.source)
        writer.string(envelope[.source])
        writer.key(prepared: Prepared.type)
        writer.string(envelope[.type])
        writer.key(prepared: Prepared.datakey)
        writer.string(envelope[.datakey])
        if let corrects = envelope[.corrects] { writer.member("corrects", corrects) }
        writer.raw(verdict)
        writer.key(prepared: Prepared.stage)
        writer.string(stage)
        writer.key(prepared: Prepared.time)
        writer.string(trace.time)
        writer.key(prepared: Prepared.submission)
        writer.beginObject()
        writer.key(prepared: Prepared.topic)
        writer.string(record.source.topic)
        writer.key(prepared: Prepared.partition)
        writer.integer(Int(record.source.partition))
        writer.key(prepared: Prepared.offset)
        writer.integer(Int(record.offset))
        writer.endObject()
        writer.key(prepared: Prepared.digest)
        writer.string(trace.digest)
        writer.key(prepared: Prepared.ledger)
        writer.string(ledger)
        if redrive != nil { writer.member("redriven", true) }
        writer.key(prepared: Prepared.problems)
        if let written { writer.raw(written) } else { Receipt.write(problems, to: &writer) }
        writer.key(prepared: Prepared.omitted)
        writer.integer(problems.omitted)
        writer.endObject()
        return writer.bytes
    }

    /// The array of `problems` as a receipt shows it.
    static func write(_ problems: ProblemList, to writer: inout JSONWriter) {
        writer.problems(problems.problems.map(Receipt.bounded))
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
