import Foundation

/// PEM text (RFC 7468): labelled base64 blocks.
enum PEM {
    /// A block of `bytes` under `label`, 64 characters a line.
    static func text(_ bytes: [UInt8], label: String) -> String {
        var text = "-----BEGIN \(label)-----\n"
        var rest = Base64.encode(bytes)[...]
        while !rest.isEmpty {
            text += rest.prefix(64)
            text += "\n"
            rest = rest.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }

    /// The contents of all blocks under `label`; text around blocks and blocks of other labels are passed over.
    ///
    /// - Returns: nil when a block has no end or its content is not base64.
    static func blocks(_ text: String, label: String) -> [[UInt8]]? {
        var blocks: [[UInt8]] = []
        var content: [UInt8]?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line == "-----BEGIN \(label)-----" {
                guard content == nil else { return nil }
                content = []
            } else if line == "-----END \(label)-----" {
                guard let encoded = content, let bytes = Base64.decode(encoded, limit: 1 << 20) else { return nil }
                blocks.append(bytes)
                content = nil
            } else if content != nil {
                content?.append(contentsOf: line.utf8)
            }
        }
        return content == nil ? blocks : nil
    }
}
