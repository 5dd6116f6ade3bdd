package import Bus
import Pipeline
package import RoutingPolicy

/// The topics of an exchange and how each must be made; derived from the registry, so it is the same everywhere.
package struct ExchangeTopics: Sendable {
    /// Partitions of the topics `facts.<plane>`: a handful of facts per case, read whole by every worker.
    package static let factsPartitions: Int32 = 1
    /// Partitions of the topic `trust`: pieces, manifests and removals stand in one order.
    package static let trustPartitions: Int32 = 1
    /// Partitions of `cert-usage` and `view-usage.<id>`: a few records a batch, read in the order of time.
    package static let usagePartitions: Int32 = 1
    /// Internal topics take 4 MiB against submissions of 1 MiB, so that whatever was taken can be passed on.
    static let internalSize = String(4 << 20)
    /// Submissions: a payload of 1 MiB, its headers, and room for one that is somewhat too large to be refused in words
    /// rather than by the broker.
    static let submissionSize = String(2 << 20)

    /// All topics, sorted by name.
    package let specifications: [TopicSpecification]

    private let settings: TopicSettings

    /// The topics for the platforms of `registry`.
    package init(_ registry: Registry, _ settings: TopicSettings) {
        self.settings = settings
        let platforms = registry.platforms.flatMap { platform in
            PlatformTopic.allCases.map { kind in
                ExchangeTopics.specification(
                    kind.name(of: platform.id),
                    kind.partitions ?? Int32(settings.partitions),
                    kind.properties,
                    settings
                )
            }
        }
        let planes = Plane.allCases.flatMap { plane in
            let positions = [GatewayStage.admission, .registration, .index].map { stage in
                (name: TopicName.position(stage.worker(for: plane.rawValue)), properties: ExchangeTopics.standing)
            }
            let topics = [
                (name: TopicName.ledger(plane), properties: ExchangeTopics.registered),
                (TopicName.admitted(plane), ExchangeTopics.passing),
                (TopicName.cases(plane), ExchangeTopics.remembered),
                (TopicName.claims(plane), ExchangeTopics.claimed),
                (TopicName.index(plane), ExchangeTopics.remembered),
                (TopicName.finding(plane), ExchangeTopics.requested),
                (TopicName.redrive(plane), ExchangeTopics.requested),
                (TopicName.alert(plane), ExchangeTopics.requested),
            ]
            return (topics + positions).map { topic in
                ExchangeTopics.specification(topic.name, Int32(settings.partitions), topic.properties, settings)
            }
        }
        let facts = Plane.allCases.map { plane in
            ExchangeTopics.specification(
                TopicName.facts(plane),
                ExchangeTopics.factsPartitions,
                ExchangeTopics.compacted,
                settings
            )
        }
        let trust = ExchangeTopics.specification(
            TopicName.trust,
            ExchangeTopics.trustPartitions,
            ExchangeTopics.compacted,
            settings
        )
        let usage = ExchangeTopics.specification(
            TopicName.certificateUsage,
            ExchangeTopics.usagePartitions,
            ExchangeTopics.durable,
            settings
        )
        specifications = (platforms + planes + facts + [trust, usage]).sorted { $0.name < $1.name }
    }

    /// How many partitions each of `names` must have.
    package func partitions(of names: Set<String>) -> [String: Int32] {
        Dictionary(
            specifications.filter { names.contains($0.name) }.map { ($0.name, $0.partitions) }
        ) { first, _ in first }
    }

    /// How large the records are that each of `names` must take: what is asked for when the topics are made.
    package func sizes(of names: Set<String>) -> [String: Int64] {
        var sizes: [String: Int64] = [:]
        for topic in specifications where names.contains(topic.name) {
            sizes[topic.name] = topic.config[TopicSizePlan.setting].flatMap { Int64($0) }
        }
        return sizes
    }

    private static func specification(
        _ name: String,
        _ partitions: Int32,
        _ properties: [String: String],
        _ settings: TopicSettings
    ) -> TopicSpecification {
        TopicSpecification(
            name: name,
            partitions: partitions,
            replication: Int32(settings.replication),
            config: properties.merging(["min.insync.replicas": String(settings.minInSyncReplicas)]) { own, _ in own }
        )
    }

    /// The ledger: dated by the broker, so that whoever asks when something was registered is told by no worker's clock.
    private static let registered = durable.merging(["message.timestamp.type": "LogAppendTime"]) { own, _ in own }

    /// What is kept for good.
    static let durable = [
        "cleanup.policy": "delete", "retention.ms": "-1", "max.message.bytes": internalSize,
    ]

    /// Records between two stages: kept longer than any of them may be parked, since their bytes are read from there
    /// again. The broker dates them, since it may be asked how long one waits after it was admitted a second time.
    private static let passing = [
        "cleanup.policy": "delete", "retention.ms": "604800000", "max.message.bytes": internalSize,
        "message.timestamp.type": "LogAppendTime",
    ]

    /// The state of cases and of the index: as other compacted topics, dated by the broker, so that a worker that reads it
    /// back knows that it is no earlier.
    private static let remembered = compacted.merging(["message.timestamp.type": "LogAppendTime"]) { own, _ in own }

    /// Requests: kept as long as the quarantine that they are about, since they tell what was asked for already. Findings
    /// as long as both.
    private static let requested = [
        "cleanup.policy": "delete", "retention.ms": "7776000000", "max.message.bytes": internalSize,
    ]

    /// Claims: the last one of each key, and for seven days all, so that what the index refers to can be read where it
    /// stands, and no removal passes it by. Dated by the broker, since a parent may be missing for so long from then on.
    private static let claimed = remembered.merging([
        "min.compaction.lag.ms": "604800000", "max.compaction.lag.ms": "691200000", "delete.retention.ms": "604800000",
    ]) { _, own in own }

    /// Positions: a few short entries a transaction, of which the last counts, read whole at each assignment. So segments
    /// are small and roll early.
    static let standing = compacted.merging(
        ["segment.bytes": "4194304", "segment.ms": "600000", "max.compaction.lag.ms": "600000"]
    ) { _, own in own }

    /// The last one of each key. Compaction alone bounds nothing, so segments roll hourly and dirt may wait at most two
    /// hours.
    private static let compacted = [
        "cleanup.policy": "compact", "max.message.bytes": internalSize, "segment.ms": "3600000",
        "max.compaction.lag.ms": "7200000", "min.cleanable.dirty.ratio": "0.1", "delete.retention.ms": "86400000",
    ]
}
