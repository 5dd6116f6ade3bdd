import Core
import RoutingPolicy

/// Whether sealed data may be looked at and kept yet.
struct SealCheck {
    let flows: FlowTable
    let facts: FactsTable

    /// How a submission stands to the seal on its data set.
    enum State {
        /// There is no seal, or nothing that it could protect.
        case open
        /// The fact that releases it is known for each of its sections.
        case released
        /// It is not.
        case sealed(SealRule)
        /// It is, but supervision has suspended the proceedings.
        case suspended(SealRule)
        /// The body does not say which section it is about.
        case undetermined(SealRule)
        /// The body is, by its media type, encrypted for somebody; whether it may pass is ``CiphertextCheck``'s to say.
        case encrypted

        /// True when no copy of the payload may be made.
        var withholdsPayload: Bool {
            switch self {
            case .open, .released: false
            case .sealed, .suspended, .undetermined, .encrypted: true
            }
        }
    }

    func state(of submission: Submission) -> State {
        if submission.isEncrypted, !submission.payload.isEmpty { return .encrypted }
        guard let rule = rule(for: submission) else { return .open }
        // A delete carries no content; one that does is refused for that, and must not be copied either.
        if submission.payload.isEmpty { return .open }
        guard let platform = submission.platform, submission.envelope.operation != .delete,
            let text = BodyField.text(rule.section, of: submission.payload)
        else { return .undetermined(rule) }
        let sections = BodyField.items(of: text)
        guard !sections.isEmpty else { return .undetermined(rule) }
        let caseKey = submission.envelope.partitionKey
        let isReleased = sections.allSatisfy { section in
            facts.holds(rule.until, caseKey: caseKey, section: section, by: platform.id)
        }
        guard isReleased else { return .sealed(rule) }
        let isSuspended = sections.contains { facts.isSuspended(caseKey: caseKey, section: $0) }
        return isSuspended ? .suspended(rule) : .released
    }

    /// The refusal of a sealed record.
    func problem(of rule: SealRule) -> Problem { SealRefusal.early(rule, isKnown: facts.isCaughtUp) }

    /// The seal that any of the headers calls for: a sealed record does not lose its seal by contradicting itself.
    private func rule(for submission: Submission) -> SealRule? {
        // Without a fault type and schema occur once, and admission refuses a schema that is not that of the type.
        if submission.faults.isEmpty, let dataset = submission.dataset,
            submission.envelope[.dataschema].map({ SealCheck.lastComponent(of: $0) == dataset[...] }) == true
        {
            return flows.seal(of: dataset)
        }
        for header in submission.record.headers
        where header.name == AttributeName.type.header || header.name == AttributeName.dataschema.header {
            guard let value = header.value else { continue }
            let text = String(decoding: value.prefix(EventEnvelope.maximumValueLength), as: UTF8.self)
            if let rule = flows.seal(of: String(SealCheck.lastComponent(of: text))) { return rule }
        }
        return nil
    }

    /// What stands behind the last `.` or `/` of a type or schema.
    private static func lastComponent(of text: String) -> Substring {
        let start = text.utf8.lastIndex { $0 == 0x2e || $0 == 0x2f }.map(text.utf8.index(after:))
        return text[(start ?? text.startIndex)...]
    }
}
