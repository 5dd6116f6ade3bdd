internal import Bus
internal import Core
internal import Foundation
internal import Pipeline
internal import Platform
internal import RoutingPolicy

/// The topics of one exchange under a prefix of its own, the bare loops beside it, and what they do.
struct ExchangeCourse {
    private static let partitions: Int32 = 8

    private let exchange: BenchmarkExchange
    private let connection: ClusterConnection
    private let prefix = "bench-\(String(UInt32.random(in: .min ... .max), radix: 16))-"
    private let recipient = "service"

    /// Makes the topics.
    init(_ exchange: BenchmarkExchange, _ connection: ClusterConnection) throws {
        self.exchange = exchange
        self.connection = connection
        let administrator = try TopicAdministrator(connection, deadline: .seconds(60))
        defer { administrator.close() }
        try administrator.create(
            topics.map { name in
                TopicSpecification(
                    name: name,
                    partitions: name == prefix + TopicName.facts(.trading) ? 1 : ExchangeCourse.partitions,
                    config: name == submit ? ["message.timestamp.type": "LogAppendTime"] : [:]
                )
            }
        )
    }

    /// Deletes the topics.
    func clear() {
        guard let administrator = try? TopicAdministrator(connection, deadline: .seconds(60)) else { return }
        defer { administrator.close() }
        try? administrator.delete(topics)
    }

    private var submit: String { prefix + TopicName.submit("trade") }
    /// The topics of the loops: 1 to 3 at full load, 4 to 7 at an even pace.
    private var bareTopics: [String] { (1...7).map { "\(prefix)bare-\($0)" } }
    private var outputs: [String] {
        [
            TopicName.admitted(.trading), TopicName.cases(.trading), TopicName.ledger(.trading),
            TopicName.facts(.trading), TopicName.claims(.trading), TopicName.receipt("trade"),
            TopicName.quarantine("trade"),
            TopicName.deliver(recipient), TopicName.quarantine(recipient), TopicName.viewUsage(recipient),
            TopicName.certificateUsage,
            TopicName.position("admission"), TopicName.position("registration"), TopicName.position("delivery"),
        ].map { prefix + $0 }
    }
    private var topics: [String] { [submit] + outputs + bareTopics }

    /// Puts all submissions of `mix` into the topic.
    func fill(_ mix: RegistrationMix) throws {
        let producer = try EventProducer(connection, linger: .milliseconds(50))
        defer { producer.close() }
        for (number, event) in mix.events.enumerated() {
            try producer.send(event.record(for: submit), tag: number)
            if number % 1000 == 999 { try check(producer.takeReports(wait: .zero)) }
        }
        try check(producer.flush(deadline: .seconds(120)))
    }

    private func check(_ reports: [DeliveryReport]) throws {
        if let failure = reports.first(where: { $0.failure != nil })?.failure { throw failure }
    }

    private func configuration(_ name: String) -> BusConfiguration {
        var configuration = BusConfiguration(
            connection: connection,
            groupID: prefix + name,
            groupInstanceID: prefix + name,
            transactionalIDPrefix: "txn."
        )
        configuration.sessionTimeout = .seconds(30)
        return configuration
    }

    // MARK: The exchange

