package import Core

/// A view that does not fit its contract.
package struct ViewDefinitionFailure: Error, Sendable, Hashable {
    /// One mistake.
    package struct Mistake: Sendable, Hashable {
        /// Name of the field, as the view has it.
        package let field: String
        /// What is wrong with it.
        package let message: BilingualText
    }

    /// All mistakes; at least one.
    package let mistakes: [Mistake]
}
