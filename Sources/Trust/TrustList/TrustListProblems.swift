package import Core

/// Everything that is wrong with a trust list.
package struct TrustListProblems: Error, Sendable, Hashable {
    /// The problems in the order of the file; never empty.
    package let problems: [ConfigurationProblem]
}
