import Core
import Testing

@testable import ContractEngine

/// Patterns of exported schemas against the rules that they stand for.
struct PatternTextTests {
    /// Every month and day of years around which leap years go wrong, and the years at both ends.
    @Test(arguments: [0, 1, 4, 96, 100, 400, 1600, 1700, 1900, 2000, 2023, 2024, 2100, 9996, 9999])
    func datesMatchWhenTheyExist(year: Int) throws {
        let pattern = try Regex(PatternText.date)
        for month in 0...13 {
            for day in 0...32 {
                let text = padded(year, 4) + padded(month, 2) + padded(day, 2)
                let exists = CivilDate(year: year, month: month, day: day) != nil
                #expect((try pattern.wholeMatch(in: text) != nil) == exists, "\(text)")
            }
        }
    }

    @Test func everyYearHasItsLeapDay() throws {
        let pattern = try Regex(PatternText.date)
        for year in 0...9999 {
            let exists = CivilDate(year: year, month: 2, day: 29) != nil
            #expect((try pattern.wholeMatch(in: padded(year, 4) + "0229") != nil) == exists, "\(year)")
        }
    }

    @Test(arguments: [
        ("000000", true), ("235959", true), ("240000", false), ("236000", false), ("235960", false), ("2359", false),
    ])
    func clocks(clock: String, isRight: Bool) throws {
        let pattern = try Regex(PatternText.dateTime)
        #expect((try pattern.wholeMatch(in: "20260810" + clock) != nil) == isRight)
    }

    @Test func regionsAreThoseOfTheRule() throws {
        let pattern = try Regex(IdentifierKind.region.pattern.text)
        for province in 0...99 {
            let text = padded(province, 2) + "0100"
            #expect((try pattern.wholeMatch(in: text) != nil) == IdentifierKind.region.accepts(Array(text.utf8).span))
        }
    }

    /// Values that are right, each changed in one place in many ways.
    @Test(arguments: IdentifierKind.allCases)
    func identifiersMatchWhatTheirRuleAccepts(kind: IdentifierKind) throws {
        let right = [
            "91350100MA00000230", "MA0000023", "110101199001010015", "E1401005146001025", "E1401005146001025002",
            "E1401005146001025002003", "A99-12350100000000019K-20260811-000007-B", "E1401005146", "350000", "E47",
            "156",
            "CNY", "036", "2026-350000-47-01-000001", "A9912350100000000019K20260811000007*", "https://example.org/a",
        ]
        let pattern = kind.pattern
        let regex = try Regex(pattern.text)
        for value in right {
            for (place, index) in value.indices.enumerated() {
                for other in ["0", "9", "A", "I", "Z", "X", "*", "-", "a", "中", "", "00"] {
                    let text =
                        place == 0 && other.isEmpty
                        ? value : String(value[..<index]) + other + value.dropFirst(place + 1)
                    let matches = try regex.wholeMatch(in: text) != nil
                    let accepts = kind.accepts(Array(text.utf8).span)
                    #expect(pattern.isExact ? matches == accepts : matches || !accepts, "\(kind.rawValue) \(text)")
                }
            }
        }
    }

    @Test func literalsMatchThemselves() throws {
        let text = #"a.b*c+d?e^f$g(h)i[j]k{l}m|n\o/p-q"#
        let regex = try Regex(PatternText.choice([text]))
        #expect(try regex.wholeMatch(in: text) != nil)
        #expect(try regex.wholeMatch(in: "aXb*c") == nil)
    }

    @Test(arguments: [
        ("c1", true), ("c1;c2", true), ("c1;c2;", true), (";", false), ("c1;;", false), (";c1", false), ("", false),
        ("c1;;c2", false), ("c1,c2", false),
    ])
    func itemsTolerateOneTrailingSeparator(text: String, isRight: Bool) throws {
        let regex = try Regex(PatternText.items(PatternText.choice(["c1", "c2"]), separator: ";"))
        #expect((try regex.wholeMatch(in: text) != nil) == isRight)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
