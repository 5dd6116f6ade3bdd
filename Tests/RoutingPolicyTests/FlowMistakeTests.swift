import Core
import Foundation
import Testing

@testable import RoutingPolicy

/// Mistakes in the shipped flow table are told with line and column, all at once.
struct FlowMistakeTests {
    /// What is replaced by what, with `§` before the place of the mistake, and the key of it.
    private static let mistakes: [(old: String, new: String, key: String)] = [
        (#""number": 100, "#, #"§"number": "100", "#, "datasets[0].number"),
        (#"{"number": 404, "#, #"{"number": 404, §"colour": 1, "#, "datasets[29].colour"),
        (#""from": "supervision""#, #"§"from": "oversight""#, "flows[2].from"),
        (#""until": "settled""#, #"§"until": "sometime""#, "sealed[2].until"),
        (
            #""fact": "publicised", "sections": "BID_SECTION_CODES""#, #""fact": "publicised", §"sections": 7"#,
            "facts[3].sections"
        ),
        (#"{"name": "RELATE_CODE"}"#, #"{§"name": "PROJECT_NAME"}"#, "views[0].fields[3].name"),
        (
            #"{"name": "INVEST_PROJECT_CODE"}"#, #"{"name": "INVEST_PROJECT_CODE", §"mask": "half"}"#,
            "views[0].fields[4].mask"
        ),
    ]

    @Test func everyMistakeIsFoundInItsPlace() throws {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Contracts/flows/national.json")
        var text = try String(contentsOf: shipped, encoding: .utf8)
        for mistake in Self.mistakes {
            let range = try #require(text.range(of: mistake.old), "\(mistake.old)")
            text.replaceSubrange(range, with: mistake.new)
        }
        var expected: Set<String> = []
        var line = 1
        var column = 1
        var plain = ""
        var places: [(Int, Int)] = []
        for scalar in text.unicodeScalars {
            if scalar == "§" {
                places.append((line, column))
                continue
            }
            plain.unicodeScalars.append(scalar)
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        // The table above is in the order of the file.
        #expect(places.count == Self.mistakes.count)
        for (place, mistake) in zip(places, Self.mistakes) { expected.insert("\(place.0):\(place.1) \(mistake.key)") }
        let (table, problems) = FlowTable.load(Data(plain.utf8), name: "national.json")
        #expect(table == nil)
        let found = Set(problems.map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0) \($0.key)" })
        #expect(found.isSuperset(of: expected), "\(expected.subtracting(found)) of \(found)")
        #expect(problems.allSatisfy { $0.place != nil })
    }

    /// A term of acknowledgement is 1 to 43,200 minutes (docs/specs/policy.md §2); a number that is none in milliseconds is
    /// refused as well, and ends nothing.
    @Test(arguments: [(0, false), (1, true), (43_200, true), (43_201, false), (Int.max, false), (Int.min, false)])
    func anAcknowledgementHasATerm(minutes: Int, isTaken: Bool) throws {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Contracts/flows/national.json")
        let text = try String(contentsOf: shipped, encoding: .utf8)
        let given = try #require(text.firstMatch(of: /"withinMinutes": \d+/)).range
        let (table, problems) = FlowTable.load(
            Data(text.replacingCharacters(in: given, with: "\"withinMinutes\": \(minutes)").utf8),
            name: "national.json"
        )
        #expect((table != nil) == isTaken)
        #expect(problems.map(\.key) == (isTaken ? [] : ["acknowledgements[0].withinMinutes"]))
    }
}
