package import Core

/// One record rule of a contract, for listings and documentation.
package struct RuleDescription: Sendable, Hashable {
    /// Id within the contract.
    package let id: String
    /// Kind as contracts name it, for example `required-when`.
    package let kind: String
    /// What a violation does.
    package let policy: Policy
    /// What it demands.
    package let message: BilingualText
}
