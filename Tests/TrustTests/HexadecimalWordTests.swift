import Testing

@testable import Trust

/// Numbers of 64 bits in hexadecimal, written and read by words.
@Suite struct HexadecimalWordTests {
    /// Texts from `printf %016x`.
    @Test(
        arguments: [
            (0, "0000000000000000"), (1, "0000000000000001"), (0x09af, "00000000000009af"),
            (0x0123_4567_89ab_cdef, "0123456789abcdef"), (0xfedc_ba98_7654_3210, "fedcba9876543210"),
            (.max, "ffffffffffffffff"), (0x9a9a_9a9a_0f0f_f0f0, "9a9a9a9a0f0ff0f0"),
        ] as [(UInt64, String)]
    )
    func aNumberIsWrittenAndRead(number: UInt64, text: String) {
        #expect(Hexadecimal.encode(number) == text)
        var bytes = Array("x".utf8)
        Hexadecimal.append(number, to: &bytes)
        #expect(bytes == Array("x\(text)".utf8))
        #expect(Hexadecimal.word(text.utf8Span.span) == number)
    }

    /// Whatever byte stands at whatever place: 0–9 and a–f are read, nothing else.
    @Test func noOtherByteIsADigit() {
        let digits = Array("0123456789abcdef".utf8)
        for place in 0..<16 {
            for byte in UInt8.min...UInt8.max {
                var text = Array("7777777777777777".utf8)
                text[place] = byte
                let value = digits.firstIndex(of: byte).map { UInt64($0) }
                let shift = UInt64(60 - 4 * place)
                let expected = value.map { 0x7777_7777_7777_7777 ^ (($0 ^ 7) << shift) }
                #expect(Hexadecimal.word(text.span) == expected, "byte \(byte) at \(place)")
            }
        }
    }

    @Test(arguments: ["", "0", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF"])
    func anythingElseIsNoNumber(text: String) {
        #expect(Hexadecimal.word(text.utf8Span.span) == nil)
    }
}
