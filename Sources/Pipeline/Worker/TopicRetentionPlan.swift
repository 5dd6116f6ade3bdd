package import Core

/// How long topics that hold a worker's memory must keep their records.
///
/// A parked record's bytes are read again from `admitted.<plane>`, and what is known of a case stands in `case.<plane>`
/// for good. A topic that drops them earlier loses records or forgets who owns a case, long before anybody notices. What
/// the index tells of a claim is read again from `claims.<plane>`, where compaction must leave it for a while. So
/// registration and index refuse to start on such a topic.
package struct TopicRetentionPlan: Sendable {
    /// Kafka's name of the setting that bounds the age of records.
    package static let setting = "retention.ms"
    /// Kafka's name of the setting that says what becomes of old records.
    package static let policy = "cleanup.policy"
    /// Its value where the last record of each key is kept.
    package static let compacted = "compact"

    /// Kafka's name of the setting that says for how long compaction leaves a record alone.
    package static let lag = "min.compaction.lag.ms"

    /// Milliseconds that records of each topic must be kept.
    package let kept: [String: Int64]
    /// Topics whose last record of each key must be kept for good.
    package let compactedTopics: [String]
    /// Milliseconds for which compaction must leave the records of each topic alone.
    package let uncompacted: [String: Int64]

    /// A plan of milliseconds by topic, of topics that are compacted, and of those that are left alone before it.
    package init(kept: [String: Int64], compacted: [String], uncompacted: [String: Int64] = [:]) {
        self.kept = kept
        self.uncompacted = uncompacted
        compactedTopics = compacted
    }

    /// Compares the plan with the settings in effect, inherited ones included, as the cluster words them.
    ///
    /// A topic that could not be asked for is not judged. A negative `retention.ms` keeps records for good.
    ///
    /// - Parameters:
    ///   - retention: `retention.ms` by topic.
    ///   - policies: `cleanup.policy` by topic.
    ///   - lags: `min.compaction.lag.ms` by topic.
    ///   - file: the configuration file to which the mistakes refer.
    package func mistakes(
        retention: [String: String],
        policies: [String: String],
        lags: [String: String] = [:],
        file: String
    ) -> [ConfigurationProblem] {
        let short = kept.sorted { $0.key < $1.key }.compactMap { topic, needed -> ConfigurationProblem? in
            guard let found = retention[topic].flatMap({ Int64($0) }), found >= 0, found < needed else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: file,
                key: "topics.\(topic)",
                zh: "主题的 \(TopicRetentionPlan.setting) 为 \(found)，至少须为 \(needed)：待处理的记录须从该主题重新读取",
                en:
                    "the topic's \(TopicRetentionPlan.setting) is \(found), at least \(needed) is needed: parked records "
                    + "are read again from there"
            )
        }
        let forgetful = compactedTopics.sorted().compactMap { topic -> ConfigurationProblem? in
            guard let found = policies[topic], found != TopicRetentionPlan.compacted else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: file,
                key: "topics.\(topic)",
                zh: "主题的 \(TopicRetentionPlan.policy) 为 \(found)，须为 \(TopicRetentionPlan.compacted)：否则项目状态会丢失",
                en: "the topic's \(TopicRetentionPlan.policy) is \(found), \(TopicRetentionPlan.compacted) is needed: "
                    + "else what is known of cases is lost"
            )
        }
        let hasty = uncompacted.sorted { $0.key < $1.key }.compactMap { topic, needed -> ConfigurationProblem? in
            guard let found = lags[topic].flatMap({ Int64($0) }), found < needed else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: file,
                key: "topics.\(topic)",
                zh: "主题的 \(TopicRetentionPlan.lag) 为 \(found)，至少须为 \(needed)：事后发现的内容须从该主题重新读取",
                en:
                    "the topic's \(TopicRetentionPlan.lag) is \(found), at least \(needed) is needed: what findings say is "
                    + "read again from there"
            )
        }
        return short + forgetful + hasty
    }
}
