import Bus
import Core
import RoutingPolicy

/// Compares the topics of a cluster with those of a configuration, and aligns them.
struct TopicAlignment {
    private let connection: ClusterConnection
    private let topics: ExchangeTopics

    /// The alignment for a loaded configuration.
    init(_ loaded: LoadedConfiguration) {
        connection = ClusterSettings.connection(loaded.configuration)
        topics = ExchangeTopics(loaded.artifacts.policy.registry, loaded.configuration.topics)
    }

    /// What has to change. On the embedded broker, whose topics have no settings, none is missed.
    ///
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer, with 78 when rights are missing.
    func plan() throws(CommandFailure) -> TopicPlan {
        try CommandFailure.bus { () throws(BusFailure) in
            let administrator = try TopicAdministrator(connection)
            defer { administrator.close() }
            let existing = try administrator.describe(topics.specifications.map(\.name))
            let wanted = topics.specifications.map { topic in
                guard let found = existing[topic.name], found.config.isEmpty else { return topic }
                return TopicSpecification(name: topic.name, partitions: topic.partitions)
            }
            return TopicPlan(wanted: wanted, existing: existing)
        }
    }

    /// Carries out `plan`, which has no conflicts.
    ///
    /// - Throws: ``CommandFailure``, as ``plan()``.
    func apply(_ plan: TopicPlan) throws(CommandFailure) {
        try CommandFailure.bus { () throws(BusFailure) in
            let administrator = try TopicAdministrator(connection)
            defer { administrator.close() }
            try administrator.apply(plan)
        }
    }
}
