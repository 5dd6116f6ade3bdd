/// What people type in tables, made comparable.
enum PlainText {
    /// `text` with full-width forms as ASCII, without blanks, in capitals.
    static func normalised(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3000: continue
            case 0xff01...0xff5e: plain.append(Unicode.Scalar(scalar.value - 0xfee0) ?? scalar)
            case 0x2026: plain.append(contentsOf: "..".unicodeScalars)
            case 0x2014, 0x2013, 0x2212: plain.append("-")
            default: if !scalar.properties.isWhitespace { plain.append(scalar) }
            }
        }
        return String(plain).uppercased()
    }

    /// `text` without blanks at both ends, line breaks inside as one blank.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
            .joined(separator: " ").trimmed
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
