/// The compacted topic in which a group keeps where it stands: for each input partition the offset after the last record
/// whose outputs are durable (docs/specs/topics.md §16).
///
/// An entry is written in the transaction of the outputs it stands for, so it is true exactly if they are. The group's
/// own offsets are committed there too, but a coordinator may lose them (docs/adr/0014): they fence, the positions count.
package struct PositionTopic: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// The consumer group whose positions are meant; entries of others are passed over.
    package let group: String
    /// How many partitions it has.
    package let partitions: Int32

    /// The topic `name` of `partitions` partitions, at least one, for `group`.
    package init(name: String, group: String, partitions: Int32) {
        precondition(partitions > 0)
        self.name = name
        self.group = group
        self.partitions = partitions
    }

    /// The records that say that the group stands at `offsets`, in the order of the partitions.
    package func entries(of offsets: [TopicPartition: Int64]) -> [OutboundRecord] {
        offsets.sorted { $0.key < $1.key }.map { input, offset in
            OutboundRecord(
                topic: name,
                partition: place(of: input),
                key: Array(key(of: input).utf8),
                value: Array(String(offset).utf8)
            )
        }
    }

    /// Where the group stands on those of `inputs` of which `source` holds an entry.
    ///
    /// Transactions that were open over the entries are waited for, as ``PartitionSource/restore(_:_:)`` does.
    ///
    /// - Throws: ``BusFailure``: what `source` says; `configuration` for an entry that is none.
    /// - Complexity: O(records of the partitions of this topic in which `inputs` have their place).
    package func positions(
        of inputs: [TopicPartition],
        from source: any PartitionSource
    ) throws(BusFailure) -> [TopicPartition: Int64] {
        let names = Dictionary(inputs.map { (Array(key(of: $0).utf8), $0) }) { first, _ in first }
        let places = Set(inputs.map(place)).sorted().map { TopicPartition(name, $0) }
        var found: [TopicPartition: Int64] = [:]
        var wrong: InboundRecord?
        try source.restore(places) { record in
            guard let key = record.key, let input = names[key] else { return }
            // Without a value the entry was taken back: the group's own offset counts again.
            guard let value = record.value else { return found[input] = nil }
            guard let offset = Int64(String(decoding: value, as: UTF8.self)), offset >= 0 else { return wrong = record }
            found[input] = offset
        }
        if let wrong {
            throw BusFailure(
                .configuration,
                "\(name)/\(wrong.source.partition) at \(wrong.offset): not a position, an offset in digits is wanted"
            )
        }
        return found
    }

    /// Members that share out inputs by partition number, as the range assignor does, then share out the entries as well.
    private func place(of input: TopicPartition) -> Int32 { input.partition % partitions }

    private func key(of input: TopicPartition) -> String { "\(group) \(input.topic) \(input.partition)" }
}
