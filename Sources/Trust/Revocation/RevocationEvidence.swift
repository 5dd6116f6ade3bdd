package import Core

/// What one list or answer of the book says about one certificate.
package struct RevocationEvidence: Sendable {
    /// What is said.
    package let state: RevocationState
    /// The newest list or answer that says it.
    package let item: RevocationItem
    /// When the data stop to be relied on: for a delta list over a complete one, the delta's end.
    package let usableUntil: Instant

    /// True while the data may be relied on.
    package func isFresh(at instant: Instant) -> Bool { instant < usableUntil }
}
