package import Core

/// The outcome of a check over all contracts, as `hutong contract lint` and `hutong contract test` print it.
package struct ContractReport: Sendable, Hashable {
    /// Contracts looked at: the current version of each data set, without profiles.
    package var contracts = 0
    /// Other accepted versions looked at.
    package var versions = 0
    /// Overlays of profiles looked at.
    package var overlays = 0
    /// Fields of all of them, group fields included.
    package var fields = 0
    /// How many of those fields have each grade; empty where grades are not counted.
    package var grades: [SourceGrade: Int] = [:]
    /// Golden samples run.
    package var samples = 0
    /// What is wrong; empty when all is well.
    package var problems: [ConfigurationProblem] = []

    /// What is right and easily overlooked; empty where nobody looks for it.
    package var notes: [ConfigurationProblem] = []

    /// A report about nothing.
    package init() {}

    /// The grades that occur, best first, with the number of fields that have them.
    package var countedGrades: [(grade: SourceGrade, count: Int)] {
        SourceGrade.allCases.compactMap { grade in grades[grade].map { (grade, $0) } }
    }

    /// Counts `program` and its fields.
    mutating func count(_ program: ContractProgram) {
        if program.isOverlaid { overlays += 1 } else if program.isCurrent { contracts += 1 } else { versions += 1 }
        fields += program.fields.count
    }
}
