/// One partition of one topic.
package struct TopicPartition: Sendable, Hashable {
    /// Name of the topic.
    package let topic: String
    /// Partition number, from 0.
    package let partition: Int32

    /// Partition `partition` of `topic`.
    package init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}
