import ContractEngine
import Core
import Testing

/// Mistakes in what version 1.1 of the contract format added.
struct NoticeLoadTests {
    @Test(
        arguments: [
            (#""number": null, "#, "", ["number: is missing"]),
            (#""number": null"#, #""number": 0"#, ["number: must be an integer of at least 1"]),
            (#""fields-only""#, #""fields""#, ["completeness: must be one of full, fields-only, partial"]),
            (#""source": "s","#, "", ["source: is missing"]),
            (
                #""minLength": 3, "grade": "FOUND""#, #""minLength": 3"#,
                ["fields[1].grade: is missing"]
            ),
            (
                #""minLength": 3, "grade": "FOUND""#, #""minLength": 3, "grade": "SURE""#,
                [
                    "fields[1].grade: must be one of FOUND, LABEL_SUPPLIED, INFERRED, RECALLED"
                ]
            ),
            (
                #""length": 4, "minLength": 2"#, #""length": 4, "minLength": 5"#,
                ["fields[2].minLength: must not be more than length"]
            ),
            (
                #""length": 4, "minLength": 2"#, #""length": 4, "fixed": true, "minLength": 2"#,
                ["fields[2].minLength: cannot stand beside fixed"]
            ),
            (#""type": "T12""#, #""type": "T12", "minLength": 1"#, ["fields[3].minLength: is for type C only"]),
            (
                #""type": "T12""#, #""type": "T12", "placeholder": "now""#,
                ["fields[3].placeholder: must be one of today"]
            ),
            (
                #""digits": [2, 0]"#, #""digits": [2, 0], "placeholder": "today""#,
                ["fields[4].placeholder: is for dates only"]
            ),
            (#""minLength": 3"#, #""minLength": 3, "suspect": true"#, ["fields[1].suspect: needs a code list"]),
            (
                #""minLength": 3"#, #""minLength": 3, "requiredSource": "s""#,
                ["fields[1].requiredSource: is for a required field only"]
            ),
            (
                #""kind": "filing-held""#, #""kind": "held""#,
                [
                    "registration[4].kind: must be one of unique, immutable, parent, repeat, deal-code-when-no-section, filing-held"
                ]
            ),
            (#""field": "CASE", "operation": "add""#, #""operation": "add""#, ["registration[0].field: is missing"]),
            (
                #""field": "CASE", "operation": "add""#, #""field": "CASE", "operation": "insert""#,
                ["registration[0].operation: must be one of add, change, delete"]
            ),
            (#""contract": "SAMPLE", "field""#, #""field""#, ["registration[2].contract: is missing"]),
            (
                #""contract": "SAMPLE", "field""#, #""contract": "NONE", "field""#,
                ["registration[2].contract: there is no data set NONE"]
            ),
            (
                #""field": "CASE", "operation": "add""#, #""field": "KASE", "operation": "add""#,
                ["registration[0].field: there is no field KASE"]
            ),
            (
                #""name": "DATA_TIMESTAMP""#, #""name": "TIMESTAMP""#,
                ["fields[10].placeholder: placeholder needs a date field DATA_TIMESTAMP"]
            ),
            (
                #""fields": ["BODY", "STAMP"]"#, #""fields": ["BODY"], "contract": "SAMPLE""#,
                ["registration[3].contract: does not belong to a rule of this kind"]
            ),
        ] as [(String, String, [String])]
    )
    func aMistakeIsNamed(old: String, new: String, expected: [String]) throws {
        #expect(NoticeFixture.contract.contains(old))
        let fixture = try NoticeFixture.fixture(replacing: [
            NoticeFixture.contractPath: NoticeFixture.contract.replacing(old, with: new)
        ])
        let failure = #expect(throws: ContractLoadFailure.self) { try fixture.load() }
        #expect(failure?.problems.map { "\($0.key): \($0.message.en)" } == expected)
    }

    @Test(
        arguments: [
            (#""-", "无""#, #""-", " 无""#, "texts[1]:  无 must have no blanks around it and at most 32 characters"),
            (#""00000000","#, #""0000","#, "dates[1]: 0000 must have 8, 12 or 14 digits"),
            (#""warn""#, #""maybe""#, "policy: must be one of off, warn, reject"),
            (#", "source": "s""#, "", "source: is missing"),
        ]
    )
    func placeholdersAreChecked(old: String, new: String, expected: String) throws {
        let text = NoticeFixture.placeholders("warn")
        #expect(text.contains(old))
        let fixture = try NoticeFixture.fixture(replacing: [
            NoticeFixture.placeholdersPath: text.replacing(old, with: new)
        ])
        let failure = #expect(throws: ContractLoadFailure.self) { try fixture.load() }
        #expect(failure?.problems.map { "\($0.key): \($0.message.en)" } == [expected])
    }

    @Test func theDirectoryOfADataSetWithoutNumberIsItsName() throws {
        let fixture = try ContractFixture(replacing: [
            "national/v9/engineering/7-NOTICE/contract.json": NoticeFixture.contract
        ])
        let failure = #expect(throws: ContractLoadFailure.self) { try fixture.load() }
        #expect(failure?.problems.map(\.message.en) == ["the directory must be called NOTICE"])
    }
}
