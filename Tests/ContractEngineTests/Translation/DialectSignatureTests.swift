import ContractEngine
import Core
import Foundation
import Testing

/// A payload says what it is (docs/specs/dialect.md §8).
struct DialectSignatureTests {
    private static func dialect(_ id: String, _ format: String, _ signs: String) -> (String, String) {
        (
            "dialects/\(id)/dialect.json",
            #"{"dialect": "\#(id)", "title": {"zh": "试", "en": "Probe"}, "format": "\#(format)", "source": "test", "signs": \#(signs)}"#
        )
    }

    private static func signature() throws -> DialectSignature {
        let files = [
            dialect("national", "json", #"[{"keys": "upper"}]"#),
            dialect("title", "json", #"[{"members": ["/TITLE/DATA_EN"]}]"#),
            dialect("camel", "json", #"[{"keys": "camel", "members": ["/version"]}, {"keys": "camel"}]"#),
            dialect("des", "xml", #"[{"root": "DES"}]"#),
            dialect("des-new", "xml", #"[{"root": "DES", "members": ["/HEAD/V"]}]"#),
            dialect("flat", "xml", ##"[{"root": "#mappings"}]"##),
            (
                "dialects/flat/mappings/SAMPLE.json",
                #"{"dataset": "SAMPLE", "source": "test", "root": "NOTICE", "rest": "copy"}"#
            ),
        ]
        let fixture = try ContractFixture(replacing: Dictionary(uniqueKeysWithValues: files))
        let signature = DialectSignature(directory: fixture.directory.path())
        return signature
    }

    @Test(arguments: [
        (#"{"A_1": 1, "@DATA_KEY": 2}"#, "national"), (#"{"A": 1, "b": 2}"#, nil), ("{}", nil), ("[]", nil),
        (#"{"TITLE": {"DATA_EN": "X"}, "CONTEXT": {}}"#, "title"), (#"{"caseCode": 1}"#, "camel"),
        ("<DES/>", "des"), ("\u{feff}<?xml version='1.0'?><!-- c --> <DES a='1'>", "des"),
        ("<DES><HEAD><V>1</V></HEAD></DES>", "des-new"), ("<NOTICE></NOTICE>", "flat"), ("<OTHER/>", nil),
        ("<!DOCTYPE DES><DES/>", nil), ("", nil), ("  ", nil), ("<", nil), ("no", nil),
    ])
    func recognises(payload: String, dialect: String?) throws {
        #expect(try Self.signature().dialect(of: Array(payload.utf8)) == dialect)
    }

    @Test func accusesOnlyWithEvidence() throws {
        let signature = try Self.signature()
        let title = Array(#"{"TITLE": {"DATA_EN": "X"}}"#.utf8)
        let problem = try #require(signature.mismatch(title, expected: "national"))
        #expect(problem.code == .dialectMismatch)
        #expect(problem.rule == "dialect.title")
        #expect(signature.mismatch(title, expected: "title") == nil)
        // The form of the keys alone is no evidence.
        #expect(signature.mismatch(Array(#"{"caseCode": 1}"#.utf8), expected: "national") == nil)
        #expect(signature.mismatch(Array(#"{"caseCode": 1, "version": 2}"#.utf8), expected: "national") != nil)
    }
}
