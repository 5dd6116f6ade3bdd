import Core
import Testing

struct ConfigurationDocumentTests {
    /// The problem of `text`; nil when it is accepted.
    private static func problem(_ text: String) -> ConfigurationProblem? {
        do throws(ConfigurationProblem) {
            _ = try ConfigurationDocument.parse(Array(text.utf8), file: "f.json")
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("{\"a\": 1,\n }", "line 2, column 2"), ("[1, 2,]", "line 1, column 7"), ("{\"a\" 1}", "line 1, column 6"),
            ("", "line 1, column 1"), ("{}x", "line 1, column 3"), ("{\n\n  a: 1}", "line 3, column 3"),
        ]
    )
    func refusesWhatIsNotJSONWithItsPlace(text: String, place: String) throws {
        let problem = try #require(Self.problem(text))
        #expect(problem.code == .notJSON)
        #expect(problem.key.isEmpty)
        #expect(problem.message.en.contains(place))
    }

    @Test(
        arguments: [
            (#"{"a": 1, "a": 2}"#, "a", "line 1, column 10"),
            (#"{"platforms": [{"id": 1}, {"id": 1, "id": 2}]}"#, "platforms[1].id", "column 37"),
            (#"{"units": {"0": 1, "0": 2}}"#, "units.0", "column 20"),
            (#"{"a/b~c": {"x": 1, "x": 2}}"#, "a/b~c.x", "column 20"),
        ]
    )
    func refusesARepeatedKeyWithItsPlace(text: String, key: String, place: String) throws {
        let problem = try #require(Self.problem(text))
        #expect(problem.code == .duplicate)
        #expect(problem.key == key)
        #expect(problem.message.en.contains(place))
    }

    @Test func acceptsTheRest() {
        #expect(Self.problem(#"{"a": [{"b": 1}, {"b": 1}]}"#) == nil)
    }
}
