/// Text for HTML pages.
enum HTMLText {
    /// `text` so that it is text wherever it stands, in an element or in a quoted attribute. Control characters, which
    /// HTML cannot carry, become U+FFFD.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7f}"..<"\u{a0}": escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A wire name that may be broken after its underscores.
    static func breakable(_ name: String) -> String {
        escape(name).replacing("_", with: "_<wbr>")
    }

    /// `text` as part of an id or of the fragment that points to it: ASCII letters, digits, `-` and `_` as they are,
    /// anything else as its number.
    static func anchor(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain || scalar == "_" || scalar == "-" ? String(scalar) : ".\(scalar.value)"
        }.joined()
    }
}
