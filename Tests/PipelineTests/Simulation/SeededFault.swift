import Core
import Pipeline

/// Faults that are put into a worker to see whether the simulation finds them: each is a mistake that a program like this
/// one may well have.
enum SeededFault: String, CaseIterable {
    /// The stage keeps what an aborted transaction did to its memory.
    case keepsAbortedMemory
    /// The stage forgets what a committed transaction did to its memory.
    case forgetsCommittedMemory
    /// The state is not read anew when partitions come back.
    case trustsOldMemory
    /// The state is read to the last stable offset, which an open transaction holds back.
    case restoresToStableEnd
    /// The state is read with what was aborted in it.
    case restoresAborted
    /// What was decided about messages is not read back.
    case losesMessages
    /// What waits is not read back.
    case losesParked
    /// Of records that go on together the last goes first.
    case releasesBackwards
    /// Offsets are committed after the transaction, on their own.
    case commitsOffsetsOutside
    /// Outputs are written before the transaction, on their own.
    case writesOutside
    /// A batch is committed although its partitions went to another member, and under a transactional id of its own.
    case ignoresFencing
    /// A timer that fires commits no offsets, so nobody sees that the partition is another's by now.
    case timersAreNotFenced
    /// After a transaction of unknown fate the memory is taken to be right.
    case overlooksDoubt
    /// After a transaction of unknown fate the broker is not asked how far it went.
    case guessesAfterDoubt
    /// What the group's coordinator answers is believed, whatever the group's own books say.
    case trustsTheCoordinator
    /// A commit without an answer is taken for one that took place.
    case believesInCommit

    /// `stage` with this fault in it.
    func spoil(_ stage: any Stage) -> any Stage {
        switch self {
        case .keepsAbortedMemory, .forgetsCommittedMemory, .trustsOldMemory: SpoiltStage(stage, self)
        default: stage
        }
    }

    /// `source` with this fault in it.
    func spoil(_ source: any PartitionSource, _ broker: InMemoryBroker) -> any PartitionSource {
        switch self {
        case .restoresToStableEnd, .restoresAborted, .losesMessages, .losesParked, .releasesBackwards:
            SpoiltSource(source, broker, self)
        default: source
        }
    }
}

/// A stage with a fault in it.
private final class SpoiltStage: Stage {
    private let stage: any Stage
    private let fault: SeededFault
    private var known: [TopicPartition] = []

    init(_ stage: any Stage, _ fault: SeededFault) {
        self.stage = stage
        self.fault = fault
    }

    var keepsState: Bool { stage.keepsState }

    func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {
        if fault == .trustsOldMemory, !partitions.isEmpty, known == partitions { return }
        // Between two assignments a member holds none for a moment.
        if fault == .trustsOldMemory, partitions.isEmpty { return }
        known = partitions
        try stage.assigned(partitions)
    }

    func due(at now: Instant) -> Set<TopicPartition> { stage.due(at: now) }
    func refresh() throws(BusFailure) { try stage.refresh() }

    func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        try stage.process(batch, at: now)
    }

    func committed() { fault == .forgetsCommittedMemory ? stage.discard() : stage.committed() }
    func discard() { fault == .keepsAbortedMemory ? stage.committed() : stage.discard() }
}

/// A source with a fault in it.
private final class SpoiltSource: PartitionSource {
    private let source: any PartitionSource
    private let broker: InMemoryBroker
    private let fault: SeededFault

    init(_ source: any PartitionSource, _ broker: InMemoryBroker, _ fault: SeededFault) {
        self.source = source
        self.broker = broker
        self.fault = fault
    }

    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        if fault == .restoresToStableEnd || fault == .restoresAborted {
            for partition in partitions {
                var records: [InboundRecord] = []
                let isCommitted = fault == .restoresToStableEnd
                _ = broker.fetch(partition, from: 0, maximum: .max, committed: isCommitted, into: &records)
                for record in records { take(record) }
            }
            return
        }
        let dropped = fault == .losesMessages ? "\u{1f}m\u{1f}" : fault == .losesParked ? "\u{1f}p\u{1f}" : nil
        try source.restore(partitions) { record in
            if let dropped, String(decoding: record.key ?? [], as: UTF8.self).contains(dropped) { return }
            take(record)
        }
    }

    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        let records = try source.records(of: partition, at: offsets)
        guard fault == .releasesBackwards else { return records }
        return zip(records, records.reversed()).map { place, bytes in
            InboundRecord(
                source: place.source,
                offset: place.offset,
                timestamp: bytes.timestamp,
                key: bytes.key,
                value: bytes.value,
                headers: bytes.headers
            )
        }
    }
}
