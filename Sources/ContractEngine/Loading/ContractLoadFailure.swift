package import Core

/// The contracts cannot be used; every mistake that was found, in the order of the files.
package struct ContractLoadFailure: Error, Sendable, Hashable {
    /// The mistakes; at least one.
    package let problems: [ConfigurationProblem]
}
