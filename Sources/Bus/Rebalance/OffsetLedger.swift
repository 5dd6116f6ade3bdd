internal import Core

/// Where each held partition stands: what was handed out, what is committed, where to go back to. No I/O.
///
/// The broker is asked for committed offsets only when this member cannot know them (a commit without an answer).
struct OffsetLedger: Sendable {
    /// Next offset to hand out per partition; a record below it was seen already and is dropped.
    private var next: [TopicPartition: Int64] = [:]
    /// Offset to resume at after a rewind: the last one committed by this member, or the first one it handed out.
    private var base: [TopicPartition: Int64] = [:]
    /// The partition of the latest record and its next offset, not yet written to `next`: records come in runs of one
    /// partition, and a look-up per record would cost more than the rest of the bookkeeping.
    private var run: (partition: TopicPartition, next: Int64)?

    /// Forgets everything: another assignment begins.
    mutating func reset() {
        next = [:]
        base = [:]
        run = nil
    }

    /// Whether the latest record came from `partition` too.
    func continues(_ partition: TopicPartition) -> Bool {
        run?.partition == partition
    }

    /// The next offset to hand out of `partition`; nil before anything is known.
    func position(_ partition: TopicPartition) -> Int64? {
        if let run, run.partition == partition { return run.next }
        return next[partition]
    }

    /// The offset to which this member has committed `partition`, or at which it took it over.
    func committed(_ partition: TopicPartition) -> Int64? { base[partition] }

    /// `partition` goes on at `offset`: what lies before was done by a former owner.
    mutating func begin(_ partition: TopicPartition, at offset: Int64) {
        settle()
        next[partition] = offset
        base[partition] = offset
    }

    /// Whether a record at `offset` is new; notes it as handed out.
    mutating func accept(_ partition: TopicPartition, _ offset: Int64) -> Bool {
        if let latest = run, latest.partition == partition {
            guard offset >= latest.next else { return false }
            run = (partition, offset &+ 1)
            return true
        }
        settle()
        if let expected = next[partition] {
            guard offset >= expected else { return false }
        } else {
            base[partition] = offset
        }
        run = (partition, offset &+ 1)
        return true
    }

    /// The fetch position moved past the end of what can be read (aborted records and markers are skipped).
    mutating func reachedEnd(_ partition: TopicPartition, _ offset: Int64) {
        settle()
        next[partition] = max(next[partition] ?? offset, offset)
        if base[partition] == nil { base[partition] = offset }
    }

    /// `offsets` are durable.
    mutating func committed(_ offsets: [TopicPartition: Int64]) {
        for (partition, offset) in offsets { base[partition] = offset }
    }

    /// Goes back: the offsets to seek to, for each of `partitions` of which something was handed out since the last
    /// commit. `broker` holds the committed offsets the broker tells, where it was asked; a higher one means that a
    /// commit without an answer did take place.
    mutating func rewind(
        _ partitions: some Sequence<TopicPartition>,
        broker: [TopicPartition: Int64] = [:]
    ) -> [TopicPartition: Int64] {
        settle()
        var seeks: [TopicPartition: Int64] = [:]
        for partition in partitions {
            guard let known = base[partition] else { continue }
            let target = max(known, broker[partition] ?? known)
            base[partition] = target
            if next[partition] != target { seeks[partition] = target }
            next[partition] = target
        }
        return seeks
    }

    private mutating func settle() {
        if let run { next[run.partition] = run.next }
        run = nil
    }
}
