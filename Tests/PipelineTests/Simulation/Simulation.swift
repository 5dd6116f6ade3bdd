import Core
import Pipeline
import RoutingPolicy
import Testing

/// Admission and delivery workers on an in-memory broker, turned in random order, and struck at random: aborted
/// transactions, deaths before and after the commit, assignments lost between reading and committing.
final class Simulation {
    /// A place in which a worker lives; it dies and is replaced.
    private final class Seat {
        let make: (@escaping () -> InjectedFault?) throws -> WorkCycle
        var cycle: WorkCycle?

        init(_ make: @escaping (@escaping () -> InjectedFault?) throws -> WorkCycle) {
            self.make = make
        }
    }

    let gateway: TestGateway
    let submissions: [SimulatedSubmission]
    /// What was struck how often; a simulation in which nothing happens proves nothing.
    private(set) var strikes: [String: Int] = [:]
    private let random: SplitMix64
    private var seats: [Seat] = []
    private var queues: [[SimulatedSubmission]]
    private var isCalm = false
    /// The last submission of each case, where it has an id.
    private var pending: [Int: String] = [:]
    /// The submissions that have their verdict.
    private var verdicts: Set<String> = []
    private var read: [Int: Int] = [:]

    init(seed: UInt64, cases: Int) throws {
        let random = SplitMix64(seed: seed)
        let gateway = try TestGateway(partitions: 3)
        self.random = random
        self.gateway = gateway
        queues = try (1...cases).map { try SimulatedSubmission.life(of: $0, random) }
        submissions = queues.flatMap { $0 }
        for _ in 0..<2 {
            seats.append(
                Seat { faults in
                    let bus = InMemoryBus(
                        broker: gateway.broker,
                        group: "admission",
                        topics: gateway.submitTopics,
                        faults: faults
                    )
                    return WorkCycle(bus: bus, stage: gateway.admission())
                }
            )
        }
        for _ in 0..<2 {
            seats.append(
                Seat { faults in
                    let bus = InMemoryBus(
                        broker: gateway.broker,
                        group: "registration",
                        topics: [TopicName.admitted(.trading)],
                        faults: faults
                    )
                    return WorkCycle(bus: bus, stage: gateway.registration())
                }
            )
        }
        for platform in TestPlatform.recipients {
            seats.append(
                Seat { faults in
                    let bus = InMemoryBus(
                        broker: gateway.broker,
                        group: "delivery.\(platform.id)",
                        topics: gateway.ledgerTopics,
                        faults: faults
                    )
                    return WorkCycle(bus: bus, stage: try gateway.delivery(to: platform))
                }
            )
        }
    }

    /// Runs until every submission is made and every worker has nothing left to do.
    func run() throws {
        while queues.contains(where: { !$0.isEmpty }) {
            if random.chance(30), try submit() {
                continue
            } else {
                try turn(seats[random.below(seats.count)])
            }
        }
        for _ in 0..<200 { try turn(seats[random.below(seats.count)]) }
        isCalm = true
        var quiet = 0
        while quiet < 2 {
            var isIdle = true
            for seat in seats {
                if case .idle = try turn(seat) { continue }
                isIdle = false
            }
            quiet = isIdle ? quiet + 1 : 0
        }
    }

    /// The next submission of some case, if one may be made: a sender waits for the verdict on the record before.
    private func submit() throws -> Bool {
        readVerdicts()
        let open = queues.indices.filter { !queues[$0].isEmpty && pending[$0].map(verdicts.contains) ?? true }
        guard !open.isEmpty else { return false }
        let chosen = open[random.below(open.count)]
        let next = queues[chosen].removeFirst()
        pending[chosen] = next.event.attributes.isEmpty ? nil : next.event.id
        try gateway.broker.produce(next.event.outbound)
        return true
    }

    /// Takes in the receipts that came since the last call.
    private func readVerdicts() {
        for (partition, records) in gateway.broker.records(of: "receipt.trade").enumerated() {
            for record in records.dropFirst(read[partition] ?? 0) {
                guard let id = record.headers.text("ce_id"), id.hasSuffix("/verdict") else { continue }
                verdicts.insert(String(id.dropLast("/verdict".count)))
            }
            read[partition] = records.count
        }
    }

    @discardableResult
    private func turn(_ seat: Seat) throws -> WorkCycle.Turn? {
        if !isCalm, random.chance(5) {
            strikes["killed between batches", default: 0] += 1
            seat.cycle = nil
        }
        if seat.cycle == nil { seat.cycle = try seat.make { [unowned self, unowned seat] in fault(of: seat) } }
        do throws(WorkCycle.Loss) {
            return try seat.cycle?.turn(maximum: 1 + random.below(6), wait: .zero) { TestEvent.now }
        } catch {
            seat.cycle = nil
            return nil
        }
    }

    /// What happens to the transaction that is about to commit.
    private func fault(of seat: Seat) -> InjectedFault? {
        guard !isCalm else { return nil }
        switch random.below(100) {
        case 0..<12: return strike(.rewound)
        case 12..<20: return strike(.lostBeforeCommit)
        case 20..<28: return strike(.lostAfterCommit)
        case 28..<36:
            // A new member takes over between reading and committing, and does the same work first.
            strikes["overtaken", default: 0] += 1
            guard var successor = try? seat.make({ nil }) else { return nil }
            _ = try? successor.turn(maximum: 6, wait: .zero) { TestEvent.now }
            return nil
        default: return nil
        }
    }

    private func strike(_ fault: InjectedFault) -> InjectedFault {
        strikes["\(fault)", default: 0] += 1
        return fault
    }
}
