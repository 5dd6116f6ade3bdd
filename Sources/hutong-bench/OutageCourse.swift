internal import Bus
internal import Core
internal import Foundation
internal import GatewayApp
internal import Pipeline
internal import Platform
internal import RoutingPolicy
internal import Telemetry
internal import Trust

/// The track of the outage benchmark: an embedded broker, signed submissions in it, and sources of every manner.
struct OutageCourse {
    /// What one lap took.
    struct Lap {
        let records: Double
        let seconds: Double
        let processor: Double
        /// Attempts at sources that ended during the lap or ran at its end.
        let attempts: Double

        /// Records per second.
        var rate: Double { records / max(seconds, 1e-9) }
        /// Microseconds of processor time per record.
        var cost: Double { processor * 1_000_000 / max(records, 1) }
    }

    private static let partitions: Int32 = 8
    private static let submit = TopicName.submit("trade")

    private let exchange: BenchmarkExchange
    private let broker: EmbeddedBrokerProcess
    private let connection: ClusterConnection
    private let sources: OutageSources
    private let sourceCount: Int
    private let batch: Int
    private let records: Int
    private let identity: BenchmarkIdentity
    private let list: [UInt8]
    private let listFile: String

    /// Fills the topic of submissions and starts everything that runs beside.
    init(contracts: String, records: Int, batch: Int, sources count: Int) throws {
        exchange = try BenchmarkExchange(contracts: contracts)
        let submissions = try exchange.submissions(.ecdsa, count: records)
        guard let identity = submissions.identity else { throw BenchmarkFailure(70, "nobody signed") }
        self.identity = identity
        self.records = records
        self.batch = batch
        sourceCount = count
        let now = SystemClock.now()
        list = try identity.root.revocationList(
            RevocationTemplate(
                number: 1,
                thisUpdate: now.advanced(byMilliseconds: -60_000),
                nextUpdate: now.advanced(byMilliseconds: 86_400_000)
            )
        )
        listFile = NSTemporaryDirectory() + "hutong-bench-\(UInt32.random(in: .min ... .max)).crl"
        guard FileManager.default.createFile(atPath: listFile, contents: Data(list)) else {
            throw BenchmarkFailure(73, listFile)
        }
        sources = try OutageSources(list: listFile)
        broker = try EmbeddedBrokerProcess()
        connection = ClusterConnection(brokers: broker.brokers, clientID: "hutong-bench")
        try fill(submissions)
    }

    /// Lets go what runs beside.
    func clear() {
        sources.stop()
        broker.stop()
        try? FileManager.default.removeItem(atPath: listFile)
    }

    private static var outputs: [String] {
        [
            TopicName.admitted(.trading), TopicName.receipt("trade"), TopicName.quarantine("trade"),
            TopicName.facts(.trading), TopicName.trust, TopicName.certificateUsage,
        ]
    }

    private func fill(_ submissions: BenchmarkSubmissions) throws {
        let administrator = try TopicAdministrator(connection, deadline: .seconds(60))
        defer { administrator.close() }
        let single = [TopicName.trust, TopicName.facts(.trading)]
        let names = [OutageCourse.submit] + OutageCourse.outputs
        try administrator.create(
            names.map {
                TopicSpecification(name: $0, partitions: single.contains($0) ? 1 : OutageCourse.partitions)
            }
        )
        var capacity = EmbeddedCapacity(partitionCounts: [OutageCourse.submit: OutageCourse.partitions])
        let producer = try EventProducer(connection, linger: .milliseconds(50))
        defer { producer.close() }
        for (number, record) in submissions.records.enumerated() {
            guard capacity.add(record) == nil else {
                throw BenchmarkFailure(64, "the embedded broker does not hold \(records) records")
            }
            try producer.send(record, tag: number)
            if number % 1000 == 999 { try check(producer.takeReports(wait: .zero)) }
        }
        try check(producer.flush(deadline: .seconds(120)))
    }

