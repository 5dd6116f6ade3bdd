import Core
import Pipeline
import Platform
import RoutingPolicy
import Telemetry
import Testing

/// The worker's thread: it works, drains, survives the loss of its bus, and stops where it must not go on.
@Suite struct WorkerTests {
    /// A stage that copies each record to one topic.
    private final class Copying: Stage {
        let counts: Locked<(committed: Int, discarded: Int)>

        init(_ counts: Locked<(committed: Int, discarded: Int)>) { self.counts = counts }

        func refresh() throws(BusFailure) {}
        func committed() { counts.withLock { $0.committed += 1 } }
        func discard() { counts.withLock { $0.discarded += 1 } }

        func process(_ batch: RecordBatch, at now: Instant) -> BatchEffects {
            var effects = BatchEffects()
            effects.outputs = batch.records.map { OutboundRecord(topic: "out", key: $0.key, value: $0.value) }
            return effects
        }
    }

    private let broker = InMemoryBroker()
    private let counts = Locked((committed: 0, discarded: 0))
    private let events = GatewayEvents(metrics: GatewayMetrics(), log: EventLog(output: { _ in true }))

    init() throws {
        broker.createTopic("in", partitions: 2)
        broker.createTopic("out", partitions: 2)
        for number in 0..<50 { try produce(number) }
    }

    private func produce(_ number: Int) throws {
        try broker.produce(OutboundRecord(topic: "in", key: Array("\(number)".utf8), value: Array("\(number)".utf8)))
    }

    private func worker(_ faults: [InjectedFault?], failure: BusFailure? = nil) -> Worker {
        let script = Locked(faults)
        var configuration = WorkerConfiguration()
        configuration.batchRecords = 10
        configuration.wait = .milliseconds(2)
        configuration.backoffFloor = .milliseconds(1)
        configuration.backoffCeiling = .milliseconds(4)
        let broker = broker
        let counts = counts
        return Worker(
            identity: WorkerIdentity(stage: "admission", plane: "trading", worker: "w"),
            configuration: configuration,
            events: events,
            heartbeat: Heartbeats().add("w", limit: .seconds(30))
        ) { () throws(BusFailure) -> Worker.Parts in
            if let failure { throw failure }
            let bus = InMemoryBus(broker: broker, group: "g", topics: ["in"]) {
                script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            }
            return Worker.Parts(bus: bus, stage: Copying(counts))
        }
    }

    /// Values of the records of `out`, in any order.
    private var copied: [Int] {
        broker.records(of: "out").flatMap { $0 }.compactMap {
            $0.value.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        }
        .sorted()
    }

    private func waitUntil(_ condition: () -> Bool) {
        let patience = StopSignal()
        for _ in 0..<5000 where !condition() { _ = patience.wait(upTo: .milliseconds(1)) }
    }

    @Test func copiesEverythingOnceWhateverHappensToTransactions() throws {
        let worker = worker([nil, .rewound, .lostBeforeCommit, .lostAfterCommit, .rewound, nil])
        worker.start()
        waitUntil { copied.count >= 50 }
        worker.stop()
        #expect(worker.join(within: .seconds(10)))
        #expect(worker.outcome == .stopped)
        #expect(copied == Array(0..<50))
        #expect(counts.withLock { $0.discarded } >= 4)
    }

    @Test func stopsWithoutWork() throws {
        let worker = worker([])
        worker.start()
        waitUntil { copied.count >= 50 }
        worker.stop()
        #expect(worker.join(within: .seconds(10)))
        try produce(99)
        #expect(copied.count == 50)
        #expect(broker.committedOffset(of: "g", TopicPartition("in", 0)) > 0)
    }

    @Test(arguments: [BusFailure.Kind.fenced, .configuration])
    func failsWhereTryingAgainDoesNotHelp(kind: BusFailure.Kind) {
        let worker = worker([], failure: BusFailure(kind, "test"))
        worker.run()
        #expect(worker.outcome == .failed(BusFailure(kind, "test")))
    }

    @Test func waitsForABusThatIsAwayAndStopsWhenTold() {
        let worker = worker([], failure: BusFailure(.unavailable, "test"))
        worker.start()
        #expect(!worker.join(within: .milliseconds(20)))
        #expect(worker.outcome == .running)
        worker.stop()
        #expect(worker.join(within: .seconds(10)))
        #expect(worker.outcome == .stopped)
    }
}
