import ContractEngine
import Core
import Foundation
import Testing

/// However a sender writes names and values, a view shows a field that it allows or nothing.
struct ViewProjectionEscapeTests {
    /// Loaded once for all cases.
    private static let catalog = Result { try ContractCatalog.load(from: NationalContractTests.directory) }

    private let program: ContractProgram
    private var tape = JSONTape()

    init() throws {
        program = try #require(try Self.catalog.get().program(named: "TENDER_PROJECT", version: nil))
    }

    private mutating func project(_ text: String, _ fields: [(field: String, mask: ViewMask)]) throws -> String? {
        let view = try ViewProjection(program: program, fields: fields)
        return view.project(Array(text.utf8), tape: &tape).map { String(decoding: $0, as: UTF8.self) }
    }

    /// `character` as `\uXXXX`.
    private static func escaped(_ character: Character, upper: Bool) -> String {
        let number = String(character.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: upper)
        return "\\u" + String(repeating: "0", count: 4 - number.count) + number
    }

    /// `name` with the characters escaped for which `chooses` says so.
    private static func escaped(_ name: String, upper: Bool = true, where chooses: (Int) -> Bool) -> String {
        name.enumerated().map { chooses($0) ? escaped($1, upper: upper) : String($1) }.joined()
    }

    // MARK: Names

    @Test mutating func anEscapedNameIsTheFieldItSpells() throws {
        let name = "TENDERER_NAME"
        for upper in [true, false] {
            for place in name.indices.enumerated().map(\.offset) {
                let key = Self.escaped(name, upper: upper) { $0 == place }
                #expect(try project(#"{"\#(key)":"甲"}"#, [(name, .whole)]) == #"{"TENDERER_NAME":"甲"}"#)
                #expect(try project(#"{"\#(key)":"甲"}"#, [("OWNER_NAME", .whole)]) == "{}")
            }
            let key = Self.escaped(name, upper: upper) { _ in true }
            #expect(try project(#"{"\#(key)":"甲"}"#, [(name, .whole)]) == #"{"TENDERER_NAME":"甲"}"#)
            #expect(try project(#"{"\#(key)":"甲"}"#, [(name, .omit)]) == "{}")
        }
    }

