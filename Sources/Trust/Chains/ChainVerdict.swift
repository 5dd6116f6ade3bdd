package import Core

/// What became of a presented certificate.
package enum ChainVerdict: Sendable {
    /// It leads to a recognised authority and satisfies every rule.
    case verified(VerifiedChain)
    /// It does not; the problems name the certificate of the chain and the rule.
    case refused([Problem])
}
