import Core
import Pipeline
import RoutingPolicy
import Testing

/// One history: platforms submit, workers of all three stages work, and everything that may go wrong does so, as its seed
/// has it. Afterwards ``HistoryCheck`` looks through the books.
///
/// Registration and delivery are the true stages; what admission finds of a record is found once and remembered
/// (``Simulation`` has the true one too).
final class History {
    static let parking: Int64 = 60_000
    static let perSender = 3
    static let partitions = 2
    /// In every third history cases are closed, and forgotten, within the time that it takes.
    static let closing = ReferenceModel.Closing(after: 15_000, forgotten: 40_000, granularity: 4_000)

    let exchange: SimulatedExchange
    let script: [HistoryRecord]
    /// What was submitted, by its origin.
    private(set) var submitted: [String: HistoryRecord] = [:]
    private let fault: SeededFault?
    private let world: HistoryWorld
    /// Whether cases are closed.
    let closesCases: Bool
    private var pending: [HistoryRecord]

    var broker: InMemoryBroker { exchange.broker }
    var cluster: SimulatedCluster { exchange.cluster }
    var scheduler: Scheduler { exchange.scheduler }

    /// The history of `seed`; with `fault` in the workers of registration.
    ///
    /// Without a fault some submissions of every fourth history correct others, and every third closes cases. The faults are
    /// such of transactions, and rare as they are: nothing else is to go on beside them.
    init(seed: UInt64, fault: SeededFault? = nil) throws {
        self.fault = fault
        closesCases = fault == nil && seed % 3 == 0
        world = try HistoryWorld.shared.get()
        exchange = SimulatedExchange(seed: seed, InMemoryBroker())
        script = HistoryScript.draw(exchange.random, corrects: fault == nil && seed % 4 == 1)
        pending = script
        prepareTopics()
        exchange.submit = { [unowned self] in submit() }
    }

    /// Runs the history to its end.
    func run() { exchange.run(roles()) }

    private func prepareTopics() {
        for id in ["trade", "rival"] {
            for topic in [TopicName.submit(id), TopicName.receipt(id), TopicName.quarantine(id)] {
                broker.createTopic(topic, partitions: Self.partitions)
            }
        }
        broker.createTopic(TopicName.deliver("city-service"), partitions: Self.partitions)
        broker.createTopic(TopicName.quarantine("city-service"), partitions: 1)
        broker.createTopic(TopicName.viewUsage("city-service"), partitions: 1)
        for topic in [
            TopicName.admitted(.trading), TopicName.cases(.trading), TopicName.ledger(.trading),
            TopicName.claims(.trading),
        ] {
            broker.createTopic(topic, partitions: Self.partitions)
        }
        broker.createTopic(TopicName.facts(.trading), partitions: 2)
        for group in ["admission", "registration", "delivery"] {
            broker.createTopic(TopicName.position(group), partitions: Self.partitions)
        }
    }

    private func submit() -> Bool {
        guard !pending.isEmpty else { return false }
        let record = pending.removeFirst()
        guard let event = try? AdmittedTemplates.both(of: record).event else { return false }
        let key = event.key ?? []
        let partition = Murmur2.partition(of: key.span, count: Int32(Self.partitions))
        let place = TopicPartition(event.topic, partition)
        let origin = "\(place.topic)/\(place.partition)/\(broker.ends(of: place).high)"
        submitted[origin] = record
        scheduler.note("SUBMIT \(origin) \(record.sender) \(record.number) \(record.id) \(record.content)")
        try? broker.produce(event.outbound)
        scheduler.stirred()
        return true
    }

    // MARK: Workers

    private func roles() -> [SimulatedWorker.Role] {
        var roles: [SimulatedWorker.Role] = []
        for index in 0..<2 {
            roles.append(
                SimulatedWorker.Role(
                    name: "admission-\(index)",
                    group: "admission",
                    topics: [TopicName.submit("trade"), TopicName.submit("rival")],
                    makeStage: { [unowned self] _ in admission() }
                )
            )
            roles.append(
                SimulatedWorker.Role(
                    name: "registration-\(index)",
                    group: "registration",
                    topics: [TopicName.admitted(.trading)],
                    makeStage: { [unowned self] in registration($0) },
                    fault: fault
                )
            )
            roles.append(
                SimulatedWorker.Role(
                    name: "delivery-\(index)",
                    group: "delivery",
                    topics: [TopicName.ledger(.trading)],
                    makeStage: { [unowned self] _ in
                        let recipient = try #require(world.policy.registry["city-service"])
                        return DeliveryStage(recipient: recipient, policy: world.policy, views: world.views)
                    }
                )
            )
        }
        return roles
    }

    private func admission() -> any Stage {
        HistoryAdmission { [unowned self] inbound in
            submitted["\(inbound.source.topic)/\(inbound.source.partition)/\(inbound.offset)"]
        }
    }

    private func registration(_ worker: SimulatedWorker) -> any Stage {
        var configuration = RegistrationConfiguration(plane: .trading)
        configuration.factsPartitions = 2
        configuration.claimsPartitions = Int32(Self.partitions)
        configuration.parkingMilliseconds = Self.parking
        configuration.parkedPerSender = Self.perSender
        if closesCases {
            var closing = ClosingPolicy(closeAfter: Self.closing.after, forgetAfter: Self.closing.forgotten)
            closing.granularity = Self.closing.granularity
            configuration.closing = closing
        }
        let source = SimulatedSource(worker)
        let stage = RegistrationStage(
            configuration: configuration,
            source: fault?.spoil(source, broker) ?? source,
            elapsed: { [unowned self] in scheduler.now }
        )
        return fault?.spoil(stage) ?? stage
    }
}
