/// Bytes as text, without any further demand.
package enum PlainText {
    /// The text that `bytes` are in UTF-8; nil when they are not.
    package static func read(_ bytes: Span<UInt8>) -> String? {
        guard let text = try? UTF8Span(validating: bytes) else { return nil }
        return String(copying: text)
    }

    /// True when `bytes` are UTF-8.
    package static func isText(_ bytes: Span<UInt8>) -> Bool {
        (try? UTF8Span(validating: bytes)) != nil
    }
}
