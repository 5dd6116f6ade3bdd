package import Core

/// What became of an approver's signature (docs/specs/approver-signature.md).
package enum ApproverVerdict: Sendable {
    /// Every signer is a registered person of the body or the body itself; their chains, in the order of the document.
    case verified([VerifiedChain])
    /// It is not shown to be; at least one problem, and the certificates that could be read.
    case refused([Problem], [Certificate])
}
