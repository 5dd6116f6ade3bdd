import Core
import Trust

/// `hutong trust check --batch`: one question per line, one answer per line.
struct TrustCheckBatch {
    private static let lineLimit = 96 << 20

    /// A member of a line that cannot be used.
    private struct Unusable: Error {
        let member: String
    }

    /// Answers every line of `file`; 65 unless every certificate is accepted.
    func run(_ file: String, on console: Console) -> ExitCode {
        var isAnyRefused = false
        let unreadable = InputDocument.forEach(
            [file],
            isLineDelimited: true,
            limit: TrustCheckBatch.lineLimit,
            on: console
        ) { document in
            let node = document.bytes.flatMap {
                try? JSONNode.parse($0, limits: JSONLimits(size: TrustCheckBatch.lineLimit))
            }
            let answer = node.map(answer) ?? unreadableLine(document.line, on: console)
            isAnyRefused = isAnyRefused || !answer.isAccepted
            print(node, answer, line: document.line, on: console)
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyRefused ? .dataRefused : .success
    }

    private func unreadableLine(_ line: Int, on console: Console) -> PathAnswer {
        let message = BilingualText(zh: "第 \(line) 行不是可读的 JSON", en: "line \(line) is not readable JSON")
        console.note("hutong: " + console.say(message))
        return .unreadable(message)
    }

    private func answer(_ node: JSONNode) -> PathAnswer {
        do throws(Unusable) {
            return try question(node).answer
        } catch {
            return .unreadable(
                BilingualText(zh: "成员 \(error.member) 缺失或无法使用", en: "\(error.member) is missing or cannot be used")
            )
        }
    }

    private func question(_ node: JSONNode) throws(Unusable) -> PathQuestion {
        guard let leaf = try certificates(node, "leaf", isList: false).first else { throw Unusable(member: "leaf") }
        guard let time = node["time"]?.text.flatMap(Instant.init(rfc3339:)) else { throw Unusable(member: "time") }
        var question = PathQuestion(leaf: leaf, anchors: try certificates(node, "anchors"), time: time)
        // One that cannot be read is no part of any path, and pools of certificates have such ones.
        question.intermediates = try blobs(node, "intermediates", isRequired: false).compactMap(Certificate.init(der:))
        question.lists = try blobs(node, "crls", isRequired: false)
        question.answers = try blobs(node, "ocsp", isRequired: false)
        question.purpose = try choice(node, "purpose") ?? .any
        question.revocation = try choice(node, "revocation") ?? question.impliedRevocation
        question.policies = try texts(node, "policies", isRequired: false)
        guard question.policies.allSatisfy(PathQuestion.isPolicy) else { throw Unusable(member: "policies") }
        question.requiresExplicitPolicy = try flag(node, "requireExplicitPolicy")
        question.inhibitsPolicyMapping = try flag(node, "inhibitPolicyMapping")
        question.inhibitsAnyPolicy = try flag(node, "inhibitAnyPolicy")
        switch node["dnsName"] {
        case nil, .null?: break
        case .string(let name)? where !name.isEmpty && !name.utf8.contains(0): question.dnsName = name
        default: throw Unusable(member: "dnsName")
        }
        return question
    }

    private func certificates(
        _ node: JSONNode,
        _ name: String,
        isList: Bool = true
    ) throws(Unusable) -> [Certificate] {
        let all: [[UInt8]]
        if isList {
            all = try blobs(node, name, isRequired: true)
        } else {
            guard let text = node[name]?.text else { throw Unusable(member: name) }
            all = [try bytes(text, name)]
        }
        var certificates: [Certificate] = []
        for (index, der) in all.enumerated() {
            guard let certificate = Certificate(der: der) else {
                throw Unusable(member: isList ? "\(name)[\(index)]" : name)
            }
            certificates.append(certificate)
        }
        return certificates
    }

    private func blobs(_ node: JSONNode, _ name: String, isRequired: Bool) throws(Unusable) -> [[UInt8]] {
        var blobs: [[UInt8]] = []
        for (index, text) in try texts(node, name, isRequired: isRequired).enumerated() {
            blobs.append(try bytes(text, "\(name)[\(index)]"))
        }
        return blobs
    }

    private func bytes(_ text: String, _ member: String) throws(Unusable) -> [UInt8] {
        guard let bytes = Base64.decode(Array(text.utf8), limit: TrustCheckBatch.lineLimit) else {
            throw Unusable(member: member)
        }
        return bytes
    }

    private func texts(_ node: JSONNode, _ name: String, isRequired: Bool) throws(Unusable) -> [String] {
        switch node[name] {
        case nil where !isRequired, .null? where !isRequired: return []
        case .array(let items)?:
            let texts = items.compactMap(\.text)
            guard texts.count == items.count else { throw Unusable(member: name) }
            return texts
        default: throw Unusable(member: name)
        }
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ node: JSONNode,
        _ name: String
    ) throws(Unusable) -> Choice? {
        switch node[name] {
        case nil, .null?: return nil
        case .string(let text)?:
            guard let choice = Choice(rawValue: text) else { throw Unusable(member: name) }
            return choice
        default: throw Unusable(member: name)
        }
    }

    private func flag(_ node: JSONNode, _ name: String) throws(Unusable) -> Bool {
        switch node[name] {
        case nil, .null?: return false
        case .bool(let flag)?: return flag
        default: throw Unusable(member: name)
        }
    }

    private func print(_ node: JSONNode?, _ answer: PathAnswer, line: Int, on console: Console) {
        BatchVerdictLine(
            verdict: answer.verdict,
            reason: answer.reason(in: .en),
            explanation: answer.reason(in: console.language),
            depth: answer.refusal?.depth ?? 0
        ).print(node, line: line, on: console)
    }
}

extension PathAnswer {
    /// `accept` or `reject`.
    var verdict: String { isAccepted ? "accept" : "reject" }

    /// The rule and what is wrong; empty when accepted.
    func reason(in language: Language) -> String {
        refusal.map { "\($0.rule): \($0.message.text(in: language))" } ?? ""
    }
}

extension PathQuestion {
    /// How revocation is looked at when nobody says: by whatever data are given.
    var impliedRevocation: Revocation {
        switch (lists.isEmpty, answers.isEmpty) {
        case (true, true): .off
        case (false, true): .crl
        case (true, false): .ocsp
        case (false, false): .any
        }
    }
}
