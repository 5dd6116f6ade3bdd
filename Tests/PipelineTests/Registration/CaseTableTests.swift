import Testing

@testable import Pipeline

/// Cases under names of any length.
@Suite struct CaseTableTests {
    /// Around the length up to which a name has room in its slot, in one, two and three bytes a character.
    private static let names =
        (0...30).map { String(repeating: "a", count: $0) } + (0...30).map { String(repeating: "b", count: $0) + "é" }
        + (1...12).map { String(repeating: "项", count: $0) } + ["a\u{0}", "a\u{0}\u{0}", "\u{0}"]
        // Two spellings of one text are two names: they are other bytes, and perhaps another partition.
        + ["e\u{301}", "\u{e9}\u{e8}", "e\u{301}e\u{300}"].flatMap { [$0, $0 + String(repeating: "x", count: 30)] }
        + (0..<3000).map { "E3501000001\($0 + 100_000)001" }
        + (0..<500).map { "a name of more than twenty-three bytes \($0)" }

    @Test func everyNameIsItself() {
        var table = CaseTable()
        var numbers: [[UInt8]: UInt32] = [:]
        for name in Self.names {
            #expect(table.find(name) == nil, "\(name.debugDescription) is not there")
            numbers[Array(name.utf8)] = table.insert(CaseEntry(active: 0, owner: UInt16(name.utf8.count)), under: name)
        }
        #expect(table.count == Self.names.count && Set(numbers.values).count == Self.names.count)
        for name in Self.names {
            let number = table.find(name)
            #expect(number == numbers[Array(name.utf8)])
            #expect(number.map { table.name(of: $0) } == name)
            #expect(number.map { table[$0].owner } == UInt16(name.utf8.count))
        }
        // Every other one goes; the rest stays found.
        for (place, name) in Self.names.enumerated() where place % 2 == 0 {
            if let number = table.find(name) { table.remove(number) }
        }
        for (place, name) in Self.names.enumerated() {
            #expect((table.find(name) == nil) == (place % 2 == 0), "\(name.debugDescription)")
        }
        #expect(table.count == Self.names.count / 2)
    }
}
