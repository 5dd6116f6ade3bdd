package import Core

/// What a recipient learns about the seal of a record.
package enum SealVerdict: Sendable {
    /// The gateway that the statement names sealed exactly this record.
    case sealed(SealStatement)
    /// The record carries no seal at all.
    case absent
    /// It carries one that does not hold; the problem says which step failed.
    case broken(Problem)
}
