import Core
import Testing

/// Keys of problems are found again in the text of the file.
struct ConfigurationPlacesTests {
    private static let text = """
        {
          "名": 1, "rows": [
            {"id": "a",
             "tags": ["x", "y"]},
            {"id": "b"}],
          "a": {"b": 1},
          "a.b": 2,
          "es\\u0063aped": {"": 0, "x[0]": 1}
        }
        """

    /// Lines and columns counted by hand.
    @Test(arguments: [
        ("", 1, 1), ("名", 2, 3), ("rows", 2, 11), ("rows[0]", 3, 5), ("rows[0].id", 3, 6), ("rows[0].tags[1]", 4, 20),
        ("rows[1].id", 5, 6), ("a.b", 7, 3), ("a", 6, 3), ("escaped", 8, 3), ("escaped.", 8, 20),
        ("escaped.x[0]", 8, 27),
        // What is not there is told at the innermost thing around it.
        ("rows[1].tags", 5, 5), ("rows[7].id", 2, 11), ("rows[0].tags[0].deeper", 4, 15), ("nothing.at.all", 1, 1),
        ("rows[0].idx", 3, 5), ("rows[99999999999999999999]", 2, 11), ("rows[-1]", 2, 11), ("rows[", 2, 11),
    ])
    func aKeyIsFound(key: String, line: Int, column: Int) throws {
        let place = try #require(ConfigurationPlaces(Array(Self.text.utf8))).place(of: key)
        #expect(place.line == line && place.column == column, "\(place)")
    }

    @Test func aTextThatIsNoJSONHasNone() {
        #expect(ConfigurationPlaces(Array("{".utf8)) == nil)
    }

    @Test func faultsOfTheTextHaveTheirOwn() {
        for (text, line, column) in [("{\n \"a\": 1,\n}", 3, 1), ("{\"a\": 1,\n  \"a\": 2}", 2, 3), ("", 1, 1)] {
            do throws(ConfigurationProblem) {
                _ = try ConfigurationDocument.parse(Array(text.utf8), file: "f")
                Issue.record("parsed \(text)")
            } catch {
                #expect(error.place?.line == line && error.place?.column == column, "\(text): \(error)")
            }
        }
    }
}
