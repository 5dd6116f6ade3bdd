import ContractEngine
import Core
import Testing

/// Profiles: what an overlay changes, what it leaves alone, and its mistakes.
struct ProfileTests {
    private static let profile = #"""
        {"profile": "here", "title": {"zh": "此地", "en": "Here"}, "base": "national/v9", "source": "s",
         "options": {OPTIONS},
         "identifiers": [{"id": "uscc", "policy": "off"}],
         "groups": [{"id": "platform", "fields": [{"name": "STAMP", "required": null}]}]}
        """#
    private static let overlay = #"""
        {"contract": "SAMPLE", "ruleVersion": "V7", "source": "s", "remove": ["SOFT", "cap"],
         "fields": [
          {"name": "NAME", "length": 6, "notes": null},
          {"name": "STAMP", "title": "时刻"},
          {"name": "EXTRA", "title": "另加", "type": "C", "length": 2, "required": true, "list": "M", "grade": "FOUND"}],
         "rules": [
          {"id": "window", "policy": "warn"},
          {"id": "added", "kind": "compare", "left": "MONEY", "operator": "<=", "right": "LIMIT", "policy": "reject", "source": "s", "message": {"zh": "不超过", "en": "at most"}}]}
        """#
    private static let list = #"""
        {"id": "M", "name": "表", "complete": true, "status": "confirmed", "policy": "reject", "source": "s",
         "values": [{"code": "m1", "title": "一", "grade": "FOUND"}]}
        """#

    private static func fixture(
        options: String = "",
        overlay: String? = Self.overlay,
        profile: String = Self.profile
    ) throws -> ContractFixture {
        var files = [
            "profiles/here/profile.json": profile.replacing("OPTIONS", with: options),
            "profiles/here/codelists/M.json": list,
        ]
        if let overlay { files["profiles/here/engineering/900-SAMPLE/overlay.json"] = overlay }
        return try ContractFixture(replacing: files)
    }

    private static func program(options: String = "", overlay: String? = Self.overlay) throws -> ContractProgram {
        try #require(
            try fixture(options: options, overlay: overlay).load().program(
                named: "SAMPLE",
                version: nil,
                profile: "here"
            )
        )
    }

    /// Rules of the problems of `record`, errors only unless `warnings`.
    private static func rules(_ record: String, _ program: ContractProgram, warnings: Bool = false) -> [String] {
        var problems = ProblemList()
        var validator = RecordValidator()
        _ = validator.validate(Array(record.utf8), against: program, operation: .add, problems: &problems)
        return problems.problems.filter { warnings || $0.severity == .error }.map(\.rule).sorted()
    }

    @Test func anOverlayReplacesTheKeysItCarries() throws {
        let catalog = try Self.fixture().load()
        let base = try #require(catalog.program(named: "SAMPLE", version: nil))
        let here = try #require(catalog.program(named: "SAMPLE", version: nil, profile: "here"))
        #expect(base.profile == nil && here.profile == "here" && here.isOverlaid)
        #expect(here.ruleVersion == "V7")
        #expect(here.directory == "profiles/here/engineering/900-SAMPLE")
        #expect(base.field(named: "NAME")?.length == 4)
        #expect(here.field(named: "NAME")?.length == 6)
        #expect(here.field(named: "NAME")?.isRequired == true)
        #expect(here.field(named: "STAMP")?.title == "时刻")
        #expect(here.field(named: "STAMP")?.group == "platform")
        #expect(here.field(named: "STAMP")?.isRequired == false)
        #expect(base.field(named: "STAMP")?.isRequired == true)
        #expect(here.field(named: "SOFT") == nil)
        #expect(here.field(named: "EXTRA")?.list == "M")
        #expect(!here.ruleIDs.contains("900.OWNER.uscc") && base.ruleIDs.contains("900.OWNER.uscc"))
        #expect(!here.ruleIDs.contains("900.cap") && here.ruleIDs.contains("900.added"))
        #expect(catalog.profile("here")?.overlaid == ["SAMPLE"])
        #expect(catalog.profile("there") == nil)
        #expect(catalog.program(named: "SAMPLE", version: nil, profile: "there") == nil)
    }

    @Test func theValidatorGoesByTheOverlay() throws {
        let here = try Self.program()
        let good = #"{"CASE": "12345", "NAME": "六个字的名称", "EXTRA": "m1", "OWNER": "nothing", "#
        #expect(Self.rules(good + #""MONEY": "1", "LIMIT": "1"}"#, here) == [])
        #expect(Self.rules(good + #""MONEY": "2", "LIMIT": "1"}"#, here) == ["900.added"])
        #expect(Self.rules(good + #""SOFT": "x"}"#, here) == ["900.unknown"])
        #expect(Self.rules(#"{"CASE": "12345", "NAME": "n", "EXTRA": "m2"}"#, here) == ["900.EXTRA.list"])
        let late = good + #""START": "20260102000000", "FINISH": "20260101000000"}"#
        #expect(Self.rules(late, here) == [])
        #expect(Self.rules(late, here, warnings: true) == ["900.window"])
    }

    /// Each option against the national reading of the same record. A contract without overlay follows them too.
    @Test(
        arguments: [
            (#""fixedLength": "text""#, #""CODES": "c1;c2""#, [], ["900.CODES.length"]),
            (#""fixedLength": "text""#, #""CODES": "c1""#, [], []),
            (#""maximumLength": "items""#, #""NOTE": "123456;123456""#, ["900.NOTE.length"], []),
            (#""maximumLength": "items""#, #""NOTE": "1;1234567""#, ["900.NOTE.length"], ["900.NOTE.length"]),
            (#""emptyItems": "dropped""#, #""CODES": "c1;;c2""#, ["900.CODES.length"], []),
            (#""emptyItems": "dropped""#, #""CODES": ";""#, ["900.CODES.length"], []),
            (#""minus": "counts""#, #""MONEY": "-123""#, [], ["900.MONEY.digits"]),
            (#""minus": "counts""#, #""MONEY": -12.25"#, [], []),
            (#""fraction": "ignored-without-digits""#, #""GRADE": "1.00""#, ["900.GRADE.digits"], ["900.GRADE.list"]),
            (
                #""fraction": "ignored-without-digits""#, #""MONEY": "1.001""#, ["900.MONEY.digits"],
                ["900.MONEY.digits"]
            ),
            (#""unknownFields": "warn""#, #""COLOUR": "red""#, ["900.unknown"], []),
            (#""separator": ",""#, #""CODES": "c1,c2""#, ["900.CODES.length"], []),
            (#""separator": ",""#, #""CODES": "c1;c2""#, [], ["900.CODES.length"]),
        ]
    )
    func optionsReadValuesAnotherWay(option: String, member: String, national: [String], here: [String]) throws {
        let catalog = try Self.fixture(options: option, overlay: nil).load()
        let base = try #require(catalog.program(named: "SAMPLE", version: nil))
        let changed = try #require(catalog.program(named: "SAMPLE", version: nil, profile: "here"))
        #expect(!changed.isOverlaid)
        let record = #"{"CASE": "12345", "NAME": "n", "STAMP": "20260101000000", \#(member)}"#
        #expect(Self.rules(record, base) == national)
        #expect(Self.rules(record, changed) == here)
    }

    /// Values in a row: split into items in the national reading, compared as a whole by other validators.
    @Test func valuesOfARowCanBeComparedAsAWhole() throws {
        let overlay =
            #"{"contract": "SAMPLE", "source": "s", "fields": [{"name": "KIND", "length": 3, "separator": ";"}]}"#
        let record = #"{"CASE": "12345", "NAME": "n", "KIND": "a;b"}"#
        #expect(Self.rules(record, try Self.program(overlay: overlay)) == [])
        #expect(
            Self.rules(record, try Self.program(options: #""values": "text""#, overlay: overlay)) == ["900.KIND.list"]
        )
    }

    @Test func unknownFieldsAreWarnedOfWhereTheyPass() throws {
        let here = try Self.program(options: #""unknownFields": "warn""#, overlay: nil)
        let record = #"{"CASE": "12345", "NAME": "n", "COLOUR": "red"}"#
        #expect(Self.rules(record, here, warnings: true) == ["900.unknown"])
    }

    @Test func emptyItemsThatAreNoneAreNotGivenOut() throws {
        var validator = RecordValidator()
        var problems = ProblemList()
        let record = Array(#"{"CASE": "12345", "NAME": "n", "PART": "a;;b;"}"#.utf8)
        _ = validator.validate(record, against: try Self.program(), operation: .add, problems: &problems)
        #expect(validator.items(of: "PART") == ["a", "", "b"])
        let dropping = try Self.program(options: #""emptyItems": "dropped""#)
        _ = validator.validate(record, against: dropping, operation: .add, problems: &problems)
        #expect(validator.items(of: "PART") == ["a", "b"])
    }

    /// Every mistake at once, with file and key.
    @Test func mistakesAreAllReported() throws {
        let overlay = #"""
            {"contract": "SAMPLE", "number": 7, "remove": ["NOTHING", "KIND"], "colour": 1,
             "fields": [{"name": "NAME", "length": 0}, {"name": "NAME"}, {"name": "HALF", "title": "半"},
                        {"name": "DARK", "list": "X"}],
             "rules": [{"id": "window", "kind": "prefix"}]}
            """#
        let profile = Self.profile.replacing(#""policy": "off""#, with: #""policy": "no""#)
            .replacing(#""id": "platform", "fields""#, with: #""id": "nowhere", "fields""#)
        do {
            _ = try Self.fixture(options: #""minus": "sometimes", "plus": 1"#, overlay: overlay, profile: profile)
                .load()
            Issue.record("loaded")
        } catch let error as ContractLoadFailure {
            let found = Set(error.problems.map { "\($0.file): \($0.key): \($0.message.en)" })
            let place = "profiles/here/engineering/900-SAMPLE/overlay.json: "
            for expected in [
                "profiles/here/profile.json: options.minus: must be one of free, counts",
                "profiles/here/profile.json: options.plus: unknown key",
                "profiles/here/profile.json: identifiers[0].policy: must be one of off, warn, reject",
                "profiles/here/profile.json: groups[0].id: there is no group nowhere",
                place + "number: must be that of the contract below",
                place + "source: is missing",
                place + "remove[0]: there is no field or rule NOTHING",
                place + "colour: unknown key",
                place + "fields[0].length: must be an integer of at least 1",
                place + "fields[1].name: NAME occurs twice",
                place + "fields[2].type: is missing",
                place + "fields[2].grade: is missing",
                place + "fields[3].list: there is no code list X",
                place + "rules[0].field: is missing",
                "national/v9/engineering/900-SAMPLE/contract.json: rules[0].when[0].field: in profile here: there is no field KIND",
            ] {
                #expect(found.contains(expected), "\(expected)")
            }
        }
    }

    @Test(
        arguments: [
            (#""base": "national/v9""#, #""base": "national/v8""#, "base: there is no edition national/v8"),
            (#""profile": "here""#, #""profile": "there""#, "profile: must be the name of the directory"),
            (#""source": "s","#, "", "source: is missing"),
        ]
    )
    func mistakesOfTheProfileFile(old: String, new: String, expected: String) throws {
        do {
            _ = try Self.fixture(profile: Self.profile.replacing(old, with: new)).load()
            Issue.record("loaded")
        } catch let error as ContractLoadFailure {
            #expect(error.problems.map { "\($0.key): \($0.message.en)" } == [expected])
        }
    }

    @Test func anOverlayStandsWhereItsContractDoes() throws {
        do {
            _ = try ContractFixture(replacing: [
                "profiles/here/profile.json": Self.profile.replacing("OPTIONS", with: ""),
                "profiles/here/codelists/M.json": Self.list,
                "profiles/here/engineering/901-SAMPLE/overlay.json": Self.overlay,
                "profiles/here/engineering/902-OTHER/overlay.json": #"{"contract": "OTHER", "source": "s"}"#,
                "profiles/here/engineering/903-EMPTY/samples.json": "{}",
            ]).load()
            Issue.record("loaded")
        } catch let error as ContractLoadFailure {
            #expect(
                error.problems.map { "\($0.key): \($0.message.en)" } == [
                    "contract: must stand in engineering/900-SAMPLE", "contract: there is no data set OTHER",
                    ": the overlay file is missing",
                ]
            )
        }
    }
}
