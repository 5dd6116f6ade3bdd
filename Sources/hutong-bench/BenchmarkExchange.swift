internal import ContractEngine
internal import Core
internal import Foundation
internal import Pipeline
internal import RoutingPolicy
internal import Telemetry
internal import Trust

/// A small exchange on the in-memory bus: one trading platform, a public-service and a supervision platform.
struct BenchmarkExchange: Sendable {
    /// 2026-11-21T03:18:00Z, log-append time of all submissions.
    static let now = Instant(milliseconds: 1_795_231_080_000)
    private static let day: Int64 = 86_400_000
    static let partitions = 8

    /// Who takes part, and what may go where.
    let policy: ExchangePolicy
    /// The contracts.
    let contracts: ContractCatalog
    /// What each recipient is shown.
    let views: ViewCatalog
    /// The accepted samples of the data sets that a trading platform sends and that are not sealed.
    let events: [(envelope: EventEnvelope, payload: [UInt8])]

    /// Loads contracts and flows below `directory`.
    init(contracts directory: String) throws {
        do {
            contracts = try ContractCatalog.load(from: directory)
        } catch {
            throw BenchmarkFailure(
                66,
                error.problems.map { "\($0.file) \($0.key): \($0.message.en)" }.joined(separator: "\n")
            )
        }
        let (flows, flowMistakes) = FlowTable.load(file: "\(directory)/flows/national.json")
        let (registry, mistakes) = Registry.load(Data(BenchmarkExchange.registry.utf8), name: "registry")
        guard let flows, let registry else {
            throw BenchmarkFailure(66, "\((flowMistakes + mistakes).map(\.key))")
        }
        policy = ExchangePolicy(registry: registry, flows: flows)
        let (compiled, viewMistakes) = ViewCatalog.compile(flows, contracts: contracts, file: "national.json")
        guard let compiled else { throw BenchmarkFailure(66, "\(viewMistakes.map(\.key))") }
        views = compiled
        events = BenchmarkExchange.events(SampleSuite(directory: directory, catalog: contracts), contracts, flows)
        guard !events.isEmpty else { throw BenchmarkFailure(66, "no samples in \(directory)") }
    }

    /// Records per second through admission; every one of them must be accepted.
    func admissionRate(_ submissions: BenchmarkSubmissions, batch: Int) throws -> Double {
        let broker = try filledBroker(submissions)
        let stage = try admission(on: broker, submissions)
        let bus = InMemoryBus(broker: broker, group: "admission", topics: [TopicName.submit("trade")])
        let rate = try rate(bus, stage, batch)
        let accepted = broker.records(of: TopicName.admitted(.trading)).reduce(0) { $0 + $1.count }
        guard accepted == submissions.records.count else {
            let reasons = broker.records(of: TopicName.quarantine("trade")).flatMap { $0 }.first
                .map {
                    String(
                        decoding: $0.headers.last { $0.name == RecordHeaderName.reasons }?.value ?? [],
                        as: UTF8.self
                    )
                }
            throw BenchmarkFailure(70, "\(submissions.records.count - accepted) submissions refused: \(reasons ?? "")")
        }
        return rate
    }

    /// Records per second through the delivery to each recipient.
    func deliveryRates(_ submissions: BenchmarkSubmissions, batch: Int) throws -> [(recipient: String, rate: Double)] {
        let broker = try filledBroker(submissions)
        let source = InMemoryBus(broker: broker, group: "admission", topics: [TopicName.submit("trade")])
        _ = try rate(source, try admission(on: broker, submissions), batch)
        try register(on: broker)
        return try policy.registry.platforms.filter { $0.plane != .trading }.map { recipient in
            (recipient.id, try deliveryRate(to: recipient, from: broker, batch: batch))
        }
    }

    /// The platform to which the part `seal` of the trust benchmark delivers.
    private func recipient() throws -> RegisteredPlatform {
        guard let recipient = policy.registry.platforms.first(where: { $0.plane == .service }) else {
            throw BenchmarkFailure(70, "nobody is to be delivered to")
        }
        return recipient
    }

