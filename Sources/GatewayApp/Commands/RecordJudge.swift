import ContractEngine
import Core

/// Decides about one record for `validate`: JSON syntax alone, or the rules of a contract.
struct RecordJudge {
    private let size: Int
    private let program: ContractProgram?
    private let operation: RecordOperation
    /// Tells what a refused record looks like; asked for when the first one is refused.
    private let loadSignature: () -> DialectSignature
    private var signature: DialectSignature?
    private var tape = JSONTape()
    private var validator: RecordValidator

    /// A judge of texts of at most `size` bytes; without a `program` only the syntax counts.
    init(
        size: Int,
        program: ContractProgram?,
        operation: RecordOperation,
        signature: @escaping () -> DialectSignature
    ) {
        loadSignature = signature
        self.size = size
        self.program = program
        self.operation = operation
        validator = RecordValidator(limits: JSONLimits(size: size))
    }

    /// What is wrong with `document`.
    mutating func problems(of document: InputDocument) -> ProblemList {
        var problems = ProblemList()
        guard let bytes = document.bytes else {
            problems.append(
                Problem(
                    .payloadTooLarge,
                    rule: "json.size",
                    zh: "超过 \(size) 字节",
                    en: "is larger than \(size) bytes"
                )
            )
            return problems
        }
        if let program {
            let isValid = validator.validate(bytes, against: program, operation: operation, problems: &problems)
            if !isValid {
                let known = signature ?? loadSignature()
                signature = known
                problems = known.explained(problems, of: bytes, expected: Dialect.national)
            }
        } else if let failure = tape.scan(bytes.span, limits: syntaxLimits) {
            problems.append(failure.problem)
        }
        return problems
    }

    /// Limits under which any text that RFC 8259 allows is taken: only its size is bounded.
    private var syntaxLimits: JSONLimits {
        JSONLimits(depth: 1 << 16, size: size, numberLength: size)
    }
}
