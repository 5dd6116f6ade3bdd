/// Why a text is not acceptable JSON, and where.
package struct JSONFailure: Error, Sendable, Hashable {
    /// What is wrong.
    package let fault: JSONFault
    /// Offset in bytes, from 0.
    package let offset: Int
    /// The same as line and column.
    package let place: TextPlace
    /// RFC 6901 pointer of the repeated key for ``JSONFault/duplicateKey``, else empty.
    package let pointer: String

    /// A failure at `offset` of `bytes`; line and column are counted here.
    ///
    /// - Complexity: O(offset)
    init(_ fault: JSONFault, at offset: Int, in bytes: Span<UInt8>, pointer: String = "") {
        self.fault = fault
        self.offset = offset
        place = TextPlace(offset: offset, in: bytes)
        self.pointer = pointer
    }

    /// Line, from 1; lines end with a line feed.
    package var line: Int { place.line }
    /// Column in characters (Unicode scalars as far as the text is UTF-8), from 1.
    package var column: Int { place.column }

    /// The failure as a problem of the record.
    package var problem: Problem {
        let text = fault.text
        return Problem(
            fault.code,
            at: pointer,
            rule: fault.rule,
            zh: "\(text.zh)(第 \(line) 行第 \(column) 列，字节偏移 \(offset))",
            en: "\(text.en) (line \(line), column \(column), byte offset \(offset))"
        )
    }
}
