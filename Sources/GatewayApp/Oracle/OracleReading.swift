package import Core
package import Pipeline

/// What the oracle reads from the records of the exchange.
package enum OracleReading {
    /// A receipt with a final verdict.
    package struct Verdict: Sendable, Hashable {
        /// The submission that it answers; nil when the receipt does not say.
        package var place: RecordPlace?
        /// True for an acceptance.
        package var isAccepted: Bool
        /// The codes of its errors, sorted.
        package var codes: [String]
        /// True when it says that the message was decided about before.
        package var isRepetition: Bool
        /// What it says of a later attempt.
        package var isRetryable: Bool
        /// The ledger that it names.
        package var ledger: String?

        /// A verdict on the submission at `place`.
        package init(
            place: RecordPlace?,
            isAccepted: Bool,
            codes: [String],
            isRepetition: Bool,
            isRetryable: Bool,
            ledger: String?
        ) {
            self.place = place
            self.isAccepted = isAccepted
            self.codes = codes
            self.isRepetition = isRepetition
            self.isRetryable = isRetryable
            self.ledger = ledger
        }
    }

    /// True for a receipt with a final verdict, false for progress.
    static func isVerdict(_ record: InboundRecord) -> Bool {
        text("ce_type", of: record) == "cn.hutong.receipt.v1"
    }

    /// The text of the last header `name`; nil when there is none.
    package static func text(_ name: String, of record: InboundRecord) -> String? {
        record.headers.last { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where `record` says that it comes from.
    package static func origin(of record: InboundRecord) -> RecordPlace? {
        text(RecordHeaderName.origin, of: record).flatMap { RecordPlace($0) }
    }

    /// The verdict in `record`; nil when it holds none.
    package static func verdict(_ record: InboundRecord) -> Verdict? {
        guard let value = record.value, let node = try? JSONNode.parse(value, limits: JSONLimits(size: 4 << 20)),
            let word = node["verdict"]?.text, word == "accepted" || word == "refused"
        else { return nil }
        var place: RecordPlace?
        if let submission = node["submission"], let topic = submission["topic"]?.text,
            case .number(let partition)? = submission["partition"], let number = Int32(partition),
            case .number(let offset)? = submission["offset"], let position = Int64(offset)
        {
            place = RecordPlace(TopicPartition(topic, number), position)
        }
        var errors: Set<String> = []
        var isRepetition = false
        if case .array(let problems)? = node["problems"] {
            for problem in problems {
                guard let code = problem["code"]?.text else { continue }
                if code == RejectionCode.duplicate.rawValue {
                    isRepetition = true
                } else if problem["severity"]?.text == Severity.error.rawValue {
                    errors.insert(code)
                }
            }
        }
        return Verdict(
            place: place,
            isAccepted: word == "accepted",
            codes: errors.sorted(),
            isRepetition: isRepetition,
            isRetryable: node["retryable"] == .bool(true),
            ledger: node["ledger"]?.text
        )
    }
}
