/// What became of a ``SignatureClaim``.
package struct SignatureBatchVerdict: Sendable, Hashable {
    /// The three outcomes.
    package enum Outcome: String, Sendable, Hashable {
        /// The signature verifies.
        case valid
        /// It does not, or key, message or signature are not well formed or do not go with the algorithm.
        case invalid
        /// The algorithm is not one of those that are verified.
        case unsupported
    }

    /// The outcome.
    package let outcome: Outcome
    /// Why, for a person; empty when valid.
    package let reason: String

    /// It verifies.
    static let valid = SignatureBatchVerdict(outcome: .valid, reason: "")

    /// It does not, because of `reason`.
    static func invalid(_ reason: String) -> SignatureBatchVerdict {
        SignatureBatchVerdict(outcome: .invalid, reason: reason)
    }
}