    private func check(_ reports: [DeliveryReport]) throws {
        if let failure = reports.first(where: { $0.failure != nil })?.failure { throw failure }
    }

    /// One lap while all sources behave in `manner`; nil fetches nothing.
    func lap(_ manner: OutageSources.Manner?, round: Int) throws -> Lap {
        let authority = TrustAuthority(
            id: "benchmark",
            name: BilingualText(zh: "基准", en: "Benchmark"),
            history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
            certificates: [identity.root.certificate],
            identity: [.extension(oid: CertificateTemplate.identityExtension)],
            revocation: RevocationPolicy(
                check: .crl,
                crl: manner.map { sources.addresses($0, count: sourceCount) } ?? []
            )
        )
        let trusted = TrustList(authorities: [authority])
        var book = RevocationBook()
        if case .failure(let fault) = book.add(crl: list, list: trusted, at: SystemClock.now()) {
            throw BenchmarkFailure(70, fault.message.en)
        }
        let store = try TrustStore(list: trusted, revocation: book, generation: 1)
        let service = TrustService(
            keeper: TrustKeeper(list: trusted, book: book),
            board: TrustBoard(store),
            settings: TrustSettings(fetch: manner != nil, pollSeconds: 1, timeoutSeconds: 3),
            instance: "bench",
            listFile: nil,
            registered: [identity.leaf],
            connection: connection,
            events: GatewayEvents(
                metrics: GatewayMetrics(),
                log: EventLog(level: .error, format: .text, output: { _ in true })
            ),
            readiness: Readiness()
        )
        service.start()
        defer { service.stop(within: .seconds(10)) }
        let deadline = SystemClock.monotonicNanoseconds() + 30_000_000_000
        while !service.state.isCaughtUp || manner != nil && service.state.attempts + service.state.running == 0 {
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw BenchmarkFailure(70, "the trust service did not begin")
            }
            _ = StopSignal().wait(upTo: .milliseconds(5))
        }
        return try admit(by: service, name: "\(manner?.rawValue ?? "unfetched")-\(round)")
    }

    private func admit(by service: TrustService, name: String) throws -> Lap {
        var configuration = BusConfiguration(connection: connection, groupID: name, groupInstanceID: name)
        configuration.sessionTimeout = .seconds(30)
        let facts = FactsTable(
            sources: [try KafkaBroadcastTable(connection, topic: TopicName.facts(.trading), patience: .seconds(10))]
        )
        let verifier = SignatureVerifier(store: service.board.current)
        let stage = exchange.admission(
            signatures: .verifier(verifier, registered: ["trade": identity.registered]),
            facts: facts,
            trust: service.board
        )
        let bus = try KafkaBatchBus(configuration, topics: [OutageCourse.submit])
        defer { bus.close() }
        try bus.prepare(outputs: OutageCourse.outputs)
        let timed = FirstBatchClock(bus)
        var cycle = WorkCycle(bus: timed, stage: stage)
        var done = 0
        var idle = 0
        while done < records {
            switch try cycle.turn(maximum: batch, wait: .seconds(1), now: SystemClock.now) {
            case .idle, .rewound:
                idle += 1
                guard idle < 30 else { throw BenchmarkFailure(70, "nothing came for 30 s after \(done) records") }
            case .committed(let tally, _):
                guard tally.refusedRecords == 0 else {
                    throw BenchmarkFailure(70, "\(tally.refusedRecords) submissions refused: \(timed.refusal ?? "")")
                }
                done += tally.acceptedRecords
                idle = 0
            }
        }
        let state = service.state
        return Lap(
            records: Double(done),
            seconds: Double(SystemClock.monotonicNanoseconds() - timed.start) / 1e9,
            processor: Double(clock() - timed.processor) / Double(CLOCKS_PER_SEC),
            attempts: Double(state.attempts + state.running)
        )
    }
}
