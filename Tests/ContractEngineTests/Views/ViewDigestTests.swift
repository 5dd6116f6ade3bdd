import ContractEngine
import Core
import Testing

/// Fields that are shown by `digest`, and what of a record is counted.
struct ViewDigestTests {
    /// Shows what it was asked for.
    private struct Spelled: ValueDigest {
        func text(of value: String, in domain: String) -> String? { value == "?" ? nil : "\(domain)<\(value)>" }
    }

    private let program: ContractProgram
    private var tape = JSONTape()

    init() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        program = try #require(catalog.program(named: "TENDER_PROJECT", version: nil))
    }

    private mutating func project(
        _ text: String,
        _ fields: [(field: String, mask: ViewMask)],
        by digest: (any ValueDigest)? = Spelled()
    ) throws -> String? {
        let view = try ViewProjection(program: program, fields: fields)
        return view.project(Array(text.utf8), tape: &tape, digest: digest).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Several values each by itself; the empty value and placeholders of the edition say that there is none.
    @Test(arguments: [
        (#""甲""#, #""id<甲>""#), (#""a;b""#, #""id<a>;id<b>""#), (#""a;b;""#, #""id<a>;id<b>;""#),
        (#""\u7532;\"""#, #""id<甲>;id<\">""#), (#""a;;b""#, #""id<a>;;id<b>""#), (#""""#, #""""#),
        (#""-""#, #""-""#), (#""无;a""#, #""无;id<a>""#),
    ])
    mutating func eachItemIsReplaced(value: String, shown: String) throws {
        let fields: [(field: String, mask: ViewMask)] = [("TENDERER_CODE", .digest(domain: "id"))]
        #expect(try project(#"{"TENDERER_CODE":\#(value)}"#, fields) == #"{"TENDERER_CODE":\#(shown)}"#)
    }

    /// What is no text, what cannot be made, and everything without a key is left out.
    @Test mutating func nothingIsShownInstead() throws {
        let fields: [(field: String, mask: ViewMask)] = [("TENDERER_CODE", .digest(domain: "id"))]
        for value in ["1", "null", "true", #"["a"]"#, #""a;?""#] {
            #expect(try project(#"{"TENDERER_CODE":\#(value)}"#, fields) == "{}")
        }
        #expect(try project(#"{"TENDERER_CODE":"a"}"#, fields, by: nil) == "{}")
    }

    @Test func aDigestIsForText() throws {
        let failure = #expect(throws: ViewDefinitionFailure.self) {
            try ViewProjection(program: program, fields: [("CREATE_TIME", .digest(domain: "id"))])
        }
        #expect(failure?.mistakes.map(\.field) == ["CREATE_TIME"])
    }

    /// Counted by hand: two of group 0 of which one masked, one of group 1; null, the empty text, and what a mask leaves
    /// nothing of are no values; a field of no group counts nowhere.
    @Test mutating func whatHasAValueIsCounted() throws {
        let view = try ViewProjection(
            program: program,
            fields: [
                ("TENDERER_CODE", .digest(domain: "id")), ("TENDERER_NAME", .whole), ("OWNER_NAME", .whole),
                ("CREATE_TIME", .yearOnly), ("PROJECT_CODE", .whole), ("ISUNION", .whole), ("REGION_CODE", .whole),
            ],
            groups: [
                "TENDERER_CODE": 0, "TENDERER_NAME": 0, "OWNER_NAME": 0, "CREATE_TIME": 1, "PROJECT_CODE": 1,
                "ISUNION": 1,
            ]
        )
        let record = #"""
            {"TENDERER_CODE":"a;b","TENDERER_NAME":"甲","OWNER_NAME":"","CREATE_TIME":"x","PROJECT_CODE":"P",
             "ISUNION":null,"REGION_CODE":"350100","TENDER_CONTENT":"not shown"}
            """#
        var shown = ShownFields(groups: 2)
        _ = view.project(Array(record.utf8), tape: &tape, digest: Spelled(), counting: &shown)
        #expect(shown.shown == [2, 1] && shown.masked == [1, 0])
        var sum = ShownFields(groups: 2)
        sum.add(shown)
        sum.add(shown)
        #expect(sum.shown == [4, 2] && sum.masked == [2, 0])
        shown.reset()
        #expect(shown == ShownFields(groups: 2))
    }
}
