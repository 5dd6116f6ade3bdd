package import Core

/// One entry of an authority's dated history: from `from` on, until the next entry, its status is `status`.
package struct RecognitionPeriod: Sendable, Hashable {
    /// The status that begins.
    package let status: TrustAuthority.Status
    /// First instant at which it holds.
    package let from: Instant
    /// Why, in the words of the recognising authority.
    package let reason: BilingualText?

    /// A period of `status` that begins at `from`.
    package init(_ status: TrustAuthority.Status, from: Instant, reason: BilingualText? = nil) {
        self.status = status
        self.from = from
        self.reason = reason
    }
}
