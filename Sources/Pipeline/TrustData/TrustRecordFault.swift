/// Why a record of the topic `trust` is of no use by its form alone.
package enum TrustRecordFault: String, Sendable, Hashable, CaseIterable {
    /// The key is none of the topic's.
    case key
    /// The value is no manifest, or one of a content that is too large.
    case manifest
    /// A piece is too large, or lies behind the end of the largest content.
    case chunk
    /// The pieces do not give the content that the manifest describes.
    case digest
    /// More than can be held.
    case tooMuch = "too_much"
}
