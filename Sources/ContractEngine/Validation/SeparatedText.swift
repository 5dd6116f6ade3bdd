/// Text that holds several values.
enum SeparatedText {
    /// The items between `separator`, an ASCII character; the empty one after the last separator is left out.
    ///
    /// The bytes decide: as characters, a separator that is followed by a combining mark is another character, and
    /// U+037E is equal to a semicolon.
    static func items(of text: String, separator: Character) -> [String] {
        guard let byte = separator.asciiValue else { return [text] }
        var items = text.utf8.split(separator: byte, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if items.last?.isEmpty == true { items.removeLast() }
        return items
    }
}
