import ContractEngine
import Core
import Testing

/// Mistakes in the files: all of them, each with file and key.
struct ContractLoadTests {
    /// Problems of an edition in which `files` stand instead of the fixture's, as `key: English`.
    private func mistakes(_ files: [String: String]) throws -> [String] {
        let fixture = try ContractFixture(replacing: files)
        do {
            _ = try fixture.load()
            return []
        } catch {
            return error.problems.map { "\($0.file.split(separator: "/").last ?? "") \($0.key): \($0.message.en)" }
        }
    }

    private func mistakes(replacing old: String, with new: String) throws -> [String] {
        #expect(ContractFixture.contract.contains(old))
        return try mistakes([ContractFixture.contractPath: ContractFixture.contract.replacing(old, with: new)])
    }

    @Test func theFixtureLoads() throws {
        let program = try ContractFixture.program()
        #expect(program.fields.count == 19)
        #expect(program.schema == "/contracts/national/v9/SAMPLE")
        #expect(program.routing.case == "CASE")
        #expect(program.field(named: "STAMP")?.group == "platform")
        #expect(program.field(named: "CODES")?.separator == ";")
        #expect(program.field(named: "MONEY")?.integerDigits == 3)
        #expect(program.field(named: "NOTHING") == nil)
    }

    /// One id for each constraint that is not off, and for each record rule that is not off.
    @Test func ruleIDsNameEveryConstraint() throws {
        let ids = Set(try ContractFixture.program().ruleIDs)
        for id in [
            "CASE.required", "CASE.type", "CASE.length", "CODES.list", "DARK.list", "OWNER.uscc", "PARTIES.party-code",
            "MONEY.digits", "START.date", "STAMP.required", "unknown", "needs", "most",
        ] {
            #expect(ids.contains("900.\(id)"))
        }
        for id in ["PARTIES.organisation-code", "silent", "NOTE.required", "NOTE.list", "START.length"] {
            #expect(!ids.contains("900.\(id)"))
        }
    }

