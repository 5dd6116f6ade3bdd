import Core
import RoutingPolicy
import Testing

@testable import Pipeline

/// A register that is changed at random as the stage may change it, and what it wrote to its topic.
struct RegisterCourse {
    /// A record of `case.<plane>`.
    struct Entry {
        let key: [UInt8]
        let value: [UInt8]?

        init(_ change: CaseChange) {
            key = change.state.key(in: change.caseKey)
            value = change.state.value
        }
    }

    static let cases =
        (1...6).map { "E350100000100000\($0)001" } + ["项目", "a-case-with-a-name-of-more-than-thirty-bytes"]
    static let platforms = ["trade", "rival", "third"]
    static let datasets = ["TENDER_PROJECT", "SECTION", "CONTRACT"]
    static let codes = (1...30).map { UInt64($0) }

    /// The keys of records and messages of a case.
    static func keys(_ caseKey: String) -> [EntryKey] { (0..<12).map { EntryKey(caseKey, "\($0)") } }

    let register = CaseRegister()
    /// What the committed changes wrote, in order.
    private(set) var log: [Entry] = []
    /// The choices; shared by all that is taken from the course.
    var random: SplitMix64
    private var offset: Int64 = 0

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// Changes the register `times` times.
    mutating func change(times: Int) {
        for _ in 0..<times { change() }
    }

    /// Writes what was changed, and keeps it.
    mutating func commit() {
        log += register.takeChanges().map(Entry.init)
        register.commit()
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    /// None, one, or several, of which some have no value.
    private mutating func pickCodes() -> [UInt64] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            Int.random(in: 0..<4, using: &random) == 0 ? 0 : pick(Self.codes)
        }
    }

    private mutating func change() {
        let caseKey = pick(Self.cases)
        let key = pick(Self.keys(caseKey))
        let platform = pick(Self.platforms)
        let timestamp = UInt64.random(in: 0..<100_000_000_000_000, using: &random)
        switch Int.random(in: 0..<15, using: &random) {
        case 0: register.touch(caseKey, by: platform, at: UInt32.random(in: 0..<1000, using: &random))
        case 1...3:
            // Where a rule only warns several records have one code.
            register.add(
                key,
                to: caseKey,
                dataset: pick(Self.datasets),
                timestamp: timestamp,
                codes: pickCodes(),
                isRoot: Bool.random(using: &random)
            )
        case 4: register.change(key, of: caseKey, at: timestamp, codes: pickCodes())
        case 5, 6: register.remove(key, of: caseKey)
        case 7:
            let refusal = RelationCodes([pick(RelationCodes.all)])
            register.remember(key, of: caseKey, digest: timestamp, refusal: Bool.random(using: &random) ? refusal : [])
        case 8, 9:
            offset += 1
            let parked = ParkedRecord(
                offset: offset,
                sender: platform,
                parent: ParentDemand(
                    dataset: pick(Self.datasets),
                    code: Bool.random(using: &random) ? pick(Self.codes) : nil
                ),
                record: key,
                deadline: Instant(milliseconds: Int64(timestamp))
            )
            register.park(parked, in: caseKey)
        case 13: register.correct(key, of: caseKey)
        case 10, 11:
            let section = [caseKey + "001", caseKey, "", "别的"][Int.random(in: 0..<4, using: &random)]
            let change = FactChange(fact: pick(CaseFact.allCases), section: section, holds: Bool.random(using: &random))
            register.state(change, about: caseKey, by: platform)
        case 12:
            // The stage closes no case of which records wait.
            guard register.parked(in: caseKey).isEmpty, Bool.random(using: &random) else { return }
            register.close(caseKey)
            if Bool.random(using: &random) { register.forget(caseKey) }
        default:
            let parked = register.parked(in: caseKey)
            if !parked.isEmpty { register.unpark(pick(parked).offset, in: caseKey) }
        }
    }

    /// The log after compaction: of each key the last entry, and of the older ones those that are `kept`. The tombstone of
    /// a key of which nothing older is left may be gone too.
    func compacted(kept: (Entry) -> Bool) -> [Entry] {
        var last: [[UInt8]: Int] = [:]
        for (place, entry) in log.enumerated() { last[entry.key] = place }
        var older: Set<[UInt8]> = []
        var left: [Entry] = []
        for (place, entry) in log.enumerated() {
            if last[entry.key] != place {
                guard kept(entry) else { continue }
                older.insert(entry.key)
                left.append(entry)
            } else if entry.value != nil || older.contains(entry.key) || kept(entry) {
                left.append(entry)
            }
        }
        return left
    }

    /// A register that knows `log` and nothing else.
    static func restored(_ log: [Entry]) throws -> CaseRegister {
        let register = CaseRegister()
        for entry in log {
            let (caseKey, state) = try #require(CaseState.parse(key: entry.key, value: entry.value))
            register.restore(caseKey, state)
        }
        return register
    }
}
