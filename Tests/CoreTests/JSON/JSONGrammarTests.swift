import Core
import Testing

/// RFC 8259 case by case, in the manner of JSONTestSuite (`y_…` must be accepted, `n_…` refused). The expectation
/// comes from the grammar of the RFC; the cases where the RFC leaves freedom (`i_…`) state this project's decision.
struct JSONGrammarTests {
    static func failure(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> JSONFailure? {
        var tape = JSONTape()
        return tape.scan(bytes.span, limits: limits)
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "0.1", "-0.0", "1e1", "1E1", "1e+1", "1e-1", "0e0",
        "0E+00",
        "123.456e78", "1.0E-2", "\"\"", "\"a\"", " 1 ", "\t\n\r null\n", "[]", "[ ]", "{}", "{ }", "[[]]", "[{}]",
        "[1,2]", "[ 1 , 2 ]", "[null]", "{\"a\":1}", "{ \"a\" : 1 , \"b\" : 2 }", "{\"\":0}", "{\"a\":{\"a\":1}}",
        "[{\"a\":1},{\"a\":1}]", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\u4e2d\\u6587\"",
        "\"\\uD834\\uDD1E\"",
        "\"\\ud83d\\ude00\\ud83d\\ude00\"", "\"\\uFFFF\"", "\"\\uDBFF\\uDFFF\"", "\"\u{7f}\"", "\"\u{2028}\u{2029}\"",
        "\"\u{ffff}\"", "\"\u{10ffff}\"", "\"\u{1f600}\"", "\"é\"", "\"中文\"", "\"/\"", "\"\\\\u0000\"",
        "[1,\"中\",{\"文\":[]}]",
        "\"公共资源交易平台系统数据规范\"", "\"a公b共c资d源\"", "{\"公\":1,\"共\":2}", "\"\u{feff}\"", "[\"\",\"\",\"\"]",
        "\"12345678\"", "\"1234567\"", "\"123456789012345\"", "[1,[2,[3,[4]]],5]", "{\"a\":[],\"b\":{}}",
    ])
    func accepts(text: String) {
        #expect(Self.failure(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        // Nothing, or not a value.
        "", " ", "nul", "nulll", "tru", "truee", "fals", "falsee", "TRUE", "Null", "NaN", "Infinity", "-Infinity",
        "undefined",
        "a", "'a'", "<x>", "*", "\u{0}", "#", "/", "//", "/**/", "/**/1", "1/**/", "{\"a\":1}#", "\\u0031", "+", "-",
        "--1", "\u{c}1",
        "\u{a0}1", "\u{2060}1", "\u{3000}1",
        // Numbers.
        "+1", "01", "-01", "00", "-00", "-012", "1.", "-1.", ".5", "-.5", "1.e1", "1e", "1e+", "1E-", "1ee1", "1e1.5",
        "1.2.3",
        "0x1", "0b1", "1_000", "1,000", "1 000", "1e0x1", "0e", "0e+", "0.e1", "0.1.2", "2.e3", "1+2", "1a", "１",
        // Strings.
        "\"", "\"a", "\"\\", "\"\\\"", "\"\\a\"", "\"\\x41\"", "\"\\u\"", "\"\\u1\"", "\"\\u12\"", "\"\\u123\"",
        "\"\\u123g\"",
        "\"\\U0041\"", "\"\\'\"", "\"\\ \"", "\"\\0\"", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1f}\"", "\"a\rb\"",
        "\"a\" \"b\"",
        "\"\\中\"", "\"\\\u{0}\"", "\"\\u00A\"", "\"1234567\u{1}\"", "\"公共资源\n\"",
        // Arrays.
        "[", "]", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1;2]", "[1]]", "[1}", "[\"a\"", "[\"a\",",
        "[a]",
        "[1:2]", "[\"\":1]", "[[]", "[]]", "[][]", "[1,\n2\n", "[-]", "[\u{b}1]", "[1\u{c}]",
        // Objects.
        "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}", "{a:1}", "{1:1}", "{null:1}", "{'a':1}", "{\"a\":1]", "{\"a\":1}}",
        "{\"a\",1}",
        "{\"a\":\"b\",,\"c\":1}", "{[]:1}", "{\"a\":}", "{:1}", "{\"a\":1:2}", "{}{}", "{\"a\"=1}", "{\"a\":1,2}",
        "{\"a\":1,\"b\"}",
    ])
    func refusesAsSyntax(text: String) {
        #expect(Self.failure(Array(text.utf8))?.fault.code == .jsonSyntax)
    }

    /// A byte order mark, lone surrogate escapes, and every way in which RFC 3629 §4 can be broken.
    @Test(
        arguments: [
            [0xef, 0xbb, 0xbf, 0x31], [0xef, 0xbb, 0xbf], [0xef, 0xbb, 0xbf, 0x7b, 0x7d],
            [0x22, 0x80, 0x22], [0x22, 0xbf, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xc1, 0xbf, 0x22],
            [0x22, 0xc2, 0x22],
            [0x22, 0xe0, 0x80, 0x80, 0x22], [0x22, 0xe0, 0x9f, 0xbf, 0x22], [0x22, 0xe4, 0xb8, 0x22],
            [0x22, 0xe4, 0x22, 0x22, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xed, 0xbf, 0xbf, 0x22],
            [0x22, 0xf0, 0x80, 0x80, 0x80, 0x22], [0x22, 0xf0, 0x8f, 0xbf, 0xbf, 0x22],
            [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22], [0x22, 0xf8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0xfe, 0x22],
            [0x22, 0xff, 0x22], [0x22, 0xf0, 0x9f, 0x98, 0x22], [0x22, 0xe4, 0xb8, 0xad, 0xe4, 0xb8, 0x22, 0x20, 0x20],
            [0x22, 0xe4, 0xb8, 0xad, 0xed, 0xa0, 0x80, 0x61, 0x22, 0x20],
            [0x22, 0xe4, 0xb8, 0xad, 0xe0, 0x80, 0x80, 0x61, 0x22],
            [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d], [0x22, 0xe4], [0x22, 0xf0, 0x9f, 0x98],
            Array("\"\\uD800\"".utf8), Array("\"\\uDC00\"".utf8), Array("\"\\uD800\\uD800\"".utf8),
            Array("\"\\uD800x\"".utf8),
            Array("\"\\uD800\\n\"".utf8), Array("\"\\uDFFF\\uD800\"".utf8), Array("\"\\uD83D\\u0041\"".utf8),
            Array("{\"\\uDEAD\":1}".utf8),
        ] as [[UInt8]]
    )
    func refusesAsEncoding(bytes: [UInt8]) {
        #expect(Self.failure(bytes)?.fault.code == .jsonEncoding)
    }

    /// Bytes outside strings that are no ASCII are syntax, whatever they would decode to.
    @Test(
        arguments: [[0xff], [0xe4, 0xb8, 0xad], [0x5b, 0xff, 0x5d], [0x31, 0x80], [0xff, 0xfe, 0x31, 0x00]] as [[UInt8]]
    )
    func refusesBytesOutsideStrings(bytes: [UInt8]) {
        #expect(Self.failure(bytes)?.fault.code == .jsonSyntax)
    }

    @Test(arguments: [
        ("{\"a\":1,\"a\":2}", "/a"), ("{\"a\":1,\"\\u0061\":2}", "/a"), ("{\"\\u4e2d\":1,\"中\":2}", "/中"),
        ("[0,{\"b\":[],\"b\":1}]", "/1/b"), ("{\"x\":{\"y/~\":1,\"z\":{},\"y/~\":2}}", "/x/y~1~0"),
        ("{\"\":1,\"\":2}", "/"), ("{\"o\":{\"o\":{\"k\":1}},\"p\":[{},{\"k\":1,\"k\":1}]}", "/p/1/k"),
    ])
    func refusesDuplicateKeys(text: String, pointer: String) {
        let failure = Self.failure(Array(text.utf8))
        #expect(failure?.fault == .duplicateKey)
        #expect(failure?.pointer == pointer)
    }

    @Test(arguments: [
        "{\"a\":1,\"A\":2}", "{\"a\":{\"a\":{\"a\":1}}}", "{\"e\\u0301\":1,\"é\":2}", "[{\"a\":1},{\"a\":2}]",
    ])
    func keysDifferByDecodedBytesAndByObject(text: String) {
        #expect(Self.failure(Array(text.utf8)) == nil)
    }

    @Test func limitsHoldExactly() {
        let limits = JSONLimits(depth: 3, size: 20, numberLength: 5)
        func code(_ text: String) -> RejectionCode? { Self.failure(Array(text.utf8), limits)?.fault.code }
        #expect(code("[[[]]]") == nil)
        #expect(code("[[[[]]]]") == .jsonTooDeep)
        #expect(code("[{\"a\":{\"b\":[]}}]") == .jsonTooDeep)
        #expect(code("12345") == nil)
        #expect(code("123456") == .jsonNumberTooLong)
        #expect(code("-1.2e3") == .jsonNumberTooLong)
        #expect(code(String(repeating: " ", count: 19) + "1") == nil)
        #expect(code(String(repeating: " ", count: 20) + "1") == .payloadTooLarge)
    }

    /// Line and column count characters, the offset bytes; all by hand.
    @Test func saysWhere() {
        let failure = Self.failure(Array("{\n  \"中文\": 01\n}".utf8))
        #expect(failure?.offset == 15)
        #expect(failure?.line == 2)
        #expect(failure?.column == 10)
        let problem = failure?.problem
        #expect(problem?.message.en.contains("line 2, column 10, byte offset 15") == true)
        #expect(problem?.message.zh.contains("第 2 行第 10 列") == true)
    }
}
