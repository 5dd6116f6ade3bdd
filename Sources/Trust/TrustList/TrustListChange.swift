package import Core

/// One difference between two trust lists, in words.
package struct TrustListChange: Sendable, Hashable {
    /// What a difference means for certificates.
    package enum Effect: String, Sendable, Hashable, CaseIterable {
        /// Certificates that were unusable become usable.
        case gain
        /// Certificates that were usable become unusable.
        case loss
        /// Certificates that were usable can become unusable; which, the list alone does not tell.
        case mayLose
        /// Neither.
        case neutral
    }

    /// Whom it concerns: the id of an authority or gateway; empty for the list as a whole.
    package let subject: String
    /// What differs: a key of the list.
    package let kind: String
    /// What it means.
    package let effect: Effect
    /// First instant for which it holds; nil where no date is involved.
    package let from: Instant?
    /// Instant from which it no longer holds; nil while open.
    package let until: Instant?
    /// The difference in words.
    package let message: BilingualText
}
