import Bus
import ContractEngine
import Core
import Foundation
import Pipeline
import Platform
import RoutingPolicy
import Telemetry
import Trust

/// One run of the demonstration: a broker, a gateway and six platforms in this process, and the books of all of it.
struct DemoRun {
    /// Partitions of every topic on the embedded broker.
    private static let partitions = 4
    /// Records handed to the broker between two looks at what came back.
    private static let portion = 100
    /// What signature, certificate and Hutong's own headers add to a record, at most.
    private static let signatureBytes = 2600
    /// What a verdict takes on `receipt.<sender>`, and what each delivery does, seal and headers included.
    private static let verdictBytes = 2400
    private static let progressBytes = 1800
    /// The run is given up when nothing new arrives for this long.
    private static let patience: Duration = .seconds(60)

    private let contracts: String
    private let console: Console

    /// A run with the data below `contracts`, telling of its progress on `console`.
    init(contracts: String, console: Console) {
        self.contracts = contracts
        self.console = console
    }

    /// Sends `records` records, waits for all that must come of them, and balances the books.
    ///
    /// - Parameter inspect: called with the broker's address while everything still stands in its topics.
    func run(records: Int, inspect: (String) throws -> Void = { _ in }) throws -> DemoReport {
        let now = SystemClock.now()
        let catalog = try loadCatalog()
        let policy = try loadPolicy()
        let dialects = try loadDialects(catalog)
        let credentials = try DemoCredentials(registry: policy.registry, now: now)
        let submissions = try DemoScenario(directory: directory("demo"), catalog: catalog)
            .submissions(count: records, now: now)
            .map { try credentials.approved($0, catalog) }
        let manifest = try DemoManifest(contentsOf: directory("demo/manifest.ndjson"))
        var books = try DemoBooks(
            submissions: submissions,
            manifest: manifest,
            views: DemoViews(flows: directory("flows/national.json")),
            documents: DemoDocuments(
                registry: policy.registry,
                dialects: dialects,
                placeholders: directory("national/v2/placeholders.json")
            ),
            seals: SealVerifier(
                gateways: [.init(id: credentials.sealer.gateway, certificate: credentials.sealer.certificate)]
            )
        )
        let topics = ExchangeTopics(policy.registry, TopicSettings(partitions: Self.partitions)).specifications
        try refuseOverflow(of: submissions, manifest, topics)
        let signed = try submissions.map(credentials.record(of:))

        let broker = try EmbeddedBroker()
        defer { broker.close() }
        for topic in topics { try broker.createTopic(topic.name, partitions: Int(topic.partitions)) }

        let artifacts = GatewayArtifacts(
            policy: policy,
            contracts: catalog,
            views: try compileViews(policy.flows, catalog),
            dialects: dialects,
            profiles: try loadProfiles(policy, catalog),
            trust: try TrustStore(
                list: credentials.trustList,
                revocation: credentials.revocation,
                generation: 1
            ),
            certificates: [:],
            persons: credentials.persons,
            sealer: credentials.sealer,
            masking: credentials.masking
        )
        let gateway = Gateway(
            configuration(policy, broker),
            artifacts: artifacts,
            connection: broker.connection(),
            events: quiet()
        )
        gateway.start()
        defer { gateway.drain(within: .seconds(10)) }
        try waitForAssignment(of: gateway)

        let start = SystemClock.monotonicNanoseconds()
        try exchange(signed, DemoQueue(submissions), through: broker, policy.registry, &books)
        let seconds = Double(SystemClock.monotonicNanoseconds() - start) / 1e9
        try inspect(broker.brokers.joined(separator: ","))
        return books.balance(seconds: seconds)
    }

