/// The syntax of a dialect's documents.
package enum DialectFormat: String, CaseIterable, Sendable, Hashable {
    /// JSON, RFC 8259.
    case json
    /// XML 1.0 without a document type.
    case xml
}
