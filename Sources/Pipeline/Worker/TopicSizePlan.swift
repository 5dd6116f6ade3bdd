package import Core

/// How large the records are that a worker may have to write to each topic.
///
/// A topic that takes less lets everything pass until the first large record comes: its transaction then fails for good,
/// and with it the worker. So a worker refuses to start.
package struct TopicSizePlan: Sendable {
    /// Kafka's name of the setting that bounds the records of a topic.
    package static let setting = "max.message.bytes"

    /// Bytes that each topic must take.
    package let needed: [String: Int64]

    /// A plan of sizes by topic.
    package init(needed: [String: Int64]) {
        self.needed = needed
    }

    /// Compares the plan with the limits in effect, inherited ones included, as the cluster words them.
    ///
    /// A topic whose limit is not in `limits` could not be asked for and is not judged; a larger limit is no mistake.
    ///
    /// - Parameter file: the configuration file to which the mistakes refer.
    package func mistakes(against limits: [String: String], file: String) -> [ConfigurationProblem] {
        needed.sorted { $0.key < $1.key }.compactMap { topic, size in
            guard let limit = limits[topic].flatMap({ Int64($0) }), limit < size else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: file,
                key: "topics.\(topic)",
                zh: "主题的 \(TopicSizePlan.setting) 为 \(limit)，至少须为 \(size)",
                en: "the topic's \(TopicSizePlan.setting) is \(limit), at least \(size) is needed"
            )
        }
    }
}
