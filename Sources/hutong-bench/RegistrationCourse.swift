internal import Core
internal import Foundation
internal import Pipeline
internal import RoutingPolicy
internal import Telemetry

/// One lap of registration, or of a stage that copies, over the same admitted records on the in-memory bus.
struct RegistrationCourse {
    /// What a lap took, in records per second of processor time.
    struct Lap {
        /// Of the stage alone: judging, writing, keeping.
        let stage: Double
        /// Of the whole turn of the worker, from receiving to the commit.
        let turn: Double
        /// Records that it wrote for each that it read.
        let outputs: Double
    }

    private let exchange: BenchmarkExchange
    private let mix: RegistrationMix
    private let admitted: [OutboundRecord]
    private let batch: Int

    /// A track with at least `records` records, read in batches of `batch`.
    init(_ exchange: BenchmarkExchange, records: Int, batch: Int) throws {
        self.exchange = exchange
        self.batch = batch
        mix = try RegistrationMix(exchange, count: records)
        admitted = try exchange.admitted(mix)
    }

    /// Mean size of the payloads in bytes.
    var meanSize: Double {
        Double(admitted.reduce(0) { $0 + ($1.value?.count ?? 0) }) / Double(max(admitted.count, 1))
    }

    /// Records of each case.
    var recordsPerCase: Double { Double(admitted.count) / Double(max(mix.cases, 1)) }

    /// Registers everything.
    ///
    /// - Parameter state: what the worker remembers beforehand; nil for nothing.
    func register(after state: (any PartitionSource)? = nil) throws -> Lap {
        let broker = try exchange.broker(with: admitted)
        let memory = InMemoryPartitionSource(broker: broker)
        let source: any PartitionSource = state.map { JoinedSource(state: $0, records: memory) } ?? memory
        let stage = TimedStage(exchange.registration(from: source))
        let lap = try lap(stage, on: broker)
        let ledger = stage.written[TopicName.ledger(.trading)] ?? 0
        let quarantine = stage.written[TopicName.quarantine("trade")] ?? 0
        guard ledger == mix.accepted, quarantine == mix.refused, stage.verdicts == admitted.count else {
            throw BenchmarkFailure(
                70,
                "\(ledger) of \(mix.accepted) records in the ledger, \(quarantine) of \(mix.refused) refused, "
                    + "\(stage.verdicts) verdicts on \(admitted.count)"
            )
        }
        return lap
    }

    /// Copies everything, `copies` times.
    func copy(_ copies: Int = 1) throws -> Lap {
        try lap(
            TimedStage(CopyStage(to: TopicName.ledger(.trading), copies: copies)),
            on: exchange.broker(with: admitted)
        )
    }

    private func lap(_ stage: TimedStage, on broker: InMemoryBroker) throws -> Lap {
        let bus = InMemoryBus(broker: broker, group: "registration", topics: [TopicName.admitted(.trading)])
        var cycle = WorkCycle(bus: bus, stage: stage)
        // The state is read with the first batch; that is measured elsewhere.
        var start = 0
        var (records, outputs, pause) = (0, 0, 0)
        while case .committed(let tally, _) = try cycle.turn(
            maximum: batch,
            wait: .zero,
            now: {
                if start == 0 { start = clock() }
                return BenchmarkExchange.now
            }
        ) {
            records += tally.records
            outputs += tally.outputs
            // What was written is let go, as a bus that sends it away does.
            let before = clock()
            for topic in stage.written.keys { broker.truncate(topic) }
            pause += clock() - before
        }
        let seconds = Double(clock() - start - pause) / Double(CLOCKS_PER_SEC)
        return Lap(
            stage: Double(records) / max(stage.seconds, 1e-9),
            turn: Double(records) / max(seconds, 1e-9),
            outputs: Double(outputs) / Double(max(records, 1))
        )
    }
}
