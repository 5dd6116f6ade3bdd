/// What stands before the root element.
enum XMLProlog {
    /// The name of the root element of `text`, in an encoding that contains ASCII; nil when none is seen.
    static func rootName(_ text: [UInt8]) -> String? {
        guard let start = rootStart(text), start + 1 < text.count else { return nil }
        let ends: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d, 0x2f, 0x3e]
        let name = text[(start + 1)...].prefix(256).prefix { !ends.contains($0) }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    /// True when a start tag with this name seems to stand somewhere in `text`; comments and CDATA are not told apart.
    static func hasTag(_ name: String, in text: [UInt8]) -> Bool {
        let tag = [0x3c] + Array(name.utf8)
        var index = text.startIndex
        while let start = text[index...].firstIndex(of: 0x3c) {
            let end = start + tag.count
            guard end < text.count else { return false }
            if text[start..<end].elementsEqual(tag), [0x20, 0x09, 0x0a, 0x0d, 0x2f, 0x3e].contains(text[end]) {
                return true
            }
            index = start + 1
        }
        return false
    }

    /// Where the first tag stands; nil when a document type or nothing comes before it.
    private static func rootStart(_ text: [UInt8]) -> Int? {
        var offset = 0
        _ = scan(text) { offset = $0 }
        return offset < text.count && text[offset] == 0x3c && documentTypeLine(text) == nil ? offset : nil
    }

    /// The line of a document type declaration, in any letter case; nil when the document has none where one can
    /// stand. Inside elements the same text is content (a notice may hold HTML).
    static func documentTypeLine(_ text: [UInt8]) -> Int? {
        scan(text) { _ in }
    }

    /// Walks over the prolog; `stop` gets the offset at which it ends.
    private static func scan(_ text: [UInt8], stop: (Int) -> Void) -> Int? {
        var index = 0
        defer { stop(index) }
        func starts(_ word: String) -> Bool {
            let bytes = Array(word.utf8)
            return index + bytes.count <= text.count && text[index..<(index + bytes.count)].elementsEqual(bytes)
        }
        /// Moves past `word`; to the end when it does not come.
        func skip(past word: String) {
            while index < text.count, !starts(word) { index += 1 }
            index = min(index + word.utf8.count, text.count)
        }
        while index < text.count {
            if starts("<!--") {
                index += 4
                skip(past: "-->")
            } else if starts("<?") {
                index += 2
                skip(past: "?>")
            } else if starts("<!") {
                return text[..<index].reduce(1) { $1 == 0x0a ? $0 + 1 : $0 }
            } else if starts("<") {
                return nil
            } else {
                index += 1
            }
        }
        return nil
    }
}
