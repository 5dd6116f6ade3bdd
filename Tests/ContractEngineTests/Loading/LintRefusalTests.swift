import ContractEngine
import Core
import Foundation
import Testing

/// Every refusal of the lint, each of an edition with that one mistake and nothing else wrong.
struct LintRefusalTests {
    private static let samplesPath = "national/v9/engineering/900-SAMPLE/samples.json"
    private static let listPath = "national/v9/codelists/L.json"

    /// A list with values, as the lint wants it, but for what `members` says.
    private static func list(_ id: String, _ members: String) -> String {
        #"{"id": "\#(id)", "name": "表", "complete": true, "status": "confirmed", \#(members)}"#
    }

    /// The fixture's contract without its rule on a field that is shorter than its prefix.
    private static let contract = ContractFixture.contract.replacing(
        #""field": "NAME", "prefix": "CASE", "policy": "off""#,
        with: #""field": "NOTE", "prefix": "CASE", "policy": "off""#
    )

    /// The fixture without what the lint has against it.
    private static let sound: [String: String] = [
        ContractFixture.contractPath: contract,
        samplesPath: #"{"accept": [], "reject": []}"#,
        listPath: list(
            "L",
            #""policy": "reject", "source": "s", "grade": "FOUND", "values": [{"code": "c1", "title": "一"}]"#
        ),
        "national/v9/codelists/W.json":
            list("W", #""policy": "warn", "source": "s", "grade": "FOUND", "values": [{"code": "c1", "title": "一"}]"#),
        "national/v9/codelists/LONG.json":
            list(
                "LONG",
                #""policy": "warn", "source": "s", "grade": "FOUND", "values": [{"code": "c1", "title": "一"}]"#
            ),
    ]

    private static func lint(_ files: [String: String]) throws -> [String] {
        let fixture = try ContractFixture(replacing: sound.merging(files) { $1 })
        return ContractLint.run(directory: fixture.directory.path()).problems.map {
            "\($0.file.split(separator: "/").last ?? "") \($0.key): \($0.message.en)"
        }
    }

    @Test func theFixtureIsSound() throws {
        #expect(try Self.lint([:]) == [])
    }

    @Test func aFieldShorterThanItsPrefixIsRefused() throws {
        let found = try Self.lint([ContractFixture.contractPath: ContractFixture.contract])
        #expect(found == ["contract.json rules[7].field: field NAME is shorter than CASE"])
    }

    @Test(
        arguments: [
            (
                #""list": "W", "grade": "FOUND""#, #""list": "W", "required": true, "grade": "INFERRED""#,
                "contract.json fields[5].required: needs a requiredSource: the field is INFERRED"
            ),
            (#""in": ["9"]"#, #""in": ["99"]"#, "contract.json rules[1].when[1].in[0]: field UNIT can never be 99"),
            (
                #""in": ["9"]"#, #""not-in": ["99"]"#,
                "contract.json rules[1].when[1].not-in[0]: field UNIT can never be 99"
            ),
            (
                #""units": {"0": "1", "1""#, #""units": {"0": "1", "11""#,
                "contract.json rules[6].units.11: field UNIT can never be 11"
            ),
            (
                #""fields": ["NOTE", "UNIT"]"#, #""fields": ["NOTE", "NAME"]"#,
                "contract.json rules[0].fields[1]: field NAME is required anyway"
            ),
            (
                #""id": "silent", "kind": "prefix", "field": "NAME", "prefix": "CASE", "policy": "off""#,
                #""id": "silent", "kind": "one-of", "alternatives": [["NOTE"], ["NAME"]], "policy": "warn""#,
                "contract.json rules[7].alternatives[1]: the fields NAME are required anyway"
            ),
            (
                #""key": ["CASE"]"#, #""key": ["CASE", "NOTE"]"#,
                "contract.json key[1]: field NOTE identifies records and may be missing"
            ),
            (
                #""routing": {"case": "CASE"}"#, #""routing": {"case": "UNIT"}"#,
                "contract.json routing.case: field UNIT tells the case and may be missing"
            ),
            (#""type": "C", "list": "W""#, #""type": "C""#, "W.json : no field uses this list"),
        ] as [(String, String, String)]
    )
    func aContractIsRefused(old: String, new: String, expected: String) throws {
        #expect(ContractFixture.contract.contains(old))
        // The rule `silent` is replaced where that is the mistake.
        let text = old.contains("\"silent\"") ? ContractFixture.contract : Self.contract
        #expect(try Self.lint([ContractFixture.contractPath: text.replacing(old, with: new)]) == [expected])
    }

    @Test(
        arguments: [
            (
                #""policy": "warn", "grade": "FOUND", "values": [{"code": "c1", "title": "一"}]"#,
                "L.json source: a list with values needs a source"
            ),
            (
                #""policy": "warn", "source": "s", "values": [{"code": "c1", "title": "一", "grade": "FOUND"}, {"code": "c2", "title": "二"}]"#,
                "L.json values[1].grade: the code c2 has no grade, and neither has the list"
            ),
            (
                #""policy": "reject", "source": "s", "grade": "FOUND", "values": [{"code": "c1", "title": "一", "grade": "RECALLED"}]"#,
                "L.json policy: must not reject: the code c1 is RECALLED"
            ),
        ]
    )
    func aListIsRefused(members: String, expected: String) throws {
        #expect(try Self.lint([Self.listPath: Self.list("L", members)]) == [expected])
    }

    @Test func fieldsOnlyLimitsNeedASource() throws {
        let found = try Self.lint([
            ContractFixture.contractPath: Self.contract
                .replacing(#""completeness": "full""#, with: #""completeness": "fields-only""#)
                .replacing(#""required": true, "grade""#, with: #""required": true, "requiredSource": "s", "grade""#)
                .replacing(
                    #""length": 3, "list": "A", "grade": "FOUND""#,
                    with: #""length": 3, "list": "A", "grade": "INFERRED""#
                )
                .replacing(
                    #""type": "C", "list": "LONG", "grade""#,
                    with: #""type": "C", "list": "LONG", "required": true, "grade""#
                )
        ])
        #expect(
            Set(found) == [
                "contract.json fields[6].length: limits a field that is not FOUND where only the list of fields is known",
                "contract.json fields[7].required: needs a requiredSource where only the list of fields is known",
            ]
        )
    }

    @Test func groupsThatNobodyUsesAreRefused() throws {
        let common = #"""
            {"groups": [{"id": "platform", "title": {"zh": "平台", "en": "P"}, "fields": [
              {"name": "STAMP", "title": "时间", "type": "T14", "required": true, "grade": "FOUND"}]},
             {"id": "spare", "title": {"zh": "备", "en": "S"}, "fields": [
              {"name": "SPARE", "title": "备", "type": "C", "grade": "FOUND"}]}]}
            """#
        #expect(
            try Self.lint(["national/v9/common.json": common]) == [
                "common.json groups[1].id: no contract uses group spare"
            ]
        )
    }

    @Test func listsOfAProfileAreHeldToTheSame() throws {
        let found = try Self.lint([
            "profiles/here/profile.json":
                #"{"profile": "here", "title": {"zh": "此地", "en": "Here"}, "base": "national/v9", "source": "s"}"#,
            "profiles/here/codelists/X.json": Self.list(
                "X",
                #""policy": "warn", "grade": "FOUND", "values": [{"code": "1", "title": "一"}]"#
            ),
        ])
        #expect(found == ["X.json source: a list with values needs a source", "X.json : no field uses this list"])
    }
}
