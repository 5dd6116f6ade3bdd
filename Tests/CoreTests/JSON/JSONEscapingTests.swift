import Core
import Testing

/// Text is looked through eight bytes at a time: what has to be escaped must be found wherever it stands in a word,
/// behind a word and beside anything.
struct JSONEscapingTests {
    /// Longer than three words, so that position 24 exists.
    private static let longest = 25

    /// How one byte stands in a JSON string (RFC 8259 §7): quotation mark, reverse solidus and U+0000–U+001F are
    /// escaped, everything else is not. Of the two-character forms line feed, carriage return and tabulator use theirs.
    private static let forms: [[UInt8]] = (0...255).map { number -> [UInt8] in
        let digits = Array("0123456789abcdef".utf8)
        switch number {
        case 0x22: return Array(#"\""#.utf8)
        case 0x5c: return Array(#"\\"#.utf8)
        case 0x09: return Array(#"\t"#.utf8)
        case 0x0a: return Array(#"\n"#.utf8)
        case 0x0d: return Array(#"\r"#.utf8)
        case 0..<0x10: return Array(#"\u000"#.utf8) + [digits[number]]
        case 0x10..<0x20: return Array(#"\u001"#.utf8) + [digits[number - 16]]
        default: return [UInt8(number)]
        }
    }

    /// All `texts` in one array: exactly as the grammar has them, and the same texts when read again.
    private func check(_ texts: [String]) throws {
        var writer = JSONWriter()
        var expected: [UInt8] = [0x5b]
        writer.beginArray()
        for text in texts {
            writer.string(text)
            if expected.count > 1 { expected.append(0x2c) }
            expected.append(0x22)
            for byte in text.utf8 { expected += Self.forms[Int(byte)] }
            expected.append(0x22)
        }
        writer.endArray()
        expected.append(0x5d)
        let isExact = writer.bytes == expected
        if !isExact, let wrong = texts.first(where: { written($0) != quoted($0) }) {
            Issue.record("\(Array(wrong.utf8)) is written \(written(wrong))")
        }
        #expect(isExact)

        var tape = JSONTape()
        try #require(tape.scan(writer.bytes.span) == nil)
        var read: [String] = []
        for index in 1..<tape.count { read.append(JSONText.string(writer.bytes.span, tape[index])) }
        let isRead = read.elementsEqual(texts) { $0.utf8.elementsEqual($1.utf8) }
        #expect(isRead)
    }

    private func written(_ text: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.string(text)
        return writer.bytes
    }

    private func quoted(_ text: String) -> [UInt8] {
        [0x22] + text.utf8.flatMap { Self.forms[Int($0)] } + [0x22]
    }

    private func text(_ bytes: [UInt8]) throws -> String {
        try #require(String(validating: bytes, as: UTF8.self))
    }

    /// Every ASCII character at every place of texts of every length, between letters and between the characters next
    /// to those that are escaped.
    @Test(arguments: 0..<0x80 as Range<UInt8>)
    func everyByteAtEveryPlace(byte: UInt8) throws {
        var texts: [String] = [""]
        for filler: UInt8 in [0x61, 0x20, 0x23, 0x5b, 0x7f] {
            for length in 1...Self.longest {
                for place in 0..<length {
                    var bytes = [UInt8](repeating: filler, count: length)
                    bytes[place] = byte
                    texts.append(try text(bytes))
                }
            }
        }
        try check(texts)
    }

    /// First and last scalars of two, three and four bytes, and ones whose bytes resemble escaped characters but for
    /// the high bit: 0xA2 0x9C 0x80–0x9F.
    @Test(arguments: [
        "\u{80}", "\u{9f}", "\u{a2}", "é", "\u{7ff}", "\u{800}", "中", "\u{701c}", "\u{2028}", "\u{feff}", "\u{fffd}",
        "\u{ffff}", "\u{10000}", "😀", "\u{10ffff}",
    ])
    func everyCharacterOfSeveralBytesAtEveryPlace(character: String) throws {
        var texts: [String] = []
        for neighbour in ["a", "\"", "\\", "\u{1f}", "\u{0}", "\u{7f}", "中"] {
            for before in 0..<Self.longest {
                let head = String(repeating: "a", count: before)
                texts.append(head + character)
                texts.append(head + character + neighbour)
                texts.append(head + neighbour + character + String(repeating: "b", count: Self.longest - before))
            }
        }
        try check(texts)
    }

    /// A borrow out of an escaped byte must not hide the next one.
    @Test(arguments: [0x00, 0x01, 0x0a, 0x1f, 0x22, 0x5c] as [UInt8])
    func twoEscapesAnywhere(first: UInt8) throws {
        var texts: [String] = []
        for second: UInt8 in [0x00, 0x1f, 0x22, 0x23, 0x5c, 0x5d, 0x20, 0x7f] {
            for left in 0..<(Self.longest - 1) {
                for right in (left + 1)..<Self.longest {
                    var bytes = [UInt8](repeating: 0x61, count: Self.longest)
                    bytes[left] = first
                    bytes[right] = second
                    texts.append(try text(bytes))
                }
            }
        }
        try check(texts)
    }

    @Test(arguments: Array(0..<0x20) + [0x22, 0x5c] as [UInt8])
    func nothingButEscapes(byte: UInt8) throws {
        try check(try (0...Self.longest).map { try text([UInt8](repeating: byte, count: $0)) })
    }

    @Test func namesAreEscapedAsValuesAre() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("12345678\"", "\\")
        writer.member("\u{1f}中", nil as String?)
        writer.endObject()
        #expect(writer.text == #"{"12345678\"":"\\","\u001f中":null}"#)
    }

    @Test func integersOfEveryType() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", Int.min)
        writer.member("b", Int.max)
        writer.member("c", UInt64.max)
        writer.member("d", Int32.min)
        writer.member("e", 0)
        writer.endObject()
        #expect(
            writer.text
                == #"{"a":-9223372036854775808,"b":9223372036854775807,"c":18446744073709551615,"d":-2147483648,"e":0}"#
        )
    }

    @Test func finishedValuesAreTakenOverAsTheyAre() {
        let source = Array(#"xx{"a": "\u0041"}xx"#.utf8)
        var writer = JSONWriter()
        writer.beginArray()
        writer.raw(source, 2..<17)
        writer.raw(source, 8..<16)
        writer.raw(Array("1.50".utf8), 0..<4)
        writer.endArray()
        #expect(writer.text == #"[{"a": "\u0041"},"\u0041",1.50]"#)
    }
}
