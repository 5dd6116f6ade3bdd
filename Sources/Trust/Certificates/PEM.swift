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
                guard let encoded = content, let bytes = Base64.decode(encoded, limit: RevocationList.maximumLength)
                else { return nil }
                blocks.append(bytes)
                content = nil
            } else if content != nil {
                content?.append(contentsOf: line.utf8)
            }
        }
        return content == nil ? blocks : nil
    }

    /// `bytes` where they are binary, or the content of the one block under `label` where they are PEM text; nil when
    /// the text holds none or several of them.
    static func binary(_ bytes: [UInt8], label: String) -> [UInt8]? {
        // DER of everything that is read here begins with SEQUENCE.
        if bytes.first == 0x30 { return bytes }
        guard bytes.count <= RevocationList.maximumLength, let text = String(validating: bytes, as: UTF8.self),
            let blocks = blocks(text, label: label), blocks.count == 1
        else { return nil }
        return blocks[0]
    }
}
