import Core

/// The distinct codes of a list of problems as a JSON array, in order of first occurrence.
enum CodeArray {
    static func json(of list: ProblemList, severity: Severity) -> String {
        var seen: Set<RejectionCode> = []
        var writer = JSONWriter()
        writer.beginArray()
        for problem in list.problems where problem.severity == severity {
            if seen.insert(problem.code).inserted { writer.string(problem.code.rawValue) }
        }
        writer.endArray()
        return writer.text
    }
}
