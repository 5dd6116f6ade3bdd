/// What a right allows, as Kafka's authorizers name it.
package enum AccessOperation: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Fetching from a topic; joining a group and committing its offsets.
    case read = "Read"
    /// Producing to a topic; using a transactional id.
    case write = "Write"
    /// Seeing that something exists.
    case describe = "Describe"
    /// Making a topic.
    case create = "Create"
    /// Deleting a topic, its records, or a group.
    case delete = "Delete"
    /// Changing a topic's partitions; on the cluster, changing rights.
    case alter = "Alter"
    /// Seeing settings.
    case describeConfigs = "DescribeConfigs"
    /// Changing settings.
    case alterConfigs = "AlterConfigs"
    /// What brokers do among each other.
    case clusterAction = "ClusterAction"
    /// Producing with a sequence number; since Kafka 2.8 Write on a topic is enough, so no plan holds it.
    case idempotentWrite = "IdempotentWrite"
    /// Each of the others.
    case all = "All"
    /// One that this program has no word for.
    case unknown = "Unknown"

    /// True when whoever may do this may do `other` too: by Kafka's rule that reading, writing, deleting and altering imply
    /// describing, and changing settings implies seeing them.
    package func implies(_ other: AccessOperation) -> Bool {
        if self == other || self == .all { return true }
        switch other {
        case .describe: return [.read, .write, .delete, .alter].contains(self)
        case .describeConfigs: return self == .alterConfigs
        default: return false
        }
    }

    /// The order of the names.
    package static func < (one: AccessOperation, other: AccessOperation) -> Bool { one.rawValue < other.rawValue }
}
