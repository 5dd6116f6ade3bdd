package import Pipeline

/// How far one submission has come.
package struct Journey: Sendable, Hashable {
    /// Where it stands in the submit topic.
    package let submission: RecordPlace
    /// `ce_id`; nil where it had none.
    package private(set) var id: String?
    /// Its case.
    package private(set) var caseKey: String?
    /// Wire name of its data set.
    package private(set) var dataset: String?
    /// Data set for which it waits, or waited; nil when it did not.
    package private(set) var parkedFor: String?
    /// The last verdict; nil while there is none.
    package private(set) var isAccepted: Bool?
    /// Codes of the problems of the last verdict.
    package private(set) var codes: [String] = []
    /// Codes of what was found afterwards, each once.
    package private(set) var findings: [String] = []
    /// True when the last verdict followed a request of the operator.
    package private(set) var isRedriven = false
    /// Classes of recipients that have it.
    package private(set) var delivered: Set<String> = []
    /// To how many classes it goes; nil while that is not known.
    package private(set) var classes: Int?

    /// A submission of which `event` is the first thing known.
    package init(_ event: JourneyEvent, classes: Int?) {
        submission = event.submission
        take(event, classes: classes)
    }

    /// Takes in what became known. Topics are read side by side, so a submission may come after its verdict.
    package mutating func take(_ event: JourneyEvent, classes expected: Int?) {
        id = id ?? event.id
        caseKey = caseKey ?? event.caseKey
        dataset = dataset ?? event.dataset
        classes = event.classes ?? classes ?? expected
        switch event.kind {
        case .submitted:
            break
        case .parked:
            parkedFor = event.parent ?? ""
            isAccepted = nil
            codes = []
        case .accepted, .refused:
            isAccepted = event.kind == .accepted
            codes = event.codes
            isRedriven = event.isRedriven
        case .delivered:
            // Nothing is delivered that was not accepted.
            isAccepted = true
            if let recipient = event.recipient { delivered.insert(recipient) }
        case .finding:
            // Nothing is found about what was not accepted.
            isAccepted = true
            findings += event.codes.filter { !findings.contains($0) }
        }
    }

    /// True when nothing more is to come: refused, or with every class of recipients.
    package var isOver: Bool {
        switch isAccepted {
        case nil: false
        case false?: true
        case true?: classes.map { delivered.count >= $0 } ?? false
        }
    }

    /// The way so far, on one line.
    package func line(in language: Language) -> String {
        func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
        var steps = [say("已提交", "submitted")]
        if let parkedFor { steps.append(say("挂起（待 \(parkedFor)）", "parked (for \(parkedFor))")) }
        let mark = isRedriven ? say("（重新处理）", " (redriven)") : ""
        let remarks = codes.isEmpty ? "" : " [\(codes.joined(separator: ","))]"
        switch isAccepted {
        case nil: break
        case true?: steps.append(say("已接受", "accepted") + mark + remarks)
        case false?: steps.append(say("已拒绝", "refused") + mark + remarks)
        }
        if isAccepted == true, !delivered.isEmpty || classes != nil {
            let total = classes.map(String.init) ?? "?"
            steps.append(say("已交付 \(delivered.count)/\(total) 类", "delivered (\(delivered.count) of \(total) classes)"))
        }
        if !findings.isEmpty {
            let list = findings.joined(separator: ",")
            steps.append(say("事后发现 [\(list)]", "found afterwards [\(list)]"))
        }
        let name = [id ?? submission.text, dataset ?? "-", caseKey ?? "-"].map { TerminalText.shown($0, limit: 64) }
        return name.joined(separator: "  ") + "  " + TerminalText.shown(steps.joined(separator: " → "), limit: 400)
    }
}
