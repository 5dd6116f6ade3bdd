/// What has to change for the topics to be as they should.
package struct TopicPlan: Sendable, Hashable {
    /// Topics that do not exist.
    package let missing: [TopicSpecification]
    /// Settings that differ.
    package let settings: [SettingChange]
    /// Differences that no one may repair automatically: the partition of a case depends on the number of partitions.
    package let conflicts: [PartitionConflict]

    /// One setting of one topic.
    package struct SettingChange: Sendable, Hashable {
        /// Topic.
        package let topic: String
        /// Kafka's name of the setting.
        package let key: String
        /// Value in effect; nil when the broker does not know the setting.
        package let current: String?
        /// Value wanted.
        package let wanted: String
    }

    /// A topic whose number of partitions is not the one wanted.
    package struct PartitionConflict: Sendable, Hashable {
        /// Topic.
        package let topic: String
        /// Number found.
        package let current: Int32
        /// Number wanted.
        package let wanted: Int32
    }

    /// Compares what is wanted with what is there, by name; topics that nobody asked for are left alone.
    ///
    /// Replication of existing topics is not compared: moving replicas is the operator's business.
    package init(wanted: [TopicSpecification], existing: [String: TopicDescription]) {
        var missing: [TopicSpecification] = []
        var settings: [SettingChange] = []
        var conflicts: [PartitionConflict] = []
        for topic in wanted.sorted(by: { $0.name < $1.name }) {
            guard let found = existing[topic.name] else {
                missing.append(topic)
                continue
            }
            if found.partitions != topic.partitions {
                conflicts.append(
                    PartitionConflict(topic: topic.name, current: found.partitions, wanted: topic.partitions)
                )
            }
            for (key, value) in topic.config.sorted(by: { $0.key < $1.key }) where found.config[key] != value {
                settings.append(
                    SettingChange(topic: topic.name, key: key, current: found.config[key], wanted: value)
                )
            }
        }
        self.missing = missing
        self.settings = settings
        self.conflicts = conflicts
    }

    /// True when nothing has to change.
    package var isEmpty: Bool { missing.isEmpty && settings.isEmpty && conflicts.isEmpty }
}