    /// Sends `records` portion by portion and writes down everything that the topics show, until it is complete.
    private func exchange(
        _ records: [OutboundRecord],
        _ order: DemoQueue,
        through broker: EmbeddedBroker,
        _ registry: Registry,
        _ books: inout DemoBooks
    ) throws {
        let connection = broker.connection(clientID: "hutong-demo")
        let reader = try TopicReader(connection, topics: Self.observed(registry), start: .beginning)
        defer { reader.close() }
        let producer = try EventProducer(connection)
        defer { producer.close() }
        var progress = ProgressLine(
            console,
            label: BilingualText(zh: "已处理", en: "settled"),
            total: records.count
        )
        var queue = order
        var sent = 0
        var lastNews = SystemClock.monotonicNanoseconds()
        while !Self.isComplete(books, of: records.count) {
            let portion = queue.take(Self.portion, isSettled: books.isSettled)
            for index in portion { try producer.send(records[index], tag: index) }
            sent += portion.count
            for report in producer.takeReports(wait: .zero) {
                if let failure = report.failure { throw CommandFailure(failure) }
            }
            let news = try reader.read(maximum: 2000, wait: portion.isEmpty ? .milliseconds(5) : .zero)
            for record in news { Self.note(record, in: &books) }
            progress.update(books.settled, detail: detail(books, sent: sent))
            let instant = SystemClock.monotonicNanoseconds()
            if !news.isEmpty { lastNews = instant }
            if instant - lastNews > UInt64(Self.patience.components.seconds) * 1_000_000_000 { break }
        }
        // What nobody asked for would come now: a second receipt, a delivery to the wrong platform.
        for _ in 0..<10 {
            for record in try reader.read(maximum: 2000, wait: .milliseconds(50)) { Self.note(record, in: &books) }
        }
        progress.finish(books.settled, detail: detail(books, sent: sent))
    }

