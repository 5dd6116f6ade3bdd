/// Text from outside as a terminal may show it: no character that moves the cursor, hides or turns around what follows.
package enum TerminalText {
    /// `text` with such characters as `\u{…}`; a tab becomes a blank.
    ///
    /// - Parameter limit: longest result in characters; what is beyond is cut and told by `…`.
    package static func shown(_ text: String, limit: Int = .max) -> String {
        var shown = String.UnicodeScalarView()
        for (number, scalar) in text.unicodeScalars.enumerated() {
            guard number < limit else {
                shown.append("…")
                break
            }
            switch scalar.value {
            case 0x09: shown.append(" ")
            case 0x00..<0x20, 0x7f..<0xa0, 0x061c, 0x200b...0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }
}
