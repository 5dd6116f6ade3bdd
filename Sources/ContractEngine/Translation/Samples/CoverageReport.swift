package import Core

/// The loss report of `hutong contract coverage`.
package struct CoverageReport: Sendable, Hashable {
    /// What kind of hole it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A field of the contract that nothing writes.
        case unread
        /// A mandatory target that nothing fills: an error whatever the samples say.
        case unfilled
        /// A row, table entry or condition that no sample exercises.
        case unexercised
    }

    /// One hole.
    package struct Hole: Sendable, Hashable {
        /// Id of the dialect.
        package let dialect: String
        /// Wire name of the data set; nil for what belongs to the dialect as a whole.
        package let dataset: String?
        /// What kind of hole.
        package let kind: Kind
        /// The field, pointer, row or table entry.
        package let place: String
        /// What it means.
        package let message: BilingualText
    }

    /// A loss that a mapping declares.
    package struct Loss: Sendable, Hashable {
        /// Id of the dialect.
        package let dialect: String
        /// Wire name of the data set; `*` for all.
        package let dataset: String
        /// `unmapped`, `lossy`, `ignored` or `unfilled`.
        package let kind: String
        /// Field or pointer.
        package let place: String
        /// The reason given.
        package let reason: String
    }

    /// Holes; empty when all is covered.
    package var holes: [Hole] = []
    /// Declared losses.
    package var losses: [Loss] = []
    /// Mistakes that kept the report from being made.
    package var problems: [ConfigurationProblem] = []

    /// A report about nothing.
    package init() {}
}
