internal import ContractEngine
internal import Core

/// Submissions as an exchange sees them in the course of a day: many cases at once, each founded, filled, changed.
///
/// Of a case comes first the record that founds it, then 3 to 12 others in the order of their parents. One record in
/// seven is changed later, one in fifty is deleted, one in a hundred is sent twice, one in a hundred is added a second
/// time under another id and refused; in one case in fifty a record comes before the one that founds the case, and waits.
struct RegistrationMix {
    /// One submission.
    struct Event: Sendable {
        let envelope: EventEnvelope
        let payload: [UInt8]
    }

    /// The submissions in order.
    private(set) var events: [Event] = []
    /// How many of them belong into the ledger.
    private(set) var accepted = 0
    /// How many of them are to be refused.
    private(set) var refused = 0
    /// How many cases they are of.
    private(set) var cases = 0

    private let root: CaseTemplate
    private let children: [CaseTemplate]
    private var random = BenchmarkRandom(seed: 20_261_121)
    private var keys = 0

    /// Cases that are worked on at the same time.
    private static let open = 2000

    /// A mix of at least `count` submissions made from the samples of `exchange`; cases are numbered from `first`, keys and
    /// ids from `firstKey` on.
    init(_ exchange: BenchmarkExchange, count: Int, firstCase first: Int = 1, firstKey: Int = 0) throws {
        keys = firstKey
        var templates: [CaseTemplate] = []
        guard
            let model = exchange.events.first(where: { $0.envelope.dataSetName == "TENDER_PROJECT" })?.envelope
                .partitionKey
        else { throw BenchmarkFailure(66, "no sample of TENDER_PROJECT") }
        for event in exchange.events {
            guard let name = event.envelope.dataSetName, !templates.contains(where: { $0.dataset == name }),
                let program = exchange.contracts.program(named: name, version: nil),
                program.routing.case == "TENDER_PROJECT_CODE",
                let template = CaseTemplate(
                    dataset: name,
                    parent: program.parent,
                    envelope: event.envelope,
                    payload: event.payload,
                    model: model
                )
            else { continue }
            templates.append(template)
        }
        guard let root = templates.first(where: { $0.dataset == "TENDER_PROJECT" }) else {
            throw BenchmarkFailure(66, "no sample of TENDER_PROJECT")
        }
        self.root = root
        var ordered: [CaseTemplate] = []
        var known: Set = [root.dataset]
        while let next = templates.first(where: { template in
            !known.contains(template.dataset) && template.parent.map(known.contains) ?? true
        }) {
            ordered.append(next)
            known.insert(next.dataset)
        }
        children = ordered
        var open: [[Event]] = []
        while events.count < count {
            if open.count < min(RegistrationMix.open, count / 50 + 1) {
                open.append(makeCase(first + cases).reversed())
                cases += 1
                continue
            }
            let place = Int.random(in: open.indices, using: &random)
            if let event = open[place].popLast() { events.append(event) }
            guard open[place].isEmpty else { continue }
            open.swapAt(place, open.count - 1)
            open.removeLast()
        }
        for rest in open { events += rest.reversed() }
    }

    /// The submissions of one case in their order.
    private mutating func makeCase(_ number: Int) -> [Event] {
        var parts: [(template: CaseTemplate, section: Int)] = [(root, 1)]
        var present: Set = [root.dataset]
        let size = Int.random(in: 3...12, using: &random)
        var section = 1
        for child in children where parts.count <= size {
            guard child.parent.map(present.contains) ?? true, child.dataset == "SECTION" || !chance(3) else {
                continue
            }
            parts.append((child, section))
            present.insert(child.dataset)
            // A tender project falls into several sections.
            if child.dataset == "SECTION" {
                for _ in 0..<Int.random(in: 1...7, using: &random) {
                    section += 1
                    parts.append((child, section))
                }
            }
        }
        var events: [Event] = []
        func make(_ template: CaseTemplate, _ section: Int, _ key: Int, _ id: String, _ operation: RecordOperation) {
            let (envelope, payload) = template.event(
                case: number,
                section: section,
                id: id,
                key: key,
                operation: operation
            )
            events.append(Event(envelope: envelope, payload: payload))
        }
        for (place, part) in parts.enumerated() {
            keys += 1
            let key = keys
            make(part.template, part.section, key, "add-\(key)", .add)
            accepted += 1
            if chance(7) {
                make(part.template, part.section, key, "change-\(key)", .change)
                accepted += 1
            }
            if chance(100) {
                make(part.template, part.section, key, "add-\(key)", .add)
            }
            if chance(100) {
                make(part.template, part.section, key, "again-\(key)", .add)
                refused += 1
            }
            // The last record of a case is nobody's parent.
            if place == parts.count - 1, place > 0, chance(6) {
                make(part.template, part.section, key, "delete-\(key)", .delete)
                accepted += 1
            }
        }
        if events.count > 1, chance(50), events[1].envelope.id != events[0].envelope.id,
            events[1].envelope[.datakey] != events[0].envelope[.datakey]
        {
            events.swapAt(0, 1)
        }
        return events
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
}
