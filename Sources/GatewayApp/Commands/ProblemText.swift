package import Core

/// Problems as lines for a person.
package enum ProblemText {
    /// One indented line per problem: place, message, code and rule.
    package static func lines(_ list: ProblemList, in language: Language) -> [String] {
        let lines = list.problems.map { problem in
            let kind =
                switch (problem.severity, language) {
                case (.error, .zh): "错误"
                case (.error, .en): "error"
                case (.warning, .zh): "警告"
                case (.warning, .en): "warning"
                }
            let place = problem.pointer.isEmpty ? "" : " \(problem.pointer)"
            return
                "  \(kind)\(place): \(problem.message.text(in: language)) [\(problem.code.rawValue), \(problem.rule)]"
        }
        guard list.omitted > 0 else { return lines }
        return lines + [language == .zh ? "  另有 \(list.omitted) 个问题" : "  and \(list.omitted) more"]
    }
}