    /// Starts the three stages, each in a thread with its own clients.
    func start() throws -> RunningExchange {
        let (exchange, connection, prefix) = (exchange, connection, prefix)
        guard let platform = exchange.policy.registry[recipient] else { throw BenchmarkFailure(70, "no recipient") }
        let stages: [(name: String, input: String, make: @Sendable () throws -> any Stage)] = [
            (
                "admission", submit,
                {
                    let table = try KafkaBroadcastTable(connection, topic: prefix + TopicName.facts(.trading))
                    return exchange.admission(
                        signatures: BenchmarkIdentity.passAll,
                        facts: FactsTable(sources: [table]),
                        trust: nil
                    )
                }
            ),
            (
                "registration", prefix + TopicName.admitted(.trading),
                { exchange.registration(from: RenamedSource(KafkaPartitionSource(connection), prefix: prefix)) }
            ),
            (
                "delivery", prefix + TopicName.ledger(.trading),
                { DeliveryStage(recipient: platform, policy: exchange.policy, views: exchange.views) }
            ),
        ]
        let stop = StopSignal()
        let failure = Locked<String?>(nil)
        let begin = Locked<UInt64>(0)
        let outputs = outputs
        let threads = stages.map { name, input, make in
            let configuration = configuration(name)
            let position = PositionTopic(
                name: prefix + TopicName.position(name),
                group: configuration.groupID,
                partitions: ExchangeCourse.partitions
            )
            return NamedThread(name, stackSize: 4 << 20) {
                do {
                    let positions = GroupPositions(position, from: KafkaPartitionSource(connection))
                    let bus = try KafkaBatchBus(configuration, topics: [input], positions: positions)
                    defer { bus.close() }
                    try bus.prepare(outputs: outputs)
                    var cycle = WorkCycle(bus: PrefixedBus(bus, prefix: prefix), stage: try make())
                    while !stop.isSet {
                        let turn = try cycle.turn(maximum: 1000, wait: .milliseconds(250), now: SystemClock.now)
                        guard case .committed = turn, name == "admission" else { continue }
                        begin.withLock { if $0 == 0 { $0 = SystemClock.monotonicNanoseconds() } }
                    }
                } catch {
                    failure.withLock { $0 = "\(name): \(error)" }
                }
            }
        }
        return RunningExchange(
            connection: connection,
            submit: submit,
            ledger: prefix + TopicName.ledger(.trading),
            deliver: prefix + TopicName.deliver(recipient),
            threads: threads,
            stop: stop,
            failure: failure,
            begin: begin
        )
    }

    // MARK: The bare loops

    /// Records per second through three loops one behind the other, which begin on a full topic.
    func bareRate(records: Int) throws -> Double {
        try loops(records: records, through: [submit] + bareTopics[..<3]) {}
    }

    /// The times through three loops.
    func bareLatencies(of mix: RegistrationMix, perSecond: Double) throws -> Latencies {
        var latencies = Latencies([])
        let topics = Array(bareTopics[3...])
        _ = try loops(records: mix.events.count, through: topics) {
            // The groups wait for their members.
            _ = StopSignal().wait(upTo: .seconds(8))
            let load = PacedLoad(mix, connection)
            latencies = try load.run(from: topics[0], to: topics[3], perSecond: perSecond)
        }
        return latencies
    }

    /// Runs three loops until each has passed on `records` records, and `body` meanwhile; the rate of the slowest.
    private func loops(records: Int, through topics: [String], _ body: () throws -> Void) throws -> Double {
        let results = Locked<[Result<Double, BenchmarkFailure>]>([])
        let threads = zip(topics, topics.dropFirst()).map { input, output in
            let arguments = arguments(records: records, from: input, to: output, name: "to-\(output)")
            return NamedThread("bare", stackSize: 1 << 20) {
                let result = Result { try ExchangeCourse.rate(of: NeighbourProgram.output(of: "BareLoop", arguments)) }
                    .mapError { $0 as? BenchmarkFailure ?? BenchmarkFailure(70, "\($0)") }
                results.withLock { $0.append(result) }
            }
        }
        try body()
        for thread in threads where !thread.join(within: .seconds(300)) {
            throw BenchmarkFailure(70, "the bare loops do not end")
        }
        return try results.withLock { $0 }.map { try $0.get() }.min() ?? 0
    }

    private static func rate(of output: String) throws -> Double {
        let figures = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard figures.count == 4 else { throw BenchmarkFailure(70, "the bare loop said: \(output)") }
        return figures[0] / max(figures[1], 1e-9)
    }

    private func arguments(records: Int, from input: String, to output: String, name: String) -> [String] {
        let configuration = configuration(name)
        var arguments = ["--input", input, "--records", String(records), "--batch", "1000", "--output", output]
        arguments += ["--drain-ms", String(configuration.drainWait / .milliseconds(1))]
        let newer = (BusConfiguration.newerConsumerProperties, BusConfiguration.newerProducerProperties)
        for (key, value) in configuration.consumerProperties.merging(newer.0, uniquingKeysWith: { own, _ in own }) {
            arguments += ["--consumer", "\(key)=\(value)"]
        }
        for (key, value) in configuration.producerProperties.merging(newer.1, uniquingKeysWith: { own, _ in own }) {
            arguments += ["--producer", "\(key)=\(value)"]
        }
        return arguments
    }
}
