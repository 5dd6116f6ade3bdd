/// A topic as it should be.
package struct TopicSpecification: Sendable, Hashable {
    /// Name.
    package let name: String
    /// Number of partitions.
    package let partitions: Int32
    /// Number of copies; nil for the cluster's default.
    package let replication: Int32?
    /// Topic settings by Kafka's names, such as `cleanup.policy`.
    package let config: [String: String]

    /// A wanted topic.
    package init(name: String, partitions: Int32, replication: Int32? = nil, config: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
        self.config = config
    }
}
