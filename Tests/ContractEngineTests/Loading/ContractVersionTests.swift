import ContractEngine
import Core
import Testing

/// Several versions of one contract side by side.
struct ContractVersionTests {
    private static let older = "national/v9/engineering/900-SAMPLE/0.9/contract.json"

    /// The fixture's contract as version 0.9, accepted until the end of 2025, in which NAME has three characters.
    private static let text = ContractFixture.contract
        .replacing(
            #""number": 900, "version": "1.0""#,
            with: #""number": 900, "version": "0.9", "valid": {"from": "20240101", "until": "20251231"}"#
        )
        .replacing(
            #""name": "NAME", "title": "名称", "type": "C", "length": 4"#,
            with: #""name": "NAME", "title": "名称", "type": "C", "length": 3"#
        )

    private func mistakes(_ text: String, at path: String = older) throws -> [String] {
        do {
            _ = try ContractFixture(replacing: [path: text]).load()
            return []
        } catch let error as ContractLoadFailure {
            return error.problems.map { "\($0.key): \($0.message.en)" }
        }
    }

    @Test func bothVersionsAreFoundByNameAndByPath() throws {
        let catalog = try ContractFixture(replacing: [Self.older: Self.text]).load()
        #expect(catalog.programs.map(\.version) == ["1.0"])
        #expect(catalog.versions.map(\.version) == ["0.9"])
        let current = try #require(catalog.program(named: "SAMPLE", version: nil))
        let older = try #require(catalog.program(named: "SAMPLE", version: "0.9"))
        #expect(current.version == "1.0" && current.isCurrent && !older.isCurrent)
        #expect(catalog.program(named: "SAMPLE", version: "v9") === current)
        #expect(catalog.program(schema: "/contracts/national/v9/SAMPLE") === current)
        #expect(catalog.program(schema: "/contracts/national/v9/SAMPLE/1.0") === current)
        #expect(catalog.program(schema: "/contracts/national/v9/SAMPLE/0.9") === older)
        #expect(catalog.program(schema: "/contracts/national/v9/SAMPLE/0.8") == nil)
        #expect(current.schema == "/contracts/national/v9/SAMPLE")
        #expect(older.schema == "/contracts/national/v9/SAMPLE/0.9")
        #expect(older.directory == "national/v9/engineering/900-SAMPLE/0.9")
    }

    @Test func eachVersionJudgesByItsOwnRules() throws {
        let catalog = try ContractFixture(replacing: [Self.older: Self.text]).load()
        let record = Array(#"{"CASE": "12345", "NAME": "四字名称", "STAMP": "20260101000000"}"#.utf8)
        var validator = RecordValidator()
        for (version, isAccepted) in [("1.0", true), ("0.9", false)] {
            let program = try #require(catalog.program(named: "SAMPLE", version: version))
            var problems = ProblemList()
            #expect(validator.validate(record, against: program, operation: .add, problems: &problems) == isAccepted)
            #expect(problems.problems.map(\.rule) == (isAccepted ? [] : ["900.NAME.length"]))
        }
    }

    /// Days of Asia/Shanghai, both ends included: the first begins at 16:00 UTC of the day before.
    @Test(
        arguments: [
            ("2023-12-31T15:59:59.999Z", false), ("2023-12-31T16:00:00Z", true), ("2025-06-01T00:00:00Z", true),
            ("2025-12-31T15:59:59.999Z", true), ("2025-12-31T16:00:00Z", false), ("1960-01-01T00:00:00Z", false),
        ]
    )
    func aPeriodIsDaysInShanghai(time: String, isValid: Bool) throws {
        let catalog = try ContractFixture(replacing: [Self.older: Self.text]).load()
        let older = try #require(catalog.program(named: "SAMPLE", version: "0.9"))
        #expect(older.validity.contains(try #require(Instant(rfc3339: time))) == isValid)
        #expect(older.validity.text == "20240101–20251231")
        #expect(catalog.programs[0].validity == .always)
    }

    @Test(
        arguments: [
            (
                #""until": "20251231""#, #""until": "20251301""#,
                ["valid.until: must be a real date of the form yyyyMMdd"]
            ),
            (#""until": "20251231""#, #""until": "20231231""#, ["valid.until: must not be before from"]),
            (#"{"from": "20240101", "until": "20251231"}"#, "{}", ["valid.from: needs from, until or both"]),
            (
                #""version": "0.9""#, #""version": "1.0""#,
                ["version: must be the name of the directory", "version: is that of the current version"]
            ),
            (#""number": 900"#, #""number": 901"#, ["contract: name and number must be those of the current version"]),
        ]
    )
    func mistakesOfAVersionAreReported(old: String, new: String, expected: [String]) throws {
        #expect(Self.text.contains(old))
        #expect(try mistakes(Self.text.replacing(old, with: new)) == expected)
    }

    @Test func aVersionNeedsItsContract() throws {
        #expect(
            try mistakes("{}", at: "national/v9/engineering/900-SAMPLE/0.9/other.json") == [
                ": the contract file is missing"
            ]
        )
    }
}
