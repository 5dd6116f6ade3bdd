/// What becomes of a record of 行政监管事项 whose approver's signature does not hold (docs/specs/approver-signature.md §5).
package enum ApproverSignaturePolicy: String, Sendable, Hashable, CaseIterable {
    /// The signature is not looked at.
    case off
    /// It is admitted with a warning.
    case warn
    /// It is refused.
    case require
}
