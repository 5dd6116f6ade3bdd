import RoutingPolicy

/// The facts about one case that hold, in few bytes: when the case is closed they have to be taken back, each under its key.
///
/// A section whose code begins with that of the case is kept by what follows.
struct CaseFacts: Sendable, Hashable {
    /// One fact that holds.
    struct Fact: Sendable, Hashable {
        let fact: CaseFact
        /// The section; empty for the case as a whole.
        let section: String
        /// Number of the platform that stated it.
        let platform: UInt16
    }

    /// Of each fact its number among all, the platform's number, the length of the section with a bit for one that is
    /// shortened (two bytes each, the higher first), and the section.
    private var bytes: [UInt8] = []

    /// No fact.
    init() {}

    /// `facts` of the case `caseKey`.
    init(_ facts: [Fact], of caseKey: String) {
        for fact in facts { append(fact, of: caseKey) }
    }

    /// True when none holds.
    var isEmpty: Bool { bytes.isEmpty }

    private static let shortened: UInt16 = 0x8000
    /// Longest section that is kept, in bytes; no contract has a longer code.
    private static let longest = 0x7fff

    /// The facts of the case `caseKey`, in the order in which they were stated.
    func all(of caseKey: String) -> [Fact] {
        var facts: [Fact] = []
        var rest = bytes[...]
        func word() -> UInt16 { UInt16(rest.removeFirst()) << 8 | UInt16(rest.removeFirst()) }
        while let number = rest.popFirst() {
            let platform = word()
            let length = word()
            let text = String(decoding: rest.prefix(Int(length & ~CaseFacts.shortened)), as: UTF8.self)
            rest = rest.dropFirst(Int(length & ~CaseFacts.shortened))
            let section = length & CaseFacts.shortened == 0 ? text : caseKey + text
            facts.append(Fact(fact: CaseFact.allCases[Int(number)], section: section, platform: platform))
        }
        return facts
    }

    /// `fact` holds, or holds no longer.
    mutating func set(_ fact: Fact, holds: Bool, of caseKey: String) {
        var facts = all(of: caseKey)
        let place = facts.firstIndex(of: fact)
        switch (place, holds) {
        case (nil, true): append(fact, of: caseKey)
        case (let place?, false):
            facts.remove(at: place)
            self = CaseFacts(facts, of: caseKey)
        case (nil, false), (_?, true): break
        }
    }

    private mutating func append(_ fact: Fact, of caseKey: String) {
        guard let number = CaseFact.allCases.firstIndex(of: fact.fact), fact.section.utf8.count <= CaseFacts.longest
        else {
            return
        }
        let isShortened = !caseKey.isEmpty && fact.section.utf8.starts(with: caseKey.utf8)
        let section = isShortened ? fact.section.utf8.dropFirst(caseKey.utf8.count) : fact.section.utf8[...]
        let length = UInt16(section.count) | (isShortened ? CaseFacts.shortened : 0)
        bytes.append(UInt8(number))
        for word in [fact.platform, length] {
            bytes.append(UInt8(word >> 8))
            bytes.append(UInt8(truncatingIfNeeded: word))
        }
        bytes.append(contentsOf: section)
    }
}
