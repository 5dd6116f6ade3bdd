import ContractEngine
import Core
import Testing

/// Rows, targets, lists, operations and rest of docs/specs/dialect.md §4 and §5.
struct RowTests {
    @Test func rowsThatShareABeginningBuildOneObjectAndEmptyOnesAreLeftOut() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [
             {"to": "/a/b/c", "from": "CASE"}, {"to": "/z", "from": "KIND"}, {"to": "/a/d", "from": "NAME"},
             {"to": "/e/f/g", "from": "UNIT"}, {"to": "/l/-", "from": "CASE"}, {"to": "/l/-", "from": "UNIT"},
             {"to": "/m/-", "rows": [{"to": "/n", "from": "UNIT"}]}]
            """#
        )
        #expect(
            try fixture.write(#"{"NAME": "n", "KIND": "k", "CASE": "c"}"#).text
                == #"{"a":{"b":{"c":"c"},"d":"n"},"z":"k","l":["c"]}"#
        )
    }

    @Test func constantsDefaultsAndConditions() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [
             {"to": "/v", "constant": {"deep": [1, null, "x"]}},
             {"to": "/d", "from": "UNIT", "default": 7},
             {"to": "/k", "from": "NAME", "when": [{"field": "KIND", "in": ["a"]}]},
             {"to": "/k", "constant": "none", "when": [{"field": "KIND", "not-in": ["b"]}]},
             {"to": "/k", "constant": "last"},
             {"to": "/s", "from": "CASE", "when": [{"field": "CODES", "starts": "c2"}]},
             {"to": "/p", "from": "CASE", "when": [{"field": "NOTE", "present": false}]}]
            """#
        )
        #expect(
            try fixture.write(#"{"NAME": "n", "KIND": "a", "CASE": "c", "CODES": "c1;c2"}"#).text
                == #"{"v":{"deep":[1,null,"x"]},"d":7,"k":"n","s":"c","p":"c"}"#
        )
        #expect(
            try fixture.write(#"{"KIND": "b", "UNIT": "u", "CODES": "c1", "NOTE": "x"}"#).text
                == #"{"v":{"deep":[1,null,"x"]},"d":"u","k":"last"}"#
        )
        #expect(try fixture.write(#"{"CASE": "c"}"#).text?.contains(#""k":"none""#) == true)
    }

    @Test func concatAndFirst() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [
             {"to": "/c", "concat": ["CASE", {"text": "/\""}, {"from": "NAME", "as": ["upper"]}]},
             {"to": "/f", "first": ["UNIT", {"from": "KIND", "as": [{"codes": "dropped"}]}, {"text": "?"}]}]
            """#
        )
        #expect(try fixture.write(#"{"CASE": "1", "NAME": "n", "KIND": "a"}"#).text == #"{"c":"1/\"N","f":"alpha"}"#)
        #expect(try fixture.write(#"{"CASE": "1", "KIND": "b"}"#).text == #"{"f":"?"}"#)
    }

    @Test func eachRunsOverParallelFields() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [
             {"to": "/lots", "each": {"items": ["CODES", "NOTE"], "by": ";"}, "rows": [
              {"to": "/id", "from": "$0"}, {"to": "/in/note", "from": "$1"}, {"to": "/case", "from": "CASE"}]},
             {"to": "/names", "each": {"items": ["PART"], "by": ";"}, "value": {"from": "$0", "as": ["upper"]}},
             {"to": "/all/-", "rows": [{"to": "/id", "from": "CASE"}], "unique": "/id"},
             {"to": "/all/-", "each": {"items": ["CODES"], "by": ";"}, "rows": [{"to": "/id", "from": "$0"}], "unique": "/id"}]
            """#
        )
        #expect(
            try fixture.write(#"{"CASE": "c1", "CODES": "c1;c2;c2;", "NOTE": "x;;z", "PART": "p;q"}"#).text
                == #"{"lots":[{"id":"c1","in":{"note":"x"},"case":"c1"},{"id":"c2","case":"c1"},"#
                + #"{"id":"c2","in":{"note":"z"},"case":"c1"}],"names":["P","Q"],"all":[{"id":"c1"},{"id":"c2"}]}"#
        )
        #expect(try fixture.write(#"{"CASE": "c", "PART": "p"}"#).text == #"{"names":["P"],"all":[{"id":"c"}]}"#)
        #expect(
            try fixture.write(#"{"CODES": "c1;c2", "NOTE": "x"}"#).problems
                == ["rule_comparison /NOTE probe.SAMPLE./lots"]
        )
    }

    /// What a record says once is not to become a hundred gigabytes by being said for each of its items.
    @Test func outputIsBounded() throws {
        let fixture = try DialectFixture(
            #"""
            "write": [{"to": "/l", "each": {"items": ["CODES"], "by": ";"}, "rows": [{"to": "/n", "from": "NAME"}]}]
            """#
        )
        let items = String(repeating: "a;", count: 200_000)
        let name = String(repeating: "n", count: 500_000)
        let outcome = try fixture.write(#"{"CODES": "\#(items)", "NAME": "\#(name)"}"#)
        #expect(outcome.text == nil)
        #expect(outcome.problems.contains("payload_too_large  probe.SAMPLE"))
    }

    @Test func listsAreReadByPosition() throws {
        let fixture = try DialectFixture(
            #"""
            "read": [
             {"to": "CODES", "from": "/lots/*/id", "as": [{"join": ";"}]},
             {"to": "NOTE", "from": "/lots/*/in/note", "as": [{"join": ";"}]},
             {"to": "NAME", "from": "/names/*", "as": [{"item": 1}]}]
            """#
        )
        #expect(
            try fixture.read(
                #"{"lots": [{"id": "1", "in": {"note": "x"}}, {"id": "2"}, {"id": null, "in": {"note": "z"}}], "names": ["a", "b"]}"#
            ).text == #"{"CODES":"1;2;","NOTE":"x;;z","NAME":"b"}"#
        )
        #expect(try fixture.read(#"{"lots": [], "names": ""}"#).text == "{}")
        #expect(try fixture.read(#"{"lots": {}}"#).problems == ["field_type /lots probe.SAMPLE./lots"])
        #expect(try fixture.read(#"{"lots": [{"id": {}}]}"#).problems == ["field_type /lots/*/id probe.SAMPLE.CODES"])
        #expect(
            try fixture.read(#"{"lots": [{"no": 1}]}"#).problems == ["field_unknown /lots/*/no probe.SAMPLE.unknown"]
        )
    }

    @Test func placeholdersAndZeroDatesAreNotWritten() throws {
        let fixture = try DialectFixture(
            #""both": [{"national": "START", "foreign": "/s"}, {"national": "NAME", "foreign": "/n"}]"#,
            extra: #", "placeholders": ["-", "无"]"#
        )
        #expect(try fixture.write(#"{"START": "00000000000000", "NAME": "0"}"#).text == #"{"n":"0"}"#)
        // What the dialect itself takes for nothing is nothing; zeros are for the validator to remark upon.
        #expect(try fixture.read(#"{"s": "00000000", "n": "无"}"#).text == #"{"START":"00000000"}"#)
        #expect(try fixture.read(#"{"s": "-", "n": "--"}"#).text == #"{"NAME":"--"}"#)
    }

    @Test func restGivesEveryOtherFieldAPlace() throws {
        func outcome(_ rest: String, _ record: String) throws -> DialectFixture.Outcome {
            try DialectFixture(
                #""both": [{"national": "CASE", "foreign": "/id"}], "body": "/b", "rest": \#(rest), "unmapped": {"NOTE": "no place"}"#
            ).write(record)
        }
        let record = #"{"CASE": "c", "NAME": "n", "NOTE": "gone", "STAMP": "s"}"#
        #expect(try outcome(#""copy""#, record).text == #"{"id":"c","b":{"NAME":"n","STAMP":"s"}}"#)
        #expect(try outcome(#""camel-case""#, record).text == #"{"id":"c","b":{"name":"n","stamp":"s"}}"#)
        #expect(try outcome(#"{"prefix": "N_"}"#, record).text == #"{"id":"c","b":{"N_NAME":"n","N_STAMP":"s"}}"#)
        #expect(try outcome(#""copy""#, #"{"CASE": "c", "MORE_OF": 1}"#).text == #"{"id":"c","b":{"MORE_OF":1}}"#)
        #expect(
            try outcome(#""camel-case""#, #"{"CASE": "c", "MORE_OF": 1}"#).text == #"{"id":"c","b":{"moreOf":1}}"#
        )
        #expect(
            try outcome(#""refuse""#, record).problems
                == ["field_unknown /NAME probe.SAMPLE.unknown", "field_unknown /STAMP probe.SAMPLE.unknown"]
        )
        #expect(try outcome(#""copy""#, #"{"MORE": {}}"#).problems == ["field_type /MORE probe.SAMPLE.unknown"])
        // Two members that would get one name, or the name of a row, are not written twice.
        #expect(
            try outcome(#""camel-case""#, #"{"MORE_OF": 1, "MORE__OF": 2}"#).problems
                == ["field_unknown /MORE__OF probe.SAMPLE.unknown"]
        )
    }

    @Test func restIsReadBack() throws {
        let fixture = try DialectFixture(
            #""both": [{"national": "CASE", "foreign": "/id"}], "body": "/b", "rest": "camel-case", "ignored": {"/x": "not ours"}"#
        )
        #expect(
            try fixture.read(#"{"id": "c", "b": {"name": "n", "moreOf": "m"}, "x": [{}]}"#).text
                == #"{"CASE":"c","NAME":"n","MORE_OF":"m"}"#
        )
        #expect(
            try fixture.read(#"{"id": "c", "b": {"Name": "n"}}"#).problems
                == ["field_unknown /Name probe.SAMPLE.unknown"]
        )
        #expect(try fixture.read(#"{"y": 1}"#).problems == ["field_unknown /y probe.SAMPLE.unknown"])
        #expect(try fixture.read(#"{"b": 1}"#).problems == ["field_type /b probe.SAMPLE./b"])
    }

    @Test func operationsHaveTheirOwnRows() throws {
        let fixture = try DialectFixture(
            #"""
            "both": [{"national": "@DATA_KEY", "foreign": "/key"}, {"national": "@DATA_TYPE", "foreign": "/type"}],
            "write": [{"to": "/case", "from": "CASE"}, {"to": "/name", "from": "NAME", "default": "?"},
             {"to": "/version", "constant": 1, "operations": ["add", "change"]}, {"to": "/new", "constant": true}],
            "read": [{"to": "CASE", "from": "/case"}], "ignored": {"/name": "x", "/version": "x", "/new": "x"},
            "mandatory": ["/case"]
            """#
        )
        #expect(
            try fixture.write(#"{"@DATA_KEY": "k", "CASE": "c"}"#).text
                == #"{"key":"k","type":"1","case":"c","name":"?","version":1,"new":true}"#
        )
        #expect(try fixture.write(#"{"NAME": "n"}"#).problems == ["field_missing  probe.SAMPLE./case"])
        #expect(
            try fixture.write(#"{"NAME": "n"}"#, operation: .change).text == #"{"type":"2","name":"n","version":1}"#
        )
        #expect(try fixture.write("", operation: .delete).text == #"{"type":"3"}"#)
        #expect(try fixture.write("null", operation: .delete).text == #"{"type":"3"}"#)
        let deleted = try fixture.read(#"{"type": "3", "key": "k", "case": "c"}"#)
        #expect(deleted.text == "")
        #expect(deleted.title[.dataKey] == "k")
        #expect(deleted.title.operation == .delete)
        #expect(try fixture.read(#"{"type": "2", "case": "c"}"#).title.operation == .change)
        let unknown = try fixture.read(#"{"type": "4", "case": "c"}"#)
        #expect(unknown.problems == ["field_code /type probe.SAMPLE.@DATA_TYPE"])
    }

    @Test func aDialectWithoutTitleCannotSayADelete() throws {
        let fixture = try DialectFixture(#""write": [{"to": "/case", "from": "CASE"}]"#)
        #expect(try fixture.write("", operation: .delete).problems == ["translation_failed  probe.SAMPLE"])
    }

    @Test(arguments: [
        ("[]", "record_not_object  probe.SAMPLE"), ("", "json_syntax  json.syntax"), ("{", "json_syntax  json.syntax"),
        (#"{"CASE": 1, "CASE": 2}"#, "json_duplicate_key /CASE json.duplicate-key"),
    ])
    func badRecordsAreRefused(record: String, problem: String) throws {
        let fixture = try DialectFixture(#""write": [{"to": "/case", "from": "CASE"}]"#)
        #expect(try fixture.write(record).problems == [problem])
    }
}
