/// Spelling of small JSON texts: log lines and the answers of the operations server.
package enum JSONText {
    /// `text` in quotes.
    package static func quoted(_ text: String) -> String {
        "\"" + escaped(text) + "\""
    }

    /// An array of texts.
    package static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ",") + "]"
    }

    /// `text` cut to `limit` bytes of UTF-8 at a character (`…` tells of it), with everything escaped that RFC 8259 §7
    /// wants escaped, and besides DEL, the C1 controls, line separators and direction marks, so that no text can move
    /// the cursor of a terminal or pass for another line.
    static func escaped(_ text: String, limit: Int = .max) -> String {
        var result = ""
        var length = 0
        for scalar in text.unicodeScalars {
            length += Unicode.UTF8.width(scalar)
            guard length <= limit else { return result + "…" }
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
