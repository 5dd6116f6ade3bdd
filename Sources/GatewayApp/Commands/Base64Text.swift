import Foundation

/// Bytes as base64 text (RFC 4648 §4), for output that is no longer on the data path.
enum Base64Text {
    /// The text of `bytes`.
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    /// The bytes of `text`; nil when it is no base64.
    static func decode(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map { Array($0) }
    }
}
