/// One topic as it must be.
package struct PlannedTopic: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Number of partitions; frozen once the topic exists.
    package let partitions: Int
    /// Copies of each partition.
    package let replication: Int
    /// Topic properties.
    package let properties: [String: String]

    /// A topic of the configured size with `properties` on top of those that every topic has.
    init(_ name: String, _ configuration: TopicConfiguration, _ properties: [String: String]) {
        self.name = name
        partitions = configuration.partitions
        replication = configuration.replication
        self.properties = properties.merging(
            ["min.insync.replicas": String(configuration.minInSyncReplicas), "compression.type": "producer"]
        ) { own, _ in own }
    }

    /// Internal topics take 4 MiB against submissions of 1 MiB, so that whatever was taken can be passed on.
    static let internalSize = String(4 << 20)
    /// Submissions: a payload of 1 MiB, its headers, and room for one that is a little too large to be refused in
    /// words rather than by the broker.
    static let submissionSize = String(2 << 20)

    /// The ledger: kept for good.
    static let durable = ["cleanup.policy": "delete", "retention.ms": "-1", "max.message.bytes": internalSize]

    /// Facts: the last one of each key. Compaction alone bounds nothing, so segments roll hourly and dirt may wait at
    /// most two hours.
    static let compacted = [
        "cleanup.policy": "compact", "max.message.bytes": internalSize, "segment.ms": "3600000",
        "max.compaction.lag.ms": "7200000", "min.cleanable.dirty.ratio": "0.1", "delete.retention.ms": "86400000",
    ]
}