    @Test(
        arguments: [
            (
                #""title": "备注", "type": "C""#, #""titel": "备注", "type": "C""#,
                [
                    "contract.json fields[3].title: is missing", "contract.json fields[3].titel: unknown key",
                ]
            ),
            (
                #""length": 5"#, #""length": 0"#,
                [
                    "contract.json fields[0].length: must be an integer of at least 1",
                    "contract.json fields[0].fixed: needs a length",
                ]
            ),
            (#""list": "L""#, #""list": "M""#, ["contract.json fields[2].list: there is no code list M"]),
            (#""check": "uscc""#, #""check": "isbn""#, ["contract.json fields[8].check: unknown identifier rule isbn"]),
            (
                #""name": "NOTE""#, #""name": "NAME""#,
                [
                    "contract.json fields[3].name: field NAME occurs twice",
                    "contract.json rules[0].fields[0]: there is no field NOTE",
                ]
            ),
            (
                #""digits": [3, 2]"#, #""digits": [3]"#,
                [
                    "contract.json fields[10].digits: must be [digits before, digits after the point], for example [14, 6]",
                    "contract.json rules[6].field: needs digits, at most 24 together",
                ]
            ),
            (
                #""type": "T8""#, #""type": "T9""#,
                [
                    "contract.json fields[16].type: must be one of C, N, T14, T12, T8"
                ]
            ),
            (#""type": "T8""#, #""type": "T8", "length": 8"#, ["contract.json fields[16].length: is for type C only"]),
            (
                #""operator": "<""#, #""operator": "=""#,
                ["contract.json rules[2].operator: must be one of <, <=, ==, !=, >=, >"]
            ),
            (
                #""left": "START""#, #""left": "NAME""#,
                ["contract.json rules[2].left: compares two dates or two numbers only"]
            ),
            (#""id": "never""#, #""id": "needs""#, ["contract.json rules[1].id: rule id needs is taken"]),
            (
                #""limit": "50000""#, #""limit": "5e4x""#,
                ["contract.json rules[6].limit: must be a positive decimal number"]
            ),
            (
                #""policy": "off""#, #""policy": "on""#,
                ["contract.json rules[7].policy: must be one of off, warn, reject"]
            ),
            (#""in": ["9"]"#, #""in": []"#, ["contract.json rules[1].when[1].in: must not be empty"]),
            (
                #""key": ["CASE"]"#, #""key": ["KASE"], "parent": "NOTHING""#,
                ["contract.json parent: there is no data set NOTHING", "contract.json key[0]: there is no field KASE"]
            ),
            (
                #""groups": ["platform"]"#, #""groups": ["platfrom"]"#,
                ["contract.json groups[0]: there is no group platfrom"]
            ),
            (
                #""case": "CASE""#, #""case": "CASE", "sector": "SECTOR""#,
                ["contract.json routing.sector: there is no field SECTOR"]
            ),
            (
                #""number": 900"#, #""number": 901"#,
                ["contract.json contract: the directory must be called 901-SAMPLE"]
            ),
            (
                #""separator": ";", "list""#, #""separator": ";;", "list""#,
                ["contract.json fields[2].separator: must be one visible ASCII character"]
            ),
        ] as [(String, String, [String])]
    )
    func aMistakeIsNamed(old: String, new: String, expected: [String]) throws {
        #expect(try mistakes(replacing: old, with: new) == expected)
    }

    /// Nothing stops at the first mistake, nor at the first file.
    @Test func mistakesOfAllFilesAreReportedAtOnce() throws {
        let found = try mistakes([
            "national/v9/edition.json": #"{"edition": "national", "version": "v8", "title": {"zh": "规范"}}"#,
            "national/v9/codelists/L.json":
                #"{"id": "X", "name": "表", "values": [], "complete": true, "policy": "absent"}"#,
            "national/v9/codelists/W.json": "{",
            "national/v9/identifiers.json":
                #"{"identifiers": [{"id": "uscc", "policy": "maybe"}, {"id": "zip", "policy": "warn"}]}"#,
        ])
        #expect(
            found.map { $0.split(separator: ":")[0] }.filter { !$0.hasPrefix("contract.json") } == [
                "edition.json title.en", "edition.json version", "L.json policy", "L.json values", "L.json id",
                "W.json ", "identifiers.json identifiers[0].policy", "identifiers.json identifiers[1].id",
            ]
        )
        let more = try mistakes([
            "national/v9/codelists/L.json":
                #"{"id": "L", "name": "表", "values": [], "complete": true, "policy": "absent"}"#,
            "national/v9/codelists/W.json": "{\"id\": \"W\", \"id\": \"W\"}",
            "national/v9/identifiers.json": #"{"identifiers": [{"id": "uscc", "policy": "maybe"}]}"#,
            ContractFixture.contractPath: ContractFixture.contract.replacing(
                "\"length\": 4",
                with: "\"length\": \"4\""
            ),
        ])
        #expect(
            more.map { $0.split(separator: ":")[0] } == [
                "L.json policy", "L.json values", "W.json id", "identifiers.json identifiers[0].policy",
                "contract.json fields[1].length",
            ]
        )
    }

    @Test func aListRejectsOnlyWhenItIsSure() throws {
        let unsure =
            #"{"id": "L", "name": "表", "values": [{"code": "c1", "title": "一"}], "complete": true, "status": "guessed", "policy": "reject"}"#
        #expect(
            try mistakes(["national/v9/codelists/L.json": unsure]) == [
                "L.json policy: rejects only when the list is complete and confirmed or corroborated"
            ]
        )
    }

    @Test func anEmptyDirectoryIsAMistake() {
        let failure = #expect(throws: ContractLoadFailure.self) { try ContractCatalog.load(from: "/nonexistent") }
        #expect(failure?.problems.count == 1)
    }
}
