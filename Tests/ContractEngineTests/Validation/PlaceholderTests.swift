import ContractEngine
import Core
import Testing

/// What stands where a value should, and text that is not clean; expectations by hand from docs/specs/contract.md.
struct PlaceholderTests {
    private static let whole = [
        "CASE": #""A0001""#, "STAMP": #""20260102030405""#, "OWNER": #""甲""#, "PRICE": #""1""#,
        "CHANGED": #""20260101000000""#, "SECTIONS": #""E3501000001000001001001""#,
    ]

    /// Problems of the whole record with `changes` to it, as `code FIELD severity`, sorted.
    private func problems(
        _ changes: [String: String],
        _ operation: RecordOperation = .add,
        policy: String = "warn"
    ) throws -> [String] {
        let program = try NoticeFixture.program(replacing: [
            NoticeFixture.placeholdersPath: NoticeFixture.placeholders(policy)
        ])
        let members = Self.whole.merging(changes, uniquingKeysWith: { _, new in new })
        let text = "{" + members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
        var validator = RecordValidator()
        var list = ProblemList()
        let isClean = validator.validate(Array(text.utf8), against: program, operation: operation, problems: &list)
        #expect(isClean == !list.refuses)
        let known = Set(program.ruleIDs + program.commonRuleIDs)
        #expect(list.problems.allSatisfy { known.contains($0.rule) })
        return list.problems.map {
            "\($0.code.rawValue) \($0.pointer.dropFirst()) \($0.severity.rawValue)"
        }.sorted()
    }

