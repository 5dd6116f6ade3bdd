import ContractEngine
import Core
import Foundation
import Testing

/// The runner of golden samples and the lint: that they can fail.
struct SampleSuiteTests {
    private static let samplesPath = "national/v9/engineering/900-SAMPLE/samples.json"

    private func report(_ samples: String) throws -> [String] {
        let fixture = try ContractFixture(replacing: [Self.samplesPath: samples])
        let catalog = try fixture.load()
        return SampleSuite(directory: fixture.directory.path(), catalog: catalog).run().problems.map {
            "\($0.key): \($0.message.en)"
        }
    }

    private func lint(replacing old: String, with new: String) throws -> [String] {
        #expect(ContractFixture.contract.contains(old))
        let fixture = try ContractFixture(replacing: [
            ContractFixture.contractPath: ContractFixture.contract.replacing(old, with: new),
            Self.samplesPath: #"{"accept": [], "reject": []}"#,
        ])
        return ContractLint.run(directory: fixture.directory.path()).problems.map { "\($0.key): \($0.message.en)" }
    }

    @Test func samplesAreComparedExactly() throws {
        let found = try report(
            #"""
            {"accept": [
              {"name": "base", "record": {"CASE": "A0001", "NAME": "名", "STAMP": "20260102030405", "NOTE": "x"}},
              {"name": "warned", "base": "base", "patch": {"SOFT": "zz"}, "problems": [{"code": "field_code", "pointer": "/SOFT", "rule": "900.SOFT.list", "severity": "warning"}]},
              {"name": "silent warning", "base": "base", "patch": {"SOFT": "zz"}},
              {"name": "refused", "base": "base", "patch": {"CASE": null}}],
             "reject": [
              {"name": "no case", "base": "base", "patch": {"CASE": null}, "problems": [{"code": "field_missing", "pointer": "/CASE", "rule": "900.CASE.required", "severity": "error"}]},
              {"name": "nothing wrong", "base": "base", "patch": {"NOTE": "y"}, "problems": [{"code": "field_length", "pointer": "/NOTE", "rule": "900.NOTE.length", "severity": "error"}]},
              {"name": "removed twice", "base": "base", "patch": {"KIND": null}, "problems": []},
              {"name": "delete", "operation": "delete", "problems": []}]}
            """#
        )
        #expect(
            found.filter { !$0.contains("no sample shows") } == [
                "reject[2].patch.KIND: the base has no such field",
                "accept[2]: sample silent warning has the unexpected problem field_code /SOFT 900.SOFT.list warning",
                "accept[3]: sample refused is refused",
                "accept[3]: sample refused has the unexpected problem field_missing /CASE 900.CASE.required error",
                "reject[1]: sample nothing wrong is accepted",
                "reject[1].problems[0]: sample nothing wrong lacks the problem field_length /NOTE 900.NOTE.length error",
                "reject[2]: sample removed twice is accepted", "reject[3]: sample delete is accepted",
            ]
        )
        #expect(found.contains("reject: no sample shows rule 900.NAME.required"))
        #expect(!found.contains("reject: no sample shows rule 900.CASE.required"))
        #expect(!found.contains("reject: no sample shows rule 900.SOFT.list"))
    }

    @Test func aContractWithoutSamplesFails() throws {
        let fixture = try ContractFixture()
        let report = SampleSuite(directory: fixture.directory.path(), catalog: try fixture.load()).run()
        #expect(report.contracts == 1 && report.fields == 19 && report.samples == 0)
        #expect(report.problems.contains { $0.message.en == "the file of samples is missing" })
    }

    @Test(
        arguments: [
            (#""in": ["c1"]"#, #""in": ["c9"]"#, ["rules[0].when[1].in[0]: field CODES can never be c9"]),
            (#""in": ["9"]"#, #""in": ["99"]"#, ["rules[1].when[1].in[0]: field UNIT can never be 99"]),
            (
                #""units": {"0": "1", "1""#, #""units": {"0": "1", "11""#,
                ["rules[6].units.11: field UNIT can never be 11"]
            ),
            (
                #""fields": ["NOTE", "UNIT"]"#, #""fields": ["NAME"]"#,
                ["rules[0].fields[0]: field NAME is required anyway"]
            ),
            (
                #""length": 5, "fixed": true, "required": true"#, #""length": 5, "fixed": true"#,
                [
                    "key[0]: field CASE identifies records and may be missing"
                ]
            ),
            (#""type": "C", "list": "W", "grade""#, #""type": "C", "grade""#, [": no field uses this list"]),
        ] as [(String, String, [String])]
    )
    func theLintFinds(old: String, new: String, expected: [String]) throws {
        let usual = try lint(replacing: #""id": "silent""#, with: #""id": "quiet""#)
        #expect(try lint(replacing: old, with: new).filter { !usual.contains($0) } == expected)
    }
}