    /// What admission writes to the ledger for submissions that the public-service platform is to receive, `count` of them
    /// or as many as the samples give.
    func ledger(count: Int) throws -> [OutboundRecord] {
        // Some of the samples are of data sets that the recipient does not get.
        let submissions = try submissions(.none, count: count + count / 8)
        let broker = try filledBroker(submissions)
        let source = InMemoryBus(broker: broker, group: "admission", topics: [TopicName.submit("trade")])
        _ = try rate(source, try admission(on: broker, submissions), 1000)
        try register(on: broker)
        let recipient = try recipient()
        _ = try deliveryRate(to: recipient, from: broker, batch: 1000)
        func id(_ record: InboundRecord) -> [UInt8]? {
            record.headers.first { $0.name == AttributeName.id.header }?.value
        }
        let delivered = Set(broker.records(of: TopicName.deliver(recipient.id)).joined().map(id))
        let ledger = broker.records(of: TopicName.ledger(.trading)).joined().filter { delivered.contains(id($0)) }
        return ledger.prefix(count).map {
            OutboundRecord(
                topic: $0.source.topic,
                partition: $0.source.partition,
                key: $0.key,
                value: $0.value,
                headers: $0.headers
            )
        }
    }

    /// Records per second through the delivery of `ledger` to the public-service platform, in transactions of `batch`
    /// records, sealed by `sealer` where there is one.
    func deliveryRate(of ledger: some Sequence<OutboundRecord>, batch: Int, sealer: GatewaySealer?) throws -> Double {
        let recipient = try recipient()
        let broker = emptyBroker()
        var count = 0
        for record in ledger {
            try broker.produce(record)
            count += 1
        }
        let rate = try deliveryRate(to: recipient, from: broker, batch: batch, sealer: sealer)
        let delivered = broker.records(of: TopicName.deliver(recipient.id)).joined()
        guard delivered.count == count,
            delivered.allSatisfy({ $0.headers.contains { $0.name == SealHeader.statement } == (sealer != nil) })
        else {
            throw BenchmarkFailure(70, "\(delivered.count) of \(count) records are delivered, or not as they should")
        }
        return rate
    }

    private func deliveryRate(
        to recipient: RegisteredPlatform,
        from broker: InMemoryBroker,
        batch: Int,
        sealer: GatewaySealer? = nil
    ) throws -> Double {
        let stage = DeliveryStage(recipient: recipient, policy: policy, views: views)
        let bus = InMemoryBus(
            broker: broker,
            group: "delivery.\(recipient.id)",
            topics: Plane.allCases.map(TopicName.ledger)
        )
        return try rate(bus, stage, batch, sealer: sealer)
    }

    /// Records per second through a stage that copies from topic to topic.
    func copyRate(records count: Int, batch: Int) throws -> Double {
        let broker = try filledBroker(try submissions(.none, count: count))
        let bus = InMemoryBus(broker: broker, group: "copy", topics: [TopicName.submit("trade")])
        return try rate(bus, CopyStage(to: TopicName.ledger(.trading)), batch)
    }

    /// Brings what was admitted into the ledger as registration does that accepts all of it; the samples are of one case
    /// and one key, so that it would accept the first of each data set alone.
    private func register(on broker: InMemoryBroker) throws {
        for record in broker.records(of: TopicName.admitted(.trading)).joined() {
            let headers = record.headers.filter {
                $0.name != RecordHeaderName.relation && $0.name != RecordHeaderName.remarks
            }
            try broker.produce(
                OutboundRecord(
                    topic: TopicName.ledger(.trading),
                    key: record.key,
                    value: record.value,
                    headers: headers
                )
            )
        }
    }

    private func admission(on broker: InMemoryBroker, _ submissions: BenchmarkSubmissions) throws -> AdmissionStage {
        AdmissionStage(
            configuration: AdmissionConfiguration(),
            policy: policy,
            contracts: contracts,
            signatures: try submissions.makeCheck(),
            facts: FactsTable(sources: [InMemoryTable(broker: broker, topic: TopicName.facts(.trading))])
        )
    }

    /// The gateway's admission over `facts`, which follows `trust`; whatever times the submissions name.
    func admission(signatures: SignatureCheck, facts: FactsTable, trust: TrustBoard?) -> AdmissionStage {
        var configuration = AdmissionConfiguration()
        configuration.clockSkewMilliseconds = .max / 4
        configuration.factsPartitions = 1
        // The embedded broker stamps nothing.
        configuration.acceptsClaimedTime = true
        return AdmissionStage(
            configuration: configuration,
            policy: policy,
            contracts: contracts,
            signatures: signatures,
            facts: facts,
            trust: trust
        )
    }