    @Test mutating func theExamplesByHand() throws {
        let text = #"""
            {"\u0054ENDERER_NAME":"甲","\u004fWNER_NAME":"secret","TENDERER\u005FCODE":"91350211M00013FA1N",
             "CREATE\u005fTIME":"20260102030405"}
            """#
        #expect(
            try project(text, [("TENDERER_NAME", .whole), ("TENDERER_CODE", .lastFour), ("CREATE_TIME", .yearOnly)])
                == #"{"TENDERER_NAME":"甲","TENDERER_CODE":"****FA1N","CREATE_TIME":"2026"}"#
        )
    }

    /// Names that resemble an allowed one, to the eye or to a careless comparison.
    @Test(arguments: [
        #"TENDERER_NAME\u0000"#, #"\u0000TENDERER_NAME"#, #"TENDERER_NAM"#, #"TENDERER_NAM\u0065"#, #"tenderer_name"#,
        #"TENDERER_NAMEE"#, #"TENDERER_NAM\u0045E"#, #" TENDERER_NAME"#, #"TENDERER_NAME "#, #"TENDERER_NAME\t"#,
        #"TENDERER_NAME\u200b"#, #"\ufeffTENDERER_NAME"#, #"\uff34ENDERER_NAME"#, #"ＴENDERER_NAME"#,
        #"\u0422ENDERER_NAME"#, #"TENDERER_NAME\u0301"#, #"TENDERER\/NAME"#, #"TENDERER\\u005fNAME"#,
        #"\\u0054ENDERER_NAME"#, #"TENDERER_NAME\""#, #"\"TENDERER_NAME"#, #"TENDERER_NAME\\"#, #"TENDERER_NAME\":\"x"#,
        #"\ud83d\ude00TENDERER_NAME"#, #"@TENDERER_NAME"#, #"/TENDERER_NAME"#, "",
    ])
    mutating func whatOnlyResemblesAFieldIsNotShown(key: String) throws {
        #expect(try project(#"{"\#(key)":"secret"}"#, [("TENDERER_NAME", .whole)]) == "{}")
        #expect(
            try project(#"{"\#(key)":"secret","TENDERER_NAME":"甲"}"#, [("TENDERER_NAME", .whole)])
                == #"{"TENDERER_NAME":"甲"}"#
        )
    }

    /// One field under two spellings is a duplicate key, and a broken escape is no JSON: nothing is shown.
    @Test(arguments: [
        #"{"TENDERER_NAME":"甲","\u0054ENDERER_NAME":"secret"}"#, #"{"TENDERER_\u004eAME":1,"TENDERER_\u004EAME":2}"#,
        #"{"OWNER_NAME":1,"\u004fWNER_NAME":2,"TENDERER_NAME":"甲"}"#, #"{"\ud800TENDERER_NAME":1}"#,
        #"{"TENDERER_NAME\udc00":1}"#, #"{"\u54ENDERER_NAME":1}"#, #"{"\x54ENDERER_NAME":1}"#, #"{"TENDERER_NAME\":1}"#,
        #"{"\U0054ENDERER_NAME":1}"#, "{\"TENDERER_NAME\n\":1}", #"{"TENDERER_NAME":"\ud800"}"#,
        #"{"TENDERER_NAME":"甲"}{"OWNER_NAME":1}"#, #"{"TENDERER_NAME":"甲",}"#,
    ])
    mutating func nothingIsShownOfABrokenRecord(text: String) throws {
        #expect(try project(text, [("TENDERER_NAME", .whole)]) == nil)
    }

    // MARK: Values

    /// Whole values leave byte for byte, whatever in them looks like the end of the value or like another member.
    @Test(arguments: [
        #""""#, #""\"""#, #""\\""#, #""\\\"""#, #""x\",\"OWNER_NAME\":\"y""#, #""\u0022,\u0022OWNER_NAME\u0022:1""#,
        #""\u007d\u007D}""#, #""\ud83d\uDE00""#, #""\b\f\n\r\t\/""#, "\"\u{7f}\u{2028}\"", #"{"OWNER_NAME":"y"}"#,
        #"[{"a":"]"},"}",[[]]]"#, "[ ]", "{ }", "-1.50E+2", "true", "null",
    ])
    mutating func wholeValuesEndWhereTheyEnd(value: String) throws {
        let text = #"{"OWNER_NAME":"secret", "TENDERER_NAME" : \#(value) ,"ISUNION":"secret"}"#
        #expect(try project(text, [("TENDERER_NAME", .whole)]) == #"{"TENDERER_NAME":\#(value)}"#)
        let other = #"{"OWNER_NAME":\#(value),"TENDERER_NAME":"甲","ISUNION":\#(value)}"#
        #expect(try project(other, [("TENDERER_NAME", .whole)]) == #"{"TENDERER_NAME":"甲"}"#)
    }

    /// Masks count decoded characters; what they show is escaped anew.
    @Test(arguments: [
        (#""\u4e00\u4e8c\u4e09\u56db\u4e94""#, #""****二三四五""#), (#""12345678\u003b1234567""#, #""****5678;****4567""#),
        (#""12345\u0001\u0022\u005c\n""#, #""****\u0001\"\\\n""#), (#""\u0031\u0032\u0033\u0034""#, #""****""#),
        (#""\ud83d\ude00\ud83d\ude01\ud83d\ude02\ud83d\ude03\ud83d\ude04""#, #""****😁😂😃😄""#), (#""\u003b""#, #"";""#),
        (#""\"""#, #""*""#), (#""""#, #""""#), (#""secret\",\"x""#, #""****\",\"x""#),
    ])
    mutating func lastFourOfEscapedText(value: String, shown: String) throws {
        #expect(
            try project(#"{"TENDERER_CODE":\#(value)}"#, [("TENDERER_CODE", .lastFour)])
                == #"{"TENDERER_CODE":\#(shown)}"#
        )
    }

    @Test(arguments: [
        (#""\u003202601020304""#, #"{"CREATE_TIME":"2026"}"#), (#""20\u0032\u0036""#, #"{"CREATE_TIME":"2026"}"#),
        (#""\u0000202601020304""#, "{}"), (#""２０２６0102""#, "{}"), (#""202""#, "{}"), (#""\n2026""#, "{}"),
        ("20260102", "{}"), ("null", "{}"), (#"{"a":"2026"}"#, "{}"), (#"["2026"]"#, "{}"),
    ])
    mutating func yearOfEscapedText(value: String, shown: String) throws {
        #expect(try project(#"{"CREATE_TIME":\#(value)}"#, [("CREATE_TIME", .yearOnly)]) == shown)
    }

    // MARK: Every field

    /// A record with every field of the contract, names spelt in four ways and values that any mask could show something
    /// of: a view of one field shows that one.
    @Test(arguments: 0..<4)
    mutating func aViewOfOneFieldShowsThatField(spelling: Int) throws {
        let names = program.fields.map(\.name)
        #expect(names.count > 20)
        let members = names.enumerated().map { number, name in
            let key = Self.escaped(name) { spelling > 0 && ($0 + number) % 4 < spelling }
            return #""\#(key)":"2026\"\#(number)""#
        }
        let text = "{" + members.joined(separator: ",") + "}"
        for (number, name) in names.enumerated() {
            #expect(try project(text, [(name, .omit)]) == "{}")
            #expect(try project(text, [(name, .whole)]) == #"{"\#(name)":"2026\"\#(number)"}"#)
        }
        let pair = [(names[0], ViewMask.whole), (names[2], .whole)]
        let shown = try #require(try project(text, pair))
        let object = try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: String]
        #expect(object == [names[0]: "2026\"0", names[2]: "2026\"2"])
    }
}
