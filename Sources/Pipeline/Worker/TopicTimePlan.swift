package import Core

/// The topics whose records the broker must stamp with its own time.
///
/// Where the sender chooses the time of a submission it chooses whether its certificate was valid, recognised and not
/// revoked: a key that was revoked today would sign for yesterday. So admission refuses to start on such a topic.
package struct TopicTimePlan: Sendable {
    /// Kafka's name of the setting that says who stamps the records of a topic.
    package static let setting = "message.timestamp.type"
    /// Its value where the broker does.
    package static let stamped = "LogAppendTime"

    /// Names of the topics.
    package let topics: [String]

    /// A plan for `topics`.
    package init(stamped topics: [String]) {
        self.topics = topics
    }

    /// Compares the plan with the settings in effect, inherited ones included.
    ///
    /// A topic whose setting is not in `settings` could not be asked for and is not judged here; each of its records is
    /// when it comes.
    ///
    /// - Parameter file: the configuration file to which the mistakes refer.
    package func mistakes(against settings: [String: String], file: String) -> [ConfigurationProblem] {
        topics.compactMap { topic in
            guard let setting = settings[topic], setting != TopicTimePlan.stamped else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: file,
                key: "topics.\(topic)",
                zh: "主题的 \(TopicTimePlan.setting) 为 \(setting)，须为 \(TopicTimePlan.stamped)："
                    + "否则由发送方决定其证书是否有效",
                en: "the topic's \(TopicTimePlan.setting) is \(setting), \(TopicTimePlan.stamped) is needed: "
                    + "else senders decide whether their certificates count"
            )
        }
    }
}