    /// Turns a worker's cycle until nothing is left; records per second of processor time.
    func rate(
        _ bus: InMemoryBus,
        _ stage: any Stage,
        _ batch: Int,
        sealer: GatewaySealer? = nil
    ) throws -> Double {
        var cycle = WorkCycle(bus: bus, stage: stage, sealer: sealer)
        var records = 0
        let start = clock()
        while case .committed(let tally, _) = try cycle.turn(
            maximum: batch,
            wait: .zero,
            now: { BenchmarkExchange.now }
        ) {
            records += tally.records
        }
        return Double(records) * Double(CLOCKS_PER_SEC) / Double(max(clock() - start, 1))
    }

    private func filledBroker(_ submissions: BenchmarkSubmissions) throws -> InMemoryBroker {
        let broker = emptyBroker()
        for record in submissions.records { try broker.produce(record) }
        return broker
    }

    /// A broker with all topics and no records.
    func emptyBroker() -> InMemoryBroker {
        let broker = InMemoryBroker()
        broker.setTime(BenchmarkExchange.now)
        for platform in policy.registry.platforms {
            for topic in [
                TopicName.submit(platform.id), TopicName.receipt(platform.id), TopicName.deliver(platform.id),
                TopicName.quarantine(platform.id), TopicName.viewUsage(platform.id),
            ] {
                broker.createTopic(topic, partitions: BenchmarkExchange.partitions)
            }
        }
        for plane in Plane.allCases {
            broker.createTopic(TopicName.ledger(plane), partitions: BenchmarkExchange.partitions)
            broker.createTopic(TopicName.admitted(plane), partitions: BenchmarkExchange.partitions)
            broker.createTopic(TopicName.cases(plane), partitions: BenchmarkExchange.partitions)
            broker.createTopic(TopicName.claims(plane), partitions: 1)
            broker.createTopic(TopicName.facts(plane), partitions: 1)
        }
        broker.createTopic(TopicName.certificateUsage, partitions: 1)
        return broker
    }

    /// The accepted samples of the data sets that a trading platform sends and that are not sealed.
    private static func events(
        _ suite: SampleSuite,
        _ contracts: ContractCatalog,
        _ flows: FlowTable
    ) -> [(envelope: EventEnvelope, payload: [UInt8])] {
        var events: [(envelope: EventEnvelope, payload: [UInt8])] = []
        for program in contracts.programs
        where !flows.flows(of: program.name, from: .trading).isEmpty && flows.seal(of: program.name) == nil {
            for sample in suite.samples(of: program) where sample.isAccepted && sample.operation == .add {
                guard let record = try? JSONNode.parse(sample.payload),
                    let caseKey = record[program.routing.case]?.text,
                    record["PLATFORM_CODE"]?.text == platformCode
                else { continue }
                let attributes: [AttributeName: String] = [
                    .specversion: "1.0", .id: "bench", .source: "/platforms/\(platformCode)",
                    .type: "cn.ggzy.\(program.name)", .time: now.rfc3339, .dataschema: program.schema,
                    .contenttype: "application/json", .partitionkey: caseKey, .datakey: "0123456789abcdefghijkl",
                    .operation: "add", .sector: program.routing.sector.flatMap { record[$0]?.text } ?? "A99",
                    .region: program.routing.region.flatMap { record[$0]?.text } ?? "350182",
                ]
                events.append((EventEnvelope(attributes: attributes), sample.payload))
            }
        }
        return events
    }

    /// Code and body of the sending platform: the one of the golden samples.
    static let platformCode = "12350100000000019K"

    private static let registry = """
        {"platforms": [
        {"id": "trade", "code": "12350100000000019K", "name": {"zh": "交易", "en": "Trade"},
         "body": "12350100000000019K", "plane": "trading", "level": "city", "region": "350100", "sectors": ["*"],
         "certification": {"state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2099-12-31T00:00:00Z"}},
        {"id": "service", "code": "123501000000000359", "name": {"zh": "服务", "en": "Service"},
         "body": "123501000000000359", "plane": "service", "level": "nation", "region": "100000", "sectors": ["*"],
         "certification": {"state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2099-12-31T00:00:00Z"}},
        {"id": "supervision", "code": "113501000000000512", "name": {"zh": "监督", "en": "Supervision"},
         "body": "113501000000000512", "plane": "supervision", "level": "nation", "region": "100000", "sectors": ["*"],
         "certification": {"state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2099-12-31T00:00:00Z"}}
        ]}
        """
}
