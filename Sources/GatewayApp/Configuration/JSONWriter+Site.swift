import Core

extension JSONWriter {
    /// The members `file`, `line`, `column`, `key`, those that there are.
    mutating func site(of problem: ConfigurationProblem) {
        member("file", problem.file)
        if let place = problem.place {
            member("line", place.line)
            member("column", place.column)
        }
        member("key", problem.key)
    }
}
