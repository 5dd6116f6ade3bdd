/// The input partitions that a worker holds.
package struct PartitionAssignment: Sendable, Hashable {
    /// Rises whenever the group gave out partitions anew, also when the same ones came back: somebody else may have had
    /// them meanwhile. It rises, too, after a transaction that was told as rewound although its fate is unknown.
    package let number: UInt64
    /// The partitions held now.
    package let partitions: [TopicPartition]

    /// Assignment `number` of `partitions`.
    package init(number: UInt64, partitions: [TopicPartition]) {
        self.number = number
        self.partitions = partitions
    }
}
