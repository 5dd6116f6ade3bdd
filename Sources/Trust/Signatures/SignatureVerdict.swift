package import Core

/// What became of a record's signature.
package enum SignatureVerdict: Sendable {
    /// The record is the platform's, byte for byte.
    case verified(SignerIdentity)
    /// It is not shown to be; at least one problem.
    case refused([Problem])
}