    /// A text without the blanks around it, the exact dates, a number written as text; each counts as absent, and for a
    /// field that is required as filled.
    @Test(
        arguments: [
            ("OWNER", #""-""#), ("OWNER", #""无""#), ("OWNER", #"" \u3000null\t""#), ("OWNER", #""　-　""#),
            ("OWNER", #""n\u0075ll""#), ("OWNER", "\"\u{a0}-\""), ("OWNER", #""not yet known""#),
            ("OWNER", #""\u65e0\u00a0""#), ("BODY", #""-""#), ("BRIEF", #""无""#), ("URL", #""-""#),
            ("PRICE", #""-""#), ("PRICE", #"" 无 ""#), ("GUESSED", #""null""#), ("GUESSED_DAY", #""00000000""#),
            ("CHANGED", #""00000000000000""#), ("CHANGED", #""20000101000000""#), ("DOUBTED", #""-""#),
        ]
    )
    func isOne(field: String, value: String) throws {
        #expect(try problems([field: value]) == ["field_placeholder \(field) warning"])
    }

    @Test(
        arguments: [
            // A free text of one character, words that contain one, a code of the field's own list, more than 32 characters.
            ("OWNER", #""x""#, []), ("OWNER", #""无锡""#, []), ("OWNER", #""- -""#, []), ("OWNER", #""NULL""#, []),
            ("OWNER", #""--""#, []), ("OWNER", #"" ""#, []), ("MARK", #""-""#, []),
            ("OWNER", #""                                -""#, []), ("OWNER", #""无;无""#, []),
            ("MARK", #"" -""#, ["field_placeholder MARK warning"]),
            ("OWNER", #""                               -""#, ["field_placeholder OWNER warning"]),
            // Texts are no dates, zeros that are not listed neither; a JSON value that is no string is not one.
            ("CHANGED", #""-""#, ["field_date CHANGED error"]),
            ("CHANGED", #""000000000000""#, ["field_date CHANGED error"]),
            ("GUESSED_DAY", #""无""#, ["field_date GUESSED_DAY warning"]),
            ("MINUTE", #""000000000000""#, ["field_date MINUTE error"]),
            ("PRICE", "0", []), ("OWNER", "0", ["field_type OWNER error"]),
        ] as [(String, String, [String])]
    )
    func isNone(field: String, value: String, expected: [String]) throws {
        #expect(try problems([field: value]) == expected)
    }

    /// What tells records, cases and senders apart is never filled by a placeholder.
    @Test func identityIsRefused() throws {
        #expect(
            try problems(["CASE": #""-""#]) == ["field_missing CASE error", "field_placeholder CASE warning"]
        )
        #expect(
            try problems(["SECTIONS": #""无""#]) == [
                "field_missing SECTIONS error", "field_placeholder SECTIONS warning",
            ]
        )
        #expect(
            try problems(["STAMP": #""00000000000000""#], .change)
                == ["field_missing STAMP error", "field_placeholder STAMP warning"]
        )
    }

    @Test func thePolicyDecides() throws {
        #expect(
            try problems(["OWNER": #""-""#], policy: "reject")
                == ["field_missing OWNER error", "field_placeholder OWNER warning"]
        )
        #expect(try problems(["URL": #""-""#], policy: "reject") == ["field_placeholder URL warning"])
        #expect(try problems(["OWNER": #""-""#], policy: "off") == [])
        #expect(try problems(["PRICE": #""-""#], policy: "off") == ["field_number PRICE error"])
        #expect(try problems(["CHANGED": #""00000000000000""#], policy: "off") == ["field_date CHANGED error"])
    }

    /// The day of the record in a field that says so means never, wherever the stamp stands in the record.
    @Test func todayMeansNever() throws {
        let stamp = #""20260316101500""#
        #expect(
            try problems(["CHANGED": #""20260316000000""#, "DATA_TIMESTAMP": stamp])
                == ["field_placeholder CHANGED warning"]
        )
        #expect(
            try problems(["CHANGED": #""2026031\u0036000000""#, "DATA_TIMESTAMP": stamp], policy: "reject")
                == ["field_missing CHANGED error", "field_placeholder CHANGED warning"]
        )
        #expect(try problems(["CHANGED": #""20260317000000""#, "DATA_TIMESTAMP": stamp]) == [])
        #expect(try problems(["CHANGED": #""20260316000000""#]) == [])
        #expect(try problems(["CHANGED": #""20260316000000""#, "DATA_TIMESTAMP": stamp], policy: "off") == [])
        #expect(
            try problems(["CHANGED": #""20260316000000""#, "DATA_TIMESTAMP": #""20260316""#])
                == ["field_date DATA_TIMESTAMP error"]
        )
    }

    @Test(arguments: [
        "\u{200b}", "\u{200f}", "\u{feff}", "\u{2028}", "\u{2029}", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}",
        "\u{61c}", "\u{7f}", "\u{80}", "\u{9f}", #"\u0000"#, #"\u001f"#, #"\b"#, #"\f"#, #"\u200B"#, #"\ufeff"#,
        #"\u007f"#,
        #"\u0085"#, #"\u202E"#, #"\u061c"#,
    ])
    func invisibleCharactersAreFound(character: String) throws {
        // In front, behind, between characters of one and of three bytes, at any distance from a word's end.
        for length in 0..<9 {
            for filler in ["x", "中", "，", "“"] {
                let padding = String(repeating: filler, count: length)
                #expect(try problems(["OWNER": "\"\(padding)\(character)\(padding)\""]) == ["field_text OWNER warning"])
            }
        }
    }

    @Test(arguments: [
        #"\t\n\r"#, #"\u0009\u000A\u000d"#, "“引号”…—·", "\u{200a}\u{2010}\u{2027}\u{202f}\u{2065}\u{206a}",
        "\u{a0}\u{ad}é",
        "\u{3000}", "\u{fefe}\u{ff00}\u{ffef}", "😀", "~}", #"\u0020\u00a0"#, "\u{61b}\u{61d}", #"\ud83d\ude00"#,
    ])
    func otherCharactersAreNot(text: String) throws {
        for length in 0..<9 {
            let padding = String(repeating: "中", count: length)
            #expect(try problems(["OWNER": "\"\(padding)\(text)\(padding)\""]) == [])
        }
    }

    /// Said beside what else is wrong with a text, and of texts only.
    @Test func uncleanTextIsReportedBesideOtherFaults() throws {
        #expect(
            try problems(["BODY": #""\u200ba""#]) == ["field_length BODY error", "field_text BODY warning"]
        )
        #expect(try problems(["CHANGED": #""2026\u200b""#]) == ["field_date CHANGED error"])
    }

    /// 65,535 characters or bytes, neither more nor fewer.
    @Test func cutTextsAreFound() throws {
        func verdict(_ text: String) throws -> [String] { try problems(["OWNER": "\"\(text)\""]) }
        let cut = ["field_truncated OWNER warning"]
        #expect(try verdict(String(repeating: "x", count: 65_535)) == cut)
        #expect(try verdict(String(repeating: "中", count: 65_535)) == cut)
        #expect(try verdict(String(repeating: "中", count: 21_845)) == cut)
        #expect(try verdict(#"\n"# + String(repeating: "x", count: 65_534)) == cut)
        #expect(try verdict(#"\u4e2d"# + String(repeating: "中", count: 21_844)) == cut)
        for count in [65_534, 65_536] { #expect(try verdict(String(repeating: "x", count: count)) == []) }
        #expect(try verdict(#"\n"# + String(repeating: "x", count: 65_533)) == [])
    }
}
