import ContractEngine
import Core

/// The whole story of one case, by a seed: what is sent in which order, and what must become of each of it.
///
/// It is written so that the verdicts follow from docs/specs/topics.md §4a alone, whatever the timing: all records of
/// a case come from one sender and lie in one partition, so their order is fixed.
struct OracleScript {
    /// How a case goes.
    enum Course: Sendable {
        /// The founding record first.
        case plain
        /// Some of its children before it, which wait for it.
        case early
        /// It never comes; its children wait in vain.
        case orphaned
    }

    /// The steps in the order of sending.
    private(set) var steps: [OracleStep] = []

    /// A record that is there, or will be when its parent comes.
    private struct Live {
        let dataset: Int
        let record: Int
        var second: Int
    }

    private static let firstSecond = 10
    private static let lastSecond = 58
    private static let staleSecond = 5

    private var random: OracleRandom
    private var live: [Live] = []
    private var records = 0
    private var messages = 0
    private var rank = 0
    /// Steps that were accepted, or will be, in their order; what may be sent again.
    private var accepted: [OracleStep] = []

    /// The story of a case of `lifecycle`.
    init(_ lifecycle: OracleLifecycle, course: Course, largeRecords: Bool, random: OracleRandom) {
        self.random = random
        let children = lifecycle.children.count
        // Where the code is the key of the data set, a second record of it is one too many.
        let coded = Set(
            lifecycle.children.indices.filter { lifecycle.children[$0].program.key == ["BID_SECTION_CODE"] }
        )
        switch course {
        case .orphaned:
            for child in 0..<min(children, 1 + self.random.number(below: 3)) { orphan(child) }
        case .plain:
            add(-1)
            for child in 0..<children {
                add(child)
                disturb(coded, isEarly: false, largeRecords: largeRecords)
            }
            disturb(coded, isEarly: false, largeRecords: largeRecords)
        case .early:
            let before = 1 + self.random.number(below: min(3, children))
            for child in 0..<min(before, children) {
                add(child)
                if self.random.chance(300) { disturb(coded, isEarly: true, largeRecords: false) }
            }
            // It is judged at once; the children follow it into the ledger.
            add(-1, rank: 0)
            for child in before..<max(before, children) {
                add(child)
                disturb(coded, isEarly: true, largeRecords: false)
            }
        }
        if course == .early { rankFoundingFirst() }
    }

    /// The founding record goes first, whatever was sent before it.
    private mutating func rankFoundingFirst() {
        for index in steps.indices where steps[index].rank >= 0 {
            steps[index].rank = steps[index].dataset < 0 ? 0 : steps[index].rank + 1
        }
    }

    private mutating func nextRank() -> Int {
        defer { rank += 1 }
        return rank
    }

    private mutating func nextMessage() -> Int {
        defer { messages += 1 }
        return messages
    }

    private mutating func nextRecord() -> Int {
        defer { records += 1 }
        return records
    }

    private mutating func add(_ dataset: Int, rank: Int? = nil) {
        let record = nextRecord()
        accept(.add, dataset, record, Self.firstSecond, rank: rank)
        live.append(Live(dataset: dataset, record: record, second: Self.firstSecond))
    }

    private mutating func accept(
        _ operation: RecordOperation,
        _ dataset: Int,
        _ record: Int,
        _ second: Int,
        rank: Int? = nil
    ) {
        let step = OracleStep(
            operation: operation,
            dataset: dataset,
            record: record,
            message: nextMessage(),
            second: second,
            expectation: .accepted,
            rank: rank ?? nextRank()
        )
        steps.append(step)
        accepted.append(step)
    }

    private mutating func refuse(
        _ operation: RecordOperation,
        _ dataset: Int,
        _ record: Int,
        _ code: String,
        second: Int = OracleScript.lastSecond,
        message: Int? = nil,
        damage: OracleStep.Damage? = nil
    ) {
        steps.append(
            OracleStep(
                operation: operation,
                dataset: dataset,
                record: record,
                message: message ?? nextMessage(),
                second: second,
                damage: damage,
                expectation: .refused(code),
                rank: -1
            )
        )
    }

    private mutating func orphan(_ dataset: Int) {
        refuse(.add, dataset, nextRecord(), "parent_missing", second: Self.firstSecond)
    }

    /// What else happens to the records of a case: up to two of it at a time.
    ///
    /// - Parameter isEarly: some of its records may be waiting; then nothing is sent whose verdict or place in the ledger
    ///   would depend on whether they still do.
    private mutating func disturb(_ coded: Set<Int>, isEarly: Bool, largeRecords: Bool) {
        for _ in 0..<(1 + random.number(below: 2)) {
            let choice = random.number(below: 100)
            let children = live.filter { !isEarly || $0.dataset >= 0 }
            guard let target = children.isEmpty ? nil : children[random.number(below: children.count)],
                let place = live.firstIndex(where: { $0.record == target.record })
            else { return }
            switch choice {
            case ..<24:
                guard target.second < Self.lastSecond - 1 else { continue }
                live[place].second += 1
                accept(.change, target.dataset, target.record, live[place].second)
            case ..<34:
                let told = accepted.filter { !isEarly || $0.dataset >= 0 }
                guard !told.isEmpty else { continue }
                var again = told[random.number(below: told.count)]
                again.expectation = again.expectation.repeated
                again.rank = -1
                steps.append(again)
            case ..<38:
                refuse(.change, target.dataset, target.record, "superseded", second: Self.staleSecond)
            case ..<41:
                refuse(.add, target.dataset, target.record, "data_key_exists")
            case ..<44:
                guard !isEarly, let told = accepted.last(where: { $0.operation == .add && $0.dataset >= 0 }) else {
                    continue
                }
                refuse(.add, told.dataset, nextRecord(), "id_reused", message: told.message)
            case ..<47:
                guard !isEarly else { continue }
                refuse(random.chance(500) ? .change : .delete, target.dataset, nextRecord(), "data_key_unknown")
            case ..<50:
                guard !isEarly, coded.contains(target.dataset) || target.dataset < 0 else { continue }
                refuse(.add, target.dataset, nextRecord(), "code_taken")
            case ..<58:
                // Children may go; what was founded by the first record stays.
                guard !isEarly, target.dataset >= 0 else { continue }
                accept(.delete, target.dataset, target.record, target.second)
                live.remove(at: place)
                if random.chance(500) {
                    accept(.add, target.dataset, target.record, Self.firstSecond)
                    live.append(Live(dataset: target.dataset, record: target.record, second: Self.firstSecond))
                }
            case ..<61: damage(target, .cut, "json_syntax")
            case ..<63: damage(target, .date, "field_date")
            case ..<65: damage(target, .flipped, "signature_invalid")
            default:
                guard largeRecords, random.chance(2) else { continue }
                if random.chance(500) {
                    damage(target, .filled, "field_unknown")
                } else {
                    damage(target, .overfull, "payload_too_large")
                }
            }
        }
    }

    private mutating func damage(_ target: Live, _ damage: OracleStep.Damage, _ code: String) {
        refuse(.change, target.dataset, target.record, code, damage: damage)
    }
}
