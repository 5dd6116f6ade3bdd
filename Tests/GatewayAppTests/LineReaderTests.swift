import GatewayApp
import Testing

struct LineReaderTests {
    /// The lines of `text`, at most `limit` bytes each.
    static func lines(_ text: String, limit: Int) throws -> [LineReader.Line] {
        var reader = LineReader(InputSource(bytes: Array(text.utf8)), limit: limit)
        var lines: [LineReader.Line] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    @Test func cutsAtLineFeedsAndCountsBlankLines() throws {
        let lines = try Self.lines("a\r\n\n  \nbc\nd", limit: 10)
        #expect(
            lines == [
                .bytes(Array("a".utf8), number: 1), .bytes(Array("bc".utf8), number: 4),
                .bytes(Array("d".utf8), number: 5),
            ]
        )
    }

    @Test func skipsALongLineAndGoesOn() throws {
        let lines = try Self.lines("123456\n12345\n" + String(repeating: "x", count: 200_000) + "\nok", limit: 5)
        #expect(
            lines == [
                .tooLong(number: 1), .bytes(Array("12345".utf8), number: 2), .tooLong(number: 3),
                .bytes(Array("ok".utf8), number: 4),
            ]
        )
    }

    @Test func anEmptySourceHasNoLines() throws {
        #expect(try Self.lines("", limit: 5).isEmpty)
    }
}
