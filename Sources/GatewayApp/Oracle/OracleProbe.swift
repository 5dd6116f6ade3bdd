import Bus
import Core
import Pipeline
import Platform
import RoutingPolicy

/// Sends one fresh record after everything and looks whether it gets through: to the ledger, to each entitled recipient,
/// with its receipt, once.
struct OracleProbe {
    private static let patience: UInt64 = 90_000_000_000

    private let loaded: LoadedConfiguration
    private let console: Console

    /// A probe of the exchange of `loaded`.
    init(_ loaded: LoadedConfiguration, console: Console) {
        self.loaded = loaded
        self.console = console
    }

    /// The violations that the fresh record met; empty when it got through.
    ///
    /// It is written to the journal too, so that a later check knows it.
    /// - Parameters:
    ///   - number: number of the submission in the journal.
    ///   - seed: the seed of the load.
    /// - Throws: ``CommandFailure`` when the cluster, the keys or the journal cannot be used.
    func run(
        journal: OracleJournal,
        number: Int,
        platforms: [String],
        seed: UInt64
    ) throws(CommandFailure) -> [OracleViolation] {
        let configuration = loaded.configuration
        let registry = loaded.artifacts.policy.registry
        let now = SystemClock.now()
        let senders = registry.platforms.filter { configuration.keys[$0.id] != nil }
        let lifecycles = try OracleLifecycle.all(
            contracts: configuration.contracts,
            platforms: senders,
            artifacts: loaded.artifacts,
            at: now
        )
        guard let lifecycle = lifecycles.first(where: { !$0.children.isEmpty }) else {
            throw CommandFailure.demoData("no life cycle of a platform with a key")
        }
        // Serials of a load are far below this one.
        let shape = OracleStream.Shape(
            seed: seed,
            cases: 1,
            firstSerial: 900_000 + Int(now.milliseconds / 1000 % 100_000),
            early: 0,
            orphaned: 0,
            largeRecords: false
        )
        var stream = OracleStream([lifecycle], shape)
        guard let draft = stream.next(at: now) else { return [] }
        let signers = try OracleSigners([lifecycle.platform], configuration, form: "raw")
        guard let record = try signers.records(of: [draft], at: now).first else { return [] }
        let issue = OracleLoad.issue(draft, record, number: number)
        journal.issue(issue)
        try journal.synchronize()
        let connection = ClusterSettings.connection(configuration)
        let producer = try CommandFailure.bus { () throws(BusFailure) in try EventProducer(connection) }
        defer { producer.close() }
        let topics =
            [TopicName.receipt(lifecycle.platform.id), TopicName.ledger(lifecycle.platform.plane)]
            + registry.platforms.map { TopicName.deliver($0.id) }
        let reader = try CommandFailure.bus { () throws(BusFailure) in
            try TopicReader(connection, topics: topics, start: .end)
        }
        defer { reader.close() }
        let report = try CommandFailure.bus { () throws(BusFailure) in
            try producer.publish([record], deadline: .seconds(30)).first
        }
        guard let report, report.failure == nil else {
            return [Self.violation(draft.envelope.id, record.topic, zh: "未被确认", en: "is not acknowledged")]
        }
        journal.acknowledged(number, partition: report.destination.partition, offset: report.offset)
        try journal.synchronize()
        let origin = RecordPlace(report.destination, report.offset)
        var missing = Set(
            registry.platforms.indices.filter { issue.recipients >> UInt64($0) & 1 == 1 }.map {
                TopicName.deliver(registry.platforms[$0].id)
            }
        ).union([TopicName.ledger(lifecycle.platform.plane), TopicName.receipt(lifecycle.platform.id)])
        let end = SystemClock.monotonicNanoseconds() + Self.patience
        while !missing.isEmpty, SystemClock.monotonicNanoseconds() < end {
            let records = try CommandFailure.bus { () throws(BusFailure) in try reader.read(wait: .milliseconds(50)) }
            for record in records {
                let place =
                    OracleReading.isVerdict(record)
                    ? OracleReading.verdict(record)?.place : OracleReading.origin(of: record)
                if place == origin { missing.remove(record.source.topic) }
            }
        }
        return missing.sorted().map {
            Self.violation(draft.envelope.id, $0, zh: "新记录未到达", en: "the fresh record did not arrive there")
        }
    }

    private static func violation(_ id: String, _ topic: String, zh: String, en: String) -> OracleViolation {
        OracleViolation(.probeFailed, id: id, topic: topic, place: nil, zh: zh, en: en)
    }
}
