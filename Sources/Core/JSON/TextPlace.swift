/// A place in a text, as editors count.
package struct TextPlace: Sendable, Hashable {
    /// Line, from 1; lines end with a line feed.
    package let line: Int
    /// Column in characters (Unicode scalars as far as the text is UTF-8), from 1.
    package let column: Int

    /// The place of the byte at `offset` of `bytes`.
    ///
    /// - Complexity: O(offset)
    init(offset: Int, in bytes: Span<UInt8>) {
        var line = 1
        var column = 1
        for index in 0..<min(offset, bytes.count) {
            let byte = bytes[index]
            if byte == 0x0a {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}
