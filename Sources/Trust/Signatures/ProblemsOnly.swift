import Core

/// Problems as a typed error, for the way from a failed step to the verdict.
struct ProblemsOnly: Error {
    /// At least one.
    let problems: [Problem]

    /// One problem.
    init(_ problem: Problem) {
        problems = [problem]
    }

    /// All of `problems`, at least one.
    init(_ problems: [Problem]) {
        self.problems = problems
    }
}
