package import Core

/// The outcome of a check over all contracts, as `hutong contract lint` and `hutong contract test` print it.
package struct ContractReport: Sendable, Hashable {
    /// Contracts looked at.
    package var contracts = 0
    /// Fields of those contracts, group fields included.
    package var fields = 0
    /// Golden samples run.
    package var samples = 0
    /// What is wrong; empty when all is well.
    package var problems: [ConfigurationProblem] = []

    /// A report about nothing.
    package init() {}
}
