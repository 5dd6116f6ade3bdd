/// Makes the text that stands in place of a value whose reader may tell that two values are the same and may not know
/// what they are. Made for one reader: what two readers hold says nothing about whether their values are the same.
package protocol ValueDigest: Sendable {
    /// The text in place of `value`.
    ///
    /// - Parameter domain: what the value means, for example `identity-number`; equal values of one domain have equal
    ///   texts, whatever the fields are called in which they stand.
    /// - Returns: nil when it cannot be made; then nothing of the value may be shown.
    func text(of value: String, in domain: String) -> String?
}
