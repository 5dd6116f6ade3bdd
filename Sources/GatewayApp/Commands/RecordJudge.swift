import Core

/// Decides about one record for `validate`: JSON syntax alone, or the rules of a contract.
struct RecordJudge {
    /// Limits under which any text that RFC 8259 allows is taken: only the size is bounded by the caller.
    static func syntaxLimits(size: Int) -> JSONLimits {
        JSONLimits(depth: 1 << 16, size: size, numberLength: 1 << 30)
    }

    private let size: Int
    private var tape = JSONTape()

    /// A judge of texts of at most `size` bytes.
    init(size: Int) {
        self.size = size
    }

    /// What is wrong with `document`.
    mutating func problems(of document: InputDocument) -> ProblemList {
        var problems = ProblemList()
        guard let bytes = document.bytes else {
            problems.append(RecordJudge.tooLarge(size))
            return problems
        }
        if let failure = tape.scan(bytes.span, limits: RecordJudge.syntaxLimits(size: size)) {
            problems.append(failure.problem)
        }
        return problems
    }

    /// The problem of a text of more than `size` bytes.
    static func tooLarge(_ size: Int) -> Problem {
        Problem(
            .payloadTooLarge, rule: "envelope.size", zh: "超过 \(size) 字节", en: "is larger than \(size) bytes")
    }
}
