/// What an attempt to fetch trust data came to.
package enum TrustFetchOutcome: String, CaseIterable, Sendable, Hashable {
    /// New data were taken.
    case taken
    /// The same data as before.
    case unchanged
    /// Data came and were not taken.
    case refused
    /// Nothing came that could be looked at.
    case failed
}
