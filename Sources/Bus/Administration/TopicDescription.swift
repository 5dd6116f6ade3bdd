/// A topic as it is.
package struct TopicDescription: Sendable, Hashable {
    /// Name.
    package let name: String
    /// Number of partitions.
    package let partitions: Int32
    /// Number of copies of the first partition.
    package let replication: Int32
    /// Settings in effect; empty on a broker without an Admin API.
    package let config: [String: String]
    /// The settings among them that were made for this topic, not inherited.
    package let overrides: [String: String]

    /// A topic found on the cluster.
    package init(
        name: String,
        partitions: Int32,
        replication: Int32,
        config: [String: String],
        overrides: [String: String]
    ) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
        self.config = config
        self.overrides = overrides
    }
}
