internal import Bus
internal import Core

/// A bus whose topics have a prefix that the stage knows nothing of: several exchanges on one cluster.
final class PrefixedBus: BatchBus {
    private let bus: any BatchBus
    private let prefix: String
    /// The batch in work as the bus knows it.
    private var current: [InboundRecord] = []

    /// `bus`, whose topics begin with `prefix`.
    init(_ bus: any BatchBus, prefix: String) {
        self.bus = bus
        self.prefix = prefix
    }

    var assignment: PartitionAssignment {
        PartitionAssignment(number: bus.assignment.number, partitions: bus.assignment.partitions.map(plain))
    }

    func settle() throws(BusFailure) {
        try bus.settle()
    }

    func isBehind(_ partition: TopicPartition) -> Bool { bus.isBehind(prefixed(partition)) }

    func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch {
        current = try bus.receive(maximum: maximum, wait: wait).records
        return RecordBatch(
            records: current.map { record in
                InboundRecord(
                    source: plain(record.source),
                    offset: record.offset,
                    timestamp: record.timestamp,
                    isTimedByBroker: record.isTimedByBroker,
                    key: record.key,
                    value: record.value,
                    headers: record.headers
                )
            }
        )
    }

    func commit(_ outputs: [OutboundRecord], consuming batch: RecordBatch) throws(BusFailure) -> CommitOutcome {
        let renamed = outputs.map { record in
            OutboundRecord(
                topic: prefix + record.topic,
                partition: record.partition,
                key: record.key,
                value: record.value,
                headers: record.headers
            )
        }
        let touched = Set(batch.touched.map(prefixed))
        return try bus.commit(renamed, consuming: RecordBatch(records: current, touched: touched))
    }

    private func prefixed(_ partition: TopicPartition) -> TopicPartition {
        TopicPartition(prefix + partition.topic, partition.partition)
    }

    private func plain(_ partition: TopicPartition) -> TopicPartition {
        TopicPartition(String(partition.topic.dropFirst(prefix.count)), partition.partition)
    }
}
