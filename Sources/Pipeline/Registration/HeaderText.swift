import Core

/// Bytes of a header by which something known is found, hashed a word at a time.
struct HeaderText: Hashable, Sendable {
    let bytes: [UInt8]

    /// The text `bytes`.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func == (left: HeaderText, right: HeaderText) -> Bool {
        WordLoad.areEqual(left.bytes.span, right.bytes.span)
    }

    func hash(into hasher: inout Hasher) {
        let text = bytes.span
        var place = 0
        while place < text.count {
            hasher.combine(WordLoad.prefix(text, place..<min(place + 7, text.count)))
            place += 7
        }
        hasher.combine(text.count)
    }
}
