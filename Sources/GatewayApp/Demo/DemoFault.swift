/// One kind of bad input: a good record of a life cycle, and what is done to it.
///
/// Each field that is present is one alteration. What a row should lead to is not said here but in the manifest.
struct DemoFault: Codable, Sendable {
    /// Keys with which a record can be signed that is not the sender's own good one.
    enum Credential: String, Codable, Sendable, CaseIterable {
        /// Under an authority that the trust list does not name.
        case unknownAuthority = "unknown-authority"
        /// Under a recognised authority, no longer valid.
        case expired
        /// Under a recognised authority, for key encipherment only.
        case encryptionOnly = "encryption-only"
        /// Under a recognised authority, naming another organisation.
        case otherOrganisation = "other-organisation"
        /// Named by thumbprint only, and not in the registry.
        case unregistered
        /// The sender's own kind of credential, in the form `batch`.
        case batch
        /// Under a recognised authority whose revocation list names it.
        case revoked
        /// Under a recognised authority of which no revocation list is at hand.
        case unlisted
    }

    /// Row id, `fault.<what>`.
    let id: String
    /// Data set of the good record that is spoilt.
    let on: String
    /// Who sends it; the first trading platform when absent.
    let sender: DemoSender?
    /// Life cycle that lends the record; the sender's first one when absent.
    let lifecycle: String?

    /// Data sets of good records that are sent before, in the same case; one of the same data set has the same `datakey`.
    /// Their rows are `<id>.after-<data set>`.
    let after: [String]?

    /// Replaces body fields; null removes one (JSON Merge Patch).
    let patch: [String: DemoValue?]?
    /// Replaces the whole body by this text.
    let text: String?
    /// Replaces the whole body by these bytes, in hexadecimal.
    let hex: String?
    /// Wraps the body in this many arrays.
    let depth: Int?
    /// Makes one text field this long.
    let padding: Int?
    /// Fills this text field with as many characters as a known connector lets through, 65,535.
    let cut: String?
    /// Gives a number field this many digits.
    let digits: Int?
    /// Sends no body.
    let empty: Bool?
    /// Sets attributes before signing; null removes one.
    let attributes: [String: String?]?
    /// Moves `ce_time` by this many hours.
    let hours: Int?
    /// Another Kafka key than the case.
    let key: String?
    /// Signs with another credential.
    let credential: Credential?
    /// Sets headers after signing; null removes one.
    let headers: [String: String?]?
    /// Changes one byte of the body after signing.
    let flip: Bool?
}
