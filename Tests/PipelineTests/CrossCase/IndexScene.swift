import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// One index worker over an in-memory broker, turned by hand, and what it told.
final class IndexScene {
    static let start = TestEvent.now
    /// How long a parent may be missing: an hour.
    static let wait: Int64 = 3_600_000

    let broker = InMemoryBroker()
    private var cycle: WorkCycle
    private var read: [String: Int] = [:]
    private let quiet: Int64
    /// The time at which broker and stage work, by the clock that nobody sets too.
    var now: Instant {
        get { clock.now }
        set {
            clock.now = newValue
            broker.setTime(newValue)
        }
    }

    /// By how much the worker's own clock is ahead, in milliseconds.
    var ahead: Int64 = 0

    private final class Clock {
        var now = IndexScene.start
    }

    private let clock = Clock()

    private var wallClock: Instant { now.advanced(byMilliseconds: ahead) }

    init(partitions: Int = 1, quiet: Int64 = 0) {
        for topic in ["claims.trading", "index.trading", "finding.trading", "receipt.trade", "receipt.rival"] {
            broker.createTopic(topic, partitions: partitions)
        }
        self.quiet = quiet
        broker.setTime(clock.now)
        cycle = IndexScene.cycle(broker, quiet, clock, { nil })
    }

    private static func cycle(
        _ broker: InMemoryBroker,
        _ quiet: Int64,
        _ clock: Clock,
        _ faults: @escaping () -> InjectedFault?
    ) -> WorkCycle {
        var configuration = IndexConfiguration(plane: .trading)
        configuration.waitMilliseconds = wait
        configuration.quietMilliseconds = quiet
        let stage = IndexStage(
            configuration: configuration,
            source: InMemoryPartitionSource(broker: broker),
            elapsed: { clock.now.milliseconds }
        )
        let bus = InMemoryBus(broker: broker, group: "index", topics: ["claims.trading"], faults: faults)
        return WorkCycle(bus: bus, stage: stage)
    }

    /// The worker dies and another takes over, which knows what stands in the topics and nothing else.
    func restart(faults: @escaping () -> InjectedFault? = { nil }) {
        cycle = IndexScene.cycle(broker, quiet, clock, faults)
    }

    /// Registration says, or takes back, what `claims` are about.
    func write(_ claims: ClaimText..., stands: Bool = true) throws {
        for claim in claims { try broker.produce(claim.outbound(stands: stands)) }
    }

    /// Turns the worker until it is idle, at most `maximum` records at a time.
    func work(maximum: Int = 100) throws {
        while case .committed? = Optional(try cycle.turn(maximum: maximum, wait: .zero, now: { self.wallClock })) {}
    }

    /// Turns the worker once; false when it had nothing to do. A worker that is lost is replaced.
    func turn(maximum: Int, faults: @escaping () -> InjectedFault?) -> Bool {
        do throws(WorkCycle.Loss) {
            if case .idle = try cycle.turn(maximum: maximum, wait: .zero, now: { self.wallClock }) { return false }
        } catch {
            restart(faults: faults)
        }
        return true
    }

    /// The findings since the last call, as operator and supervision read them: `<id> <code> <other id or ->`.
    func findings() throws -> [String] {
        try new("finding.trading").map { record in
            let finding = try FindingDocument(try #require(record.value))
            #expect(finding.problems.count == 1)
            return "\(finding.record.id) \(finding.problems.first?.code ?? "") \(finding.other?.id ?? "-")"
        }
    }

    /// What `platform` was told since the last call.
    func told(_ platform: String) -> [InboundRecord] { new("receipt.\(platform)") }

    private func new(_ topic: String) -> [InboundRecord] {
        broker.records(of: topic).enumerated().flatMap { partition, records in
            let place = "\(topic)/\(partition)"
            defer { read[place] = records.count }
            return records.dropFirst(read[place] ?? 0)
        }
    }
}
