package import Core

/// What became of one record given to ``Publication``.
package enum PublicationResult: Sendable, Hashable {
    /// The gateway answered.
    case answered(SubmissionReceipt)
    /// It was not sent, because no event could be made of it.
    case notSent(ProblemList)
    /// It was sent, and no receipt came in time.
    case unanswered(id: String)
    /// The broker did not take it.
    case notWritten(id: String, BusFailure)

    /// True when the gateway accepted it.
    package var isAccepted: Bool {
        if case .answered(let receipt) = self { return receipt.isAccepted }
        return false
    }

    /// True when it was refused, by the gateway or before.
    package var isRefused: Bool {
        switch self {
        case .answered(let receipt): !receipt.isAccepted
        case .notSent: true
        case .unanswered, .notWritten: false
        }
    }

    /// The receipt, or an object of the same shape saying why there is none.
    package var json: [UInt8] {
        switch self {
        case .answered(let receipt): return receipt.json
        case .notSent(let problems): return PublicationResult.json(id: nil, "refused", problems)
        case .unanswered(let id): return PublicationResult.json(id: id, "unknown", ProblemList())
        case .notWritten(let id, _): return PublicationResult.json(id: id, "unknown", ProblemList())
        }
    }

    /// The same for a person.
    package func lines(in language: Language) -> [String] {
        switch self {
        case .answered(let receipt): receipt.lines(in: language)
        case .notSent(let problems):
            [language == .zh ? "未发送" : "not sent"] + ProblemText.lines(problems, in: language)
        case .unanswered(let id): [language == .zh ? "未收到回执  \(id)" : "no receipt  \(id)"]
        case .notWritten(let id, let failure):
            [(language == .zh ? "未写入  \(id)：" : "not written  \(id): ") + failure.message.text(in: language)]
        }
    }

    private static func json(id: String?, _ verdict: String, _ problems: ProblemList) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("id", id)
        writer.member("verdict", verdict)
        writer.member("retryable", verdict == "unknown")
        writer.member("stage", "publish")
        writer.key("submission")
        writer.null()
        writer.key("problems")
        writer.problems(problems.problems)
        writer.member("omitted", problems.omitted)
        writer.endObject()
        return writer.bytes
    }
}
