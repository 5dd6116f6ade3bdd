/// One partition of one topic; in order by topic, then by number.
package struct TopicPartition: Sendable, Hashable, Comparable {
    /// Name of the topic.
    package let topic: String
    /// Partition number, from 0.
    package let partition: Int32

    /// Partition `partition` of `topic`.
    package init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// By topic, then by number.
    package static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}
