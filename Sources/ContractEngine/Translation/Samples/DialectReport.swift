package import Core

/// The outcome of a check over dialects, as `hutong dialect lint` and `hutong dialect test` print it.
package struct DialectReport: Sendable, Hashable {
    /// Dialects looked at.
    package var dialects = 0
    /// Data sets that they map, each counted for each dialect.
    package var mappings = 0
    /// Samples run.
    package var samples = 0
    /// Round trips made.
    package var roundTrips = 0
    /// What is wrong; empty when all is well.
    package var problems: [ConfigurationProblem] = []

    /// A report about nothing.
    package init() {}
}
