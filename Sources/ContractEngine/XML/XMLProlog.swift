/// What stands before the root element.
enum XMLProlog {
    /// The line of a document type declaration, in any letter case; nil when the document has none where one can
    /// stand. Inside elements the same text is content (a notice may hold HTML).
    static func documentTypeLine(_ text: [UInt8]) -> Int? {
        var index = 0
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
