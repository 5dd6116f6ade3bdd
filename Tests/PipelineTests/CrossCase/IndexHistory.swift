import Core
import Pipeline
import RoutingPolicy

/// One history of the index alone: claims come, two workers find what there is to find, and everything that may go wrong
/// with workers and transactions does so, as its seed has it. Afterwards ``IndexHistoryCheck`` looks through the books.
final class IndexHistory {
    /// How long a parent may be missing; a history goes on for longer when all is said.
    static let wait: Int64 = 20_000
    private static let partitions = History.partitions

    let exchange: SimulatedExchange
    private var pending: [(claim: ClaimText, stands: Bool)]
    private let fault: SeededFault?

    var broker: InMemoryBroker { exchange.broker }

    /// The history of `seed`; with `fault` in the workers.
    ///
    /// - Parameters:
    ///   - claims: how many there are.
    ///   - death: the only thing that goes wrong, by itself, is that the worker dies that takes the step of this number;
    ///     with a number that is never reached nothing does.
    init(seed: UInt64, fault: SeededFault? = nil, claims: Int = 40, death: Int? = nil) {
        self.fault = fault
        exchange = SimulatedExchange(seed: seed, InMemoryBroker(), isFair: death != nil)
        exchange.state = "index.trading"
        let random = exchange.random
        pending = (0..<claims).map { number in
            let claim = ClaimText.draw(
                random,
                number,
                records: 10,
                cases: 4,
                kinds: [.code, .code, .needs, .needs, .needs, .founds]
            )
            return (claim, random.chance(75))
        }
        let topics = [
            "claims.trading", "index.trading", "finding.trading", "receipt.trade", "receipt.rival", "position.index",
        ]
        for topic in topics {
            broker.createTopic(topic, partitions: Self.partitions)
        }
        exchange.submit = { [unowned self] in submit() }
        guard let death else { return }
        exchange.scheduler.onStep = { [unowned exchange] strand, number in
            if number == death { exchange.kill(strand) }
        }
    }

    private func submit() -> Bool {
        guard !pending.isEmpty else { return false }
        let (claim, stands) = pending.removeFirst()
        let partition = Int32(claim.value % Self.partitions)
        guard (try? broker.produce(claim.outbound(stands: stands, partition: partition))) != nil else { return false }
        exchange.scheduler.note("CLAIM \(claim.kind) \(claim.value) of \(claim.record): \(claim.id) \(stands)")
        exchange.scheduler.stirred()
        return true
    }

    /// Runs the history to its end.
    func run() {
        exchange.run(
            (0..<2).map { number in
                SimulatedWorker.Role(
                    name: "index-\(number)",
                    group: "index",
                    topics: ["claims.trading"],
                    makeStage: { [unowned self] in stage($0) },
                    fault: fault,
                    // An hour ahead, right, or an hour behind, as it comes: nobody looks at it.
                    ahead: { [random = exchange.random] in Int64(random.below(3) - 1) * 3_600_000 }
                )
            }
        )
    }

    private func stage(_ worker: SimulatedWorker) -> any Stage {
        var configuration = IndexConfiguration(plane: .trading)
        configuration.waitMilliseconds = Self.wait
        configuration.quietMilliseconds = 1_000
        let source = SimulatedSource(worker)
        let stage = IndexStage(
            configuration: configuration,
            source: fault?.spoil(source, broker) ?? source,
            elapsed: { [scheduler = exchange.scheduler] in scheduler.now }
        )
        return fault?.spoil(stage) ?? stage
    }
}
