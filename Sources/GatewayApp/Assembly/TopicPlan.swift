package import RoutingPolicy

/// The topics of an exchange and how each must be made; derived from the registry, so it is the same everywhere.
package struct TopicPlan: Sendable {
    /// All topics, sorted by name.
    package let topics: [PlannedTopic]

    /// The plan for the platforms of `registry`.
    package init(_ registry: Registry, _ configuration: TopicConfiguration) {
        var topics: [PlannedTopic] = []
        for platform in registry.platforms {
            for kind in PlatformTopic.allCases {
                topics.append(PlannedTopic(kind.name(of: platform.id), configuration, kind.properties))
            }
        }
        for plane in Plane.allCases {
            topics.append(PlannedTopic(TopicName.ledger(plane), configuration, PlannedTopic.durable))
            topics.append(PlannedTopic(TopicName.facts(plane), configuration, PlannedTopic.compacted))
        }
        self.topics = topics.sorted { $0.name < $1.name }
    }

    /// The topic called `name`; nil when the plan has none.
    package subscript(_ name: String) -> PlannedTopic? {
        topics.first { $0.name == name }
    }
}
