import ContractEngine
import Core
import Foundation
import Testing

/// XML as docs/specs/dialect.md §7 reads and writes it.
struct XMLDocumentTests {
    private static func read(_ bytes: [UInt8], lists: Set<String> = []) -> (tree: String?, problems: [Problem]) {
        var reader = XMLDocumentReader(XMLDocumentForm(root: nil, lists: lists))
        var problems = ProblemList()
        let document = reader.read(bytes, &problems)
        return (document.map { String(decoding: $0.tree, as: UTF8.self) }, problems.problems)
    }

    private static func bytes(hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { offset in
            UInt8(hex.dropFirst(offset).prefix(2), radix: 16)
        }
    }

    @Test(arguments: [
        ("<r/>", "{}"), ("<r> \n </r>", "{}"), ("<r><a/></r>", #"{"a":""}"#),
        ("<r><a>1</a><b><c>2</c></b></r>", #"{"a":"1","b":{"c":"2"}}"#),
        ("<r><a> x\n y </a></r>", #"{"a":" x\n y "}"#),
        ("<r><a k='v &amp; \"w\"'>t</a></r>", ##"{"a":{"@k":"v & \"w\"","#text":"t"}}"##),
        ("<r><a xmlns:x='u' x:b='1'/></r>", #"{"a":{"@x:b":"1"}}"#),
        ("<r><a>&lt;&#20013;&gt;<![CDATA[<b>&amp;</b>]]></a></r>", #"{"a":"<中><b>&amp;</b>"}"#),
        ("<!-- <!DOCTYPE x> --><?pi <!DOCTYPE?><r><a><![CDATA[<!DOCTYPE html>]]></a></r>", #"{"a":"<!DOCTYPE html>"}"#),
        ("<?xml version=\"1.0\" encoding='utf-8'?>\n<r><a>中</a></r>", #"{"a":"中"}"#),
    ])
    func readsTrees(text: String, tree: String) {
        let (found, problems) = Self.read(Array(text.utf8))
        #expect(found == tree)
        #expect(problems == [])
    }

    @Test func listsAreArraysHoweverOftenTheyOccur() {
        #expect(Self.read(Array("<r><s>1</s></r>".utf8), lists: ["/s"]).tree == #"{"s":["1"]}"#)
        #expect(
            Self.read(Array("<r><s><f>1</f></s><t>x</t><s><f>2</f></s></r>".utf8), lists: ["/s"]).tree
                == #"{"s":[{"f":"1"},{"f":"2"}],"t":"x"}"#
        )
        let repeated = Self.read(Array("<r>\n<s>1</s>\n<s>2</s></r>".utf8))
        #expect(repeated.tree == nil)
        #expect(repeated.problems.map(\.rule) == ["xml.repeated"])
        #expect(repeated.problems.map(\.pointer) == ["/s"])
    }

    /// Lines and columns counted by hand.
    @Test(arguments: [
        ("<r>\n  <a>中文</b></r>", 2, 12), ("<r>\n<a>", 2, 4), ("<r></r><r/>", 1, 9), ("<r>&nbsp;</r>", 1, 10),
        ("<r a='1' a='2'/>", 1, 15),
    ])
    func sayWhereTheyAreNotWellFormed(text: String, line: Int, column: Int) throws {
        let (tree, problems) = Self.read(Array(text.utf8))
        #expect(tree == nil)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.code == .xmlSyntax && problem.rule == "xml.syntax")
        #expect(problem.message.en.contains("line \(line),"))
        let said = problem.message.en.split(separator: "column ").last.flatMap { Int($0.prefix { $0.isNumber }) }
        // The parser tells the place where it noticed, at most a name behind the place where it went wrong.
        #expect(abs((said ?? 0) - column) <= 4, "\(problem.message.en)")
    }

    @Test(arguments: [
        "<!DOCTYPE r><r/>", "<?xml version='1.0'?>\n<!doctype r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>",
        "<!-- a -->\n<!DocType r><r/>", " <!DOCTYPE r SYSTEM 'http://127.0.0.1/x.dtd'><r/>",
        "<!DOCTYPE lol [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><lol>&b;</lol>", "<!ELEMENT r ANY><r/>",
    ])
    func documentTypesAreRefusedBeforeParsing(text: String) {
        let (tree, problems) = Self.read(Array(text.utf8))
        #expect(tree == nil)
        #expect(problems.map(\.rule) == ["xml.doctype"])
    }

    @Test func mixedContentAndBoundsAreRefused() {
        #expect(Self.read(Array("<r>text<a/></r>".utf8)).problems.map(\.rule) == ["xml.mixed"])
        let deep = String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65)
        #expect(Self.read(Array(deep.utf8)).problems.map(\.rule) == ["xml.depth"])
        let allowed = String(repeating: "<a>", count: 64) + String(repeating: "</a>", count: 64)
        #expect(Self.read(Array(allowed.utf8)).problems == [])
        let many = "<r>" + String(repeating: "<a/>", count: 100_000) + "</r>"
        #expect(Self.read(Array(many.utf8)).problems.map(\.rule) == ["xml.elements"])
        let large = "<r>" + String(repeating: "x", count: 1 << 20) + "</r>"
        #expect(Self.read(Array(large.utf8)).problems.map(\.code) == [.payloadTooLarge])
        #expect(Self.read([]).tree == nil)
        #expect(
            Self.read(Array("<r/>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] })).problems.map(\.rule) == [
                "xml.encoding"
            ]
        )
    }

    /// Made by Python's codecs gbk and gb18030.
    @Test func readsChineseEncodings() {
        let head = Array("<?xml version=\"1.0\" encoding=\"GBK\"?><r><a>".utf8)
        let tail = Array("</a></r>".utf8)
        let name = Self.bytes(hex: "cdb3d2bbbdbbd2d7b1eacab6c2eb")
        #expect(Self.read(head + name + tail).tree == #"{"a":"统一交易标识码"}"#)
        // U+3400 and U+20000 take four bytes.
        let document = Self.bytes(
            hex:
                "3c3f786d6c2076657273696f6e3d22312e302220656e636f64696e673d2247423138303330223f3e0a3c4445533e3c434f4e54"
                + "4558543e3c4e414d453e8139ee3995328236d6d0cec4a2e3a8a63c2f4e414d453e3c2f434f4e544558543e3c2f4445533e"
        )
        #expect(Self.read(document).tree == #"{"CONTEXT":{"NAME":"㐀𠀀中文€é"}}"#)
    }

    @Test(arguments: [
        // Declared UTF-8, or nothing, but GBK.
        ("<r><a>", "d6d0cec4", 6), ("<?xml version='1.0' encoding='UTF-8'?><r>", "d6d0", 41),
        // No character of GB 18030: a byte that begins none, half a character, a four-byte form cut short.
        ("<?xml version='1.0' encoding='GB18030'?><r>", "d6d0ff", 45),
        ("<?xml version='1.0' encoding='gb2312'?><r>", "80", 42),
        ("<?xml version='1.0' encoding='GBK'?><r>", "81308130d6d08139ee", 45),
        // Declared GBK, but UTF-8 (eight times 中).
        ("<?xml version='1.0' encoding='GBK'?><r>", "e4b8ade4b8ade4b8ade4b8ade4b8ade4b8ade4b8ade4b8ad", 39),
        // Declared as something that is not read.
        ("<?xml version='1.0' encoding='Big5'?><r>", "41", 30),
    ])
    func aLieAboutTheEncodingIsToldWithItsPlace(head: String, hex: String, offset: Int) throws {
        let (tree, problems) = Self.read(Array(head.utf8) + Self.bytes(hex: hex) + Array("</r>".utf8))
        #expect(tree == nil)
        let problem = try #require(problems.first)
        #expect(problem.rule == "xml.encoding")
        #expect(problem.message.en.hasSuffix("(byte offset \(offset))"), "\(problem.message.en)")
    }

    @Test func writesTreesAndReadsThemBack() throws {
        let fixture = try DialectFixture(
            #"""
            "both": [{"national": "CASE", "foreign": "/@id"}, {"national": "NAME", "foreign": "/body/#text"},
             {"national": "KIND", "foreign": "/body/@kind"}, {"national": "CODES", "foreign": "/s", "as": [{"split": ";"}]},
             {"national": "NOTE", "foreign": "/note"}]
            """#,
            format: "xml",
            extra: #", "xml": {"root": "r", "lists": ["/s"]}"#
        )
        let record = #"{"CASE":"a\"<\t\n","NAME":"&<>]]>\r\n中\"","KIND":"k","CODES":"c1;c2","NOTE":" x "}"#
        let written = try fixture.write(record)
        #expect(
            written.text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <r id="a&quot;&lt;&#9;&#10;"><body kind="k">&amp;&lt;&gt;]]&gt;&#13;
                中"</body><s>c1</s><s>c2</s><note> x </note></r>
                """
        )
        #expect(try fixture.read(try #require(written.text)).text == record)
        #expect(try fixture.write(#"{"NAME": "bell\u0007"}"#).problems == ["translation_failed  probe.xml"])
        #expect(try fixture.read("<q/>").problems == ["field_unknown  xml.root"])
    }

    @Test func namesCannotBreakOutOfTheirElement() throws {
        let fixture = try DialectFixture(#""rest": "copy""#, format: "xml", extra: #", "xml": {"root": "r"}"#)
        #expect(try fixture.write(#"{"a><b": "1"}"#).problems == ["translation_failed  probe.xml"])
        #expect(try fixture.write(#"{"标段": "1"}"#).text?.contains("<标段>1</标段>") == true)
    }
}
