package import Core
import RoutingPolicy

/// Partition counts are frozen when topics are created: another count would send the records of one case to two
/// partitions and break their order. A worker refuses to start on a difference.
package struct PartitionPlan: Sendable {
    /// How many partitions each topic must have.
    package let expected: [String: Int32]

    /// A plan of partition counts by topic.
    package init(expected: [String: Int32]) {
        self.expected = expected
    }

    /// The plan of the ledgers and facts of all planes.
    package init(ledgerPartitions: Int32, factsPartitions: Int32) {
        var expected: [String: Int32] = [:]
        for plane in Plane.allCases {
            expected[TopicName.ledger(plane)] = ledgerPartitions
            expected[TopicName.facts(plane)] = factsPartitions
        }
        self.expected = expected
    }

    /// Compares the plan with the counts of a cluster; a topic that is not in `actual` is missing there.
    ///
    /// - Parameter file: the configuration file from which the plan comes, for the mistakes.
    package func mistakes(against actual: [String: Int32], file: String) -> [ConfigurationProblem] {
        expected.sorted { $0.key < $1.key }.compactMap { topic, count in
            guard let found = actual[topic] else {
                return ConfigurationProblem(
                    .missing,
                    file: file,
                    key: "topics.\(topic)",
                    zh: "主题不存在",
                    en: "the topic does not exist"
                )
            }
            guard found != count else { return nil }
            return ConfigurationProblem(
                .invalid,
                file: file,
                key: "topics.\(topic)",
                zh: "主题有 \(found) 个分区，配置为 \(count) 个；分区数创建后不得更改",
                en: "the topic has \(found) partitions, configured are \(count); the count is fixed at creation"
            )
        }
    }
}
