package import Core
package import Pipeline
import RoutingPolicy

/// One thing that became known of a submission: it was sent, it waits, it was decided about, it was delivered, something
/// was found about it.
package struct JourneyEvent: Sendable, Hashable {
    /// What became known.
    package enum Kind: String, Sendable, Hashable {
        /// It stands in the submit topic.
        case submitted
        /// It waits for its parent.
        case parked
        /// It is in the ledger.
        case accepted
        /// It is not.
        case refused
        /// One recipient has it.
        case delivered
        /// Something was found about it afterwards.
        case finding
    }

    /// What became known.
    package let kind: Kind
    /// Where the submission stands.
    package let submission: RecordPlace
    /// `ce_id` of the submission; nil where it had none.
    package let id: String?
    /// Its case; nil where it could not be read.
    package let caseKey: String?
    /// Wire name of its data set; nil where it could not be read.
    package let dataset: String?
    /// Time of what became known, as the event says it.
    package let time: String
    /// Its attributes; of a submission alone.
    package let envelope: EventEnvelope?
    /// The receipt or progress on one line; nil for a submission.
    package let json: [UInt8]?
    private let node: JSONNode?

    /// Reads a record of `submit.<platform>` or `receipt.<platform>`; nil for one that says nothing of a submission.
    package init?(_ record: InboundRecord) {
        if TopicName.platform(ofSubmit: record.source.topic) != nil {
            self.init(submission: record)
        } else {
            self.init(receipt: record)
        }
    }

    private init(submission record: InboundRecord) {
        let (envelope, _) = EventEnvelope.parse(record.headers)
        kind = .submitted
        submission = RecordPlace(of: record)
        id = envelope[.id]
        caseKey = envelope[.partitionkey]
        dataset = envelope.dataSetName
        time = record.timestamp.rfc3339
        self.envelope = envelope
        json = nil
        node = nil
    }

    private init?(receipt record: InboundRecord) {
        guard let value = record.value, let node = try? JSONNode.parse(value, limits: JSONLimits(size: 4 << 20)),
            let compact = JSONCompaction.compact(value),
            let kind = (node["verdict"] ?? node["state"])?.text.flatMap(Kind.init(rawValue:)), kind != .submitted,
            let place = node["submission"], let topic = place["topic"]?.text,
            case .number(let partition)? = place["partition"], case .number(let offset)? = place["offset"],
            let submission = RecordPlace("\(topic)/\(partition)/\(offset)")
        else { return nil }
        self.kind = kind
        self.submission = submission
        id = node["id"]?.text
        caseKey = record.key.flatMap { String(validating: $0, as: UTF8.self) }
        let prefix = "cn.ggzy."
        dataset = node["type"]?.text.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
        time = node["time"]?.text ?? ""
        envelope = nil
        json = compact
        self.node = node
    }

    /// True for a verdict after a request of the operator.
    package var isRedriven: Bool { node?["redriven"] == .bool(true) }
    /// Codes of the problems of a verdict or finding, each once, errors and warnings.
    package var codes: [String] {
        guard case .array(let problems)? = node?["problems"] else { return [] }
        var seen: Set<String> = []
        return problems.compactMap { $0["code"]?.text }.filter { seen.insert($0).inserted }
    }
    /// Data set for which it waits.
    package var parent: String? { node?["parent"]?.text }
    /// Class of the recipient of a delivery.
    package var recipient: String? {
        guard let recipient = node?["recipient"], let plane = recipient["plane"]?.text else { return nil }
        return "\(plane)/\(recipient["level"]?.text ?? "")"
    }
    /// To how many classes of recipients the record goes; nil where that is not said.
    package var classes: Int? {
        guard case .number(let text)? = node?["classes"] else { return nil }
        return Int(text)
    }
}
