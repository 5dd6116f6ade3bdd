package import Core

/// The subject of a certification request, in OpenSSL's notation: `/C=CN/O=…/CN=…`, a slash in a value written `\/`.
package struct SubjectName: Sendable, Hashable {
    /// One attribute.
    package struct Entry: Sendable, Hashable {
        /// OpenSSL's short or long name, or an OID.
        package let attribute: String
        /// The value.
        package let value: String
    }

    /// What the text form may be.
    package static let rule = BilingualText(
        zh: "须为 /C=CN/O=单位/CN=名称 的形式，属性名须为 OpenSSL 所知，值为 1 至 200 字",
        en:
            "must have the form /C=CN/O=Organisation/CN=Name with attributes that OpenSSL knows, values of 1 to 200 characters"
    )

    /// The attributes in order.
    package let entries: [Entry]

    /// Reads the text form; nil for anything else. Whether OpenSSL knows an attribute shows when the request is made.
    package init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        var fields: [String] = []
        var isEscape = false
        for character in text.unicodeScalars {
            if isEscape {
                fields[fields.count - 1].unicodeScalars.append(character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else if character == "/" {
                fields.append("")
            } else {
                fields[fields.count - 1].unicodeScalars.append(character)
            }
        }
        var entries: [Entry] = []
        for field in fields {
            guard let equals = field.firstIndex(of: "=") else { return nil }
            let value = String(field[field.index(after: equals)...])
            guard equals > field.startIndex, (1...200).contains(value.count),
                value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
            else { return nil }
            entries.append(Entry(attribute: String(field[..<equals]), value: value))
        }
        guard !isEscape, !entries.isEmpty, entries.count <= 16 else { return nil }
        self.entries = entries
    }
}
