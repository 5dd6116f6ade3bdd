import Testing

@testable import RoutingPolicy

/// The table of names answers as a dictionary does.
struct NameTableTests {
    /// Names of all lengths around those that a key holds, with their prefixes, zero bytes and other scripts among them.
    private static func names(_ random: inout SeededRandom) -> [String] {
        (0..<400).map { number in
            let length = Int.random(in: 0...40, using: &random)
            let letters = ["A", "B", "_", "\u{0}", "数", "é"]
            return (0..<length).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
                + (number % 3 == 0 ? "" : "\(number)")
        }
    }

    @Test(arguments: 0..<20)
    func itAnswersAsADictionary(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let (known, asked) = (Self.names(&random), Self.names(&random))
        let expected = Dictionary(known.enumerated().map { (Array($1.utf8), $0) }) { first, _ in first }
        let table = NameTable(known.enumerated().map { (name: $1, value: $0) })
        for name in known + asked + known.map({ $0 + "\u{0}" }) + known.map({ String($0.dropLast()) }) {
            // Bytes count, as everywhere in names; Swift's own comparison would take two spellings of é for one.
            #expect(table[name] == expected[Array(name.utf8)], "\(name)")
        }
    }

    @Test func anEmptyTableHasNothing() {
        #expect(NameTable<Int>([])["A"] == nil && NameTable<Int>([])[""] == nil)
    }

    /// A name that is there under different lengths of key is found by bytes, and one that is not is not.
    @Test func theBorderOfAKey() {
        let names = (28...36).map { String(repeating: "X", count: $0) }
        let table = NameTable(names.enumerated().map { (name: $1, value: $0) })
        for (place, name) in names.enumerated() { #expect(table[name] == place) }
        #expect(table[String(repeating: "X", count: 27)] == nil && table[String(repeating: "X", count: 37)] == nil)
    }
}