    /// A new group waits three seconds on the embedded broker; the clock of the demonstration starts after that.
    private func waitForAssignment(of gateway: Gateway) throws {
        console.note(zh: "网关正在加入消费组…", en: "the gateway joins its groups …")
        let deadline = ContinuousClock.now + Self.patience
        while !gateway.readiness.missing.isEmpty {
            if let (worker, failure) = gateway.failure {
                throw CommandFailure(
                    .internalError,
                    zh: "\(worker)：\(failure.message.zh)",
                    en: "\(worker): \(failure.message.en)"
                )
            }
            guard ContinuousClock.now < deadline else {
                throw CommandFailure(.unavailable, zh: "网关未能就绪", en: "the gateway did not become ready")
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private func configuration(_ policy: ExchangePolicy, _ broker: EmbeddedBroker) -> GatewayConfiguration {
        GatewayConfiguration(
            file: "demo",
            brokers: broker.brokers.joined(separator: ","),
            servicePlatform: "fujian-service",
            contracts: contracts,
            flows: directory("flows/national.json").path,
            registry: directory("demo/registry.json").path,
            trustList: "demo",
            trustAuthority: "demo",
            keys: [:],
            topics: TopicSettings(partitions: Self.partitions, replication: 1, minInSyncReplicas: 1),
            worker: WorkerSettings(instance: "demo", waitMilliseconds: 5, parkingMilliseconds: 3000),
            isEmbedded: true,
            kafka: [:],
            log: LogSettings()
        )
    }

    /// The demonstration shows a table, not a log.
    private func quiet() -> GatewayEvents {
        GatewayEvents(
            metrics: GatewayMetrics(),
            log: EventLog(
                level: .error,
                format: .text,
                output: { line in
                    console.streams.writeError(line)
                    return true
                }
            )
        )
    }

    private func detail(_ books: DemoBooks, sent: Int) -> String {
        let deliveries = books.deliveries
        return console.say(
            zh: "已发送 \(sent)，接收 \(books.accepted)，投递 \(deliveries.seen)",
            en: "sent \(sent), accepted \(books.accepted), delivered \(deliveries.seen)"
        )
    }

    private static func isComplete(_ books: DemoBooks, of count: Int) -> Bool {
        let deliveries = books.deliveries
        return books.settled == count && deliveries.seen >= deliveries.announced
    }

    /// All topics in which something may come of a submission.
    private static func observed(_ registry: Registry) -> [String] {
        let ids = registry.platforms.map(\.id)
        return ids.flatMap { [TopicName.receipt($0), TopicName.quarantine($0), TopicName.deliver($0)] }
            + Plane.allCases.map(TopicName.ledger)
    }

    private static func note(_ record: InboundRecord, in books: inout DemoBooks) {
        let parts = record.source.topic.split(separator: ".", maxSplits: 1)
        switch parts.first {
        case "receipt": books.receipt(record)
        case "quarantine": books.quarantine(record)
        case "deliver": books.delivery(record, to: parts.count > 1 ? String(parts[1]) : "")
        default: books.ledger(record)
        }
    }

    /// Refuses a number of records that the embedded broker would silently lose, before any of them is signed.
    private func refuseOverflow(
        of submissions: [DemoSubmission],
        _ manifest: DemoManifest,
        _ topics: [TopicSpecification]
    ) throws {
        let counts = Dictionary(topics.map { ($0.name, $0.partitions) }, uniquingKeysWith: { first, _ in first })
        var submitted = EmbeddedCapacity(partitionCounts: counts)
        var ledger = EmbeddedCapacity(partitionCounts: counts)
        var receipts = EmbeddedCapacity(partitionCounts: counts)
        let signature = RecordHeader("signature", bytes: Array(repeating: 0, count: Self.signatureBytes))
        for (index, submission) in submissions.enumerated() {
            func copy(in topic: String) -> OutboundRecord {
                OutboundRecord(
                    topic: topic,
                    key: Array(submission.key.utf8),
                    value: submission.payload,
                    headers: submission.envelope.headers + [signature]
                )
            }
            // The ledger holds all senders of a plane and is the fullest topic; a delivery is never larger.
            let isTooLarge = (submission.payload?.count ?? 0) > 1 << 20
            let sent = submitted.add(copy(in: TopicName.submit(submission.sender.platformID)))
            let recipients = manifest.row(forRecord: submission.id)?.recipients.count ?? 0
            let news = OutboundRecord(
                topic: TopicName.receipt(submission.sender.platformID),
                key: Array(submission.key.utf8),
                value: Array(repeating: 0, count: Self.verdictBytes + recipients * Self.progressBytes)
            )
            guard sent == nil, receipts.add(news) == nil,
                isTooLarge || ledger.add(copy(in: TopicName.ledger(.trading))) == nil
            else {
                throw CommandFailure(
                    .usage,
                    zh: "内置消息代理每个分区只能保存 5 MiB，最多可演示约 \(index) 条记录",
                    en: "the embedded broker keeps 5 MiB a partition; it can show about \(index) records at most"
                )
            }
        }
    }

    private func directory(_ path: String) -> URL {
        URL(fileURLWithPath: contracts).appendingPathComponent(path)
    }

    private func loadCatalog() throws -> ContractCatalog {
        do throws(ContractLoadFailure) {
            return try ContractCatalog.load(from: contracts)
        } catch {
            throw CommandFailure.demoData("\(error)")
        }
    }

    private func loadPolicy() throws -> ExchangePolicy {
        let (registry, mistakes) = Registry.load(file: directory("demo/registry.json").path)
        let (flows, flowMistakes) = FlowTable.load(file: directory("flows/national.json").path)
        guard let registry, let flows else {
            throw CommandFailure.demoData(
                (mistakes + flowMistakes).map { "\($0.file) \($0.key)" }.joined(separator: "; ")
            )
        }
        return ExchangePolicy(registry: registry, flows: flows)
    }

    private func loadDialects(_ catalog: ContractCatalog) throws -> DialectCatalog {
        do throws(ContractLoadFailure) {
            return try DialectCatalog.load(from: contracts, contracts: catalog)
        } catch {
            throw CommandFailure.demoData("\(error)")
        }
    }

    private func loadProfiles(_ policy: ExchangePolicy, _ catalog: ContractCatalog) throws -> [String: ProfileViews] {
        var problems: [ConfigurationProblem] = []
        let file = directory("demo/registry.json").path
        let profiles = GatewayArtifacts.profiles(policy.registry, policy.flows, catalog, file: file, &problems)
        problems += GatewayArtifacts.destinationProblems(policy.registry, file: file, catalog, nil)
        guard problems.isEmpty else {
            throw CommandFailure.demoData(problems.map { "\($0.file) \($0.key)" }.joined(separator: "; "))
        }
        return profiles
    }

    private func compileViews(_ flows: FlowTable, _ catalog: ContractCatalog) throws -> ViewCatalog {
        let (views, mistakes) = ViewCatalog.compile(
            flows,
            contracts: catalog,
            file: directory("flows/national.json").path
        )
        guard let views else {
            throw CommandFailure.demoData(mistakes.map { "\($0.file) \($0.key)" }.joined(separator: "; "))
        }
        return views
    }
}
