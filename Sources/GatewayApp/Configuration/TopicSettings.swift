/// How the topics of the exchange are made.
package struct TopicSettings: Sendable, Hashable {
    /// Partitions of submit, ledger and deliver topics; frozen once they exist.
    package var partitions: Int
    /// Copies of each partition.
    package var replication: Int
    /// Copies that must have a record before it counts as written.
    package var minInSyncReplicas: Int

    /// All values, with the documented defaults.
    package init(
        partitions: Int = 48,
        replication: Int = 3,
        minInSyncReplicas: Int = 2
    ) {
        self.partitions = partitions
        self.replication = replication
        self.minInSyncReplicas = minInSyncReplicas
    }
}
