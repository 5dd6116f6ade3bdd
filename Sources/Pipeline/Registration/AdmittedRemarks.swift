import Core

/// What admission remarked about a record, as it was sent along and as a receipt shows it.
final class AdmittedRemarks: Sendable {
    /// As it came.
    let text: [UInt8]
    let problems: ProblemList
    /// As a receipt shows it.
    let written: [UInt8]

    /// Nothing.
    static let none = AdmittedRemarks([])

    /// Reads `text`; what is no remark is passed over.
    init(_ text: [UInt8]) {
        self.text = text
        var problems = ProblemList()
        for problem in AdmittedRemarks.problems(text) { problems.append(problem) }
        self.problems = problems
        var writer = JSONWriter(capacity: text.count)
        Receipt.write(problems, to: &writer)
        written = writer.bytes
    }

    private static func problems(_ json: [UInt8]) -> [Problem] {
        guard case .array(let items)? = try? JSONNode.parse(json) else { return [] }
        return items.compactMap { item in
            guard let code = item["code"]?.text.flatMap(RejectionCode.init(rawValue:)), let rule = item["rule"]?.text,
                let message = item["message"], let zh = message["zh"]?.text, let en = message["en"]?.text
            else { return nil }
            return Problem(
                code,
                at: item["pointer"]?.text ?? "",
                rule: rule,
                severity: item["severity"]?.text == Severity.warning.rawValue ? .warning : .error,
                zh: zh,
                en: en
            )
        }
    }
}
