import Core
import Trust

/// `hutong verify --batch`: one claim per line, one verdict per line.
struct VerifyBatch {
    private static let lineLimit = 8 << 20

    /// Verifies every line of `file`; 65 unless every verdict is `valid`.
    func run(_ file: String, on console: Console) -> ExitCode {
        let verifier = SignatureBatchVerifier()
        var isAnyInvalid = false
        let unreadable = InputDocument.forEach(
            [file],
            isLineDelimited: true,
            limit: VerifyBatch.lineLimit,
            on: console
        ) { document in
            let node = document.bytes.flatMap {
                try? JSONNode.parse($0, limits: JSONLimits(size: VerifyBatch.lineLimit))
            }
            let verdict = claim(node).map { verifier.verify($0) }
            isAnyInvalid = isAnyInvalid || verdict?.outcome != .valid
            print(node, verdict, line: document.line, on: console)
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyInvalid ? .dataRefused : .success
    }

    /// The claim of a line; nil when the line is no claim.
    private func claim(_ node: JSONNode?) -> SignatureClaim? {
        guard let node, let algorithm = node["alg"]?.text, let key = node["key"]?.text,
            let message = node["message"]?.text, let signature = node["signature"]?.text
        else { return nil }
        var saltLength: Int?
        switch node["saltLength"] {
        case nil, .null?: break
        case .number(let text)?:
            guard let number = Int(text) else { return nil }
            saltLength = number
        default: return nil
        }
        switch node["distinguishingID"] {
        case nil, .null?, .string?: break
        default: return nil
        }
        return SignatureClaim(
            algorithm: algorithm,
            key: key,
            message: message,
            signature: signature,
            distinguishingID: node["distinguishingID"]?.text,
            saltLength: saltLength
        )
    }

    private func print(_ node: JSONNode?, _ verdict: SignatureBatchVerdict?, line: Int, on console: Console) {
        let outcome = verdict?.outcome.rawValue ?? "invalid"
        let reason = verdict?.reason ?? "the line is not a claim of the form {id, alg, key, message, signature}"
        BatchVerdictLine(verdict: outcome, reason: reason, explanation: reason).print(node, line: line, on: console)
    }
}
