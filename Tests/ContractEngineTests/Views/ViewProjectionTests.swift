import ContractEngine
import Core
import Testing

struct ViewProjectionTests {
    private let program: ContractProgram
    private var tape = JSONTape()

    init() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        program = try #require(catalog.program(named: "TENDER_PROJECT", version: nil))
    }

    private mutating func project(_ text: String, _ fields: [(field: String, mask: ViewMask)]) throws -> String? {
        let view = try ViewProjection(program: program, fields: fields)
        return view.project(Array(text.utf8), tape: &tape).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test mutating func onlyListedFieldsLeaveByteForByte() throws {
        let text = #"""
            { "PROJECT_CODE" : "a\u4e2d\/", "SECRET": {"PROJECT_CODE": 1}, "ISUNION": null, "OWNER_NAME":"公",
              "TENDER_CONTENT" : [1, {"x":"]"}], "IS_TO_LAW": 1.50e2 }
            """#
        let shown = try project(
            text,
            [
                ("IS_TO_LAW", .whole), ("PROJECT_CODE", .whole), ("ISUNION", .whole), ("TENDER_CONTENT", .whole),
                ("OWNER_NAME", .omit),
            ]
        )
        #expect(
            shown
                == #"{"PROJECT_CODE":"a\u4e2d\/","ISUNION":null,"TENDER_CONTENT":[1, {"x":"]"}],"IS_TO_LAW":1.50e2}"#
        )
    }

    @Test mutating func masksHideEachItem() throws {
        let text =
            #"{"TENDERER_CODE":"91350211M00013FA1N;123;1234;","CREATE_TIME":"20260102030405","OWNER_NAME":"一二三四五"}"#
        let shown = try project(
            text,
            [("TENDERER_CODE", .lastFour), ("CREATE_TIME", .yearOnly), ("OWNER_NAME", .lastFour)]
        )
        #expect(shown == #"{"TENDERER_CODE":"****FA1N;***;****;","CREATE_TIME":"2026","OWNER_NAME":"****二三四五"}"#)
    }

    /// What a mask cannot hide is left out.
    @Test mutating func nothingButStringsIsMasked() throws {
        let text = #"{"OWNER_NAME":12345678,"CREATE_TIME":"abcd0102030405","TENDERER_CODE":["91350211M00013FA1N"]}"#
        let shown = try project(
            text,
            [("TENDERER_CODE", .lastFour), ("CREATE_TIME", .yearOnly), ("OWNER_NAME", .lastFour)]
        )
        #expect(shown == "{}")
    }

    @Test(arguments: ["[]", "1", "{", "{\"A\":1,\"A\":2}", "\u{feff}{}"])
    mutating func nothingIsShownOfWhatIsNoRecord(text: String) throws {
        #expect(try project(text, [("OWNER_NAME", .whole)]) == nil)
    }

    @Test mutating func aDeleteStaysEmpty() throws {
        #expect(try project("", [("OWNER_NAME", .whole)])?.isEmpty == true)
    }

    @Test mutating func theWholeViewPassesBytesOn() {
        let bytes = Array("not even JSON".utf8)
        #expect(ViewProjection.whole.isWhole)
        #expect(ViewProjection.whole.project(bytes, tape: &tape) == bytes)
    }

    @Test func aViewThatDoesNotFitIsRefusedWithEveryMistake() throws {
        let failure = #expect(throws: ViewDefinitionFailure.self) {
            try ViewProjection(
                program: program,
                fields: [
                    ("NOTHING", .whole), ("CREATE_TIME", .lastFour), ("OWNER_NAME", .yearOnly), ("ISUNION", .whole),
                    ("ISUNION", .omit),
                ]
            )
        }
        #expect(failure?.mistakes.map(\.field) == ["NOTHING", "CREATE_TIME", "OWNER_NAME", "ISUNION"])
    }
}
