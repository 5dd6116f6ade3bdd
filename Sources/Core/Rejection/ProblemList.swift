/// All problems of one record, bounded: the first `limit` are kept, the rest only counted.
///
/// The bound keeps a hostile record from growing its own receipt.
package struct ProblemList: Sendable, Hashable {
    /// How many problems a receipt carries at most.
    package static let defaultLimit = 100

    /// The problems kept, in the order in which they were found.
    package private(set) var problems: [Problem] = []
    /// How many more were found than are kept.
    package private(set) var omitted = 0
    /// True as soon as one problem of severity `error` was found, kept or not.
    package private(set) var refuses = false

    private let limit: Int
    private var warnings = 0

    /// An empty list that keeps at most `limit` problems.
    package init(limit: Int = ProblemList.defaultLimit) {
        self.limit = limit
    }

    /// True when nothing at all was found.
    package var isEmpty: Bool { problems.isEmpty && omitted == 0 }

    /// Adds one problem, or counts it once the bound is reached.
    ///
    /// An error that no longer fits takes the place of the last warning, so that a list never hides why it refuses.
    package mutating func append(_ problem: Problem) {
        let isError = problem.severity == .error
        refuses = refuses || isError
        if problems.count < limit {
            problems.append(problem)
            if !isError { warnings += 1 }
            return
        }
        omitted += 1
        if isError, let warning = problems.lastIndex(where: { $0.severity == .warning }) {
            problems.remove(at: warning)
            problems.append(problem)
            warnings -= 1
        }
    }

    /// True when a problem of `severity` would be kept; whoever may find any number of problems asks before
    /// composing one and else calls ``countOmitted(_:)``, so that a full list costs next to nothing.
    package func takes(_ severity: Severity) -> Bool {
        problems.count < limit || (severity == .error && warnings > 0)
    }

    /// Counts a problem that is not kept.
    package mutating func countOmitted(_ severity: Severity) {
        omitted += 1
        refuses = refuses || severity == .error
    }

    /// Adds the problems of `other`, and what it omitted.
    package mutating func append(contentsOf other: ProblemList) {
        for problem in other.problems { append(problem) }
        omitted += other.omitted
        refuses = refuses || other.refuses
    }
}
