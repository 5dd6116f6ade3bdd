/// The transactional bus as a stage's worker sees it: batches in, one transaction out.
///
/// Two implementations: librdkafka (`Bus`) and memory (`Pipeline`). One worker thread owns an instance and calls it
/// in turns: receive, commit, receive, … No transaction is open while `receive` runs, so partitions can be given up
/// there without losing or doubling anything.
package protocol BatchBus: AnyObject {
    /// What this member holds since the last ``receive(maximum:wait:)``.
    var assignment: PartitionAssignment { get }

    /// Waits until no transaction of a former owner is undecided over what is assigned: from here on the committed
    /// offsets, and whatever was committed with them, stand still.
    ///
    /// - Throws: ``BusFailure`` when that cannot be established.
    func settle() throws(BusFailure)

    /// Of each topic in `quotas` at most so many records come in a batch from now on; those of other topics are not held
    /// up by them. A bus may go beyond by what is on its way already.
    func restrain(_ quotas: [String: Int])

    /// Whether more is to be read of `partition` than the last ``receive(maximum:wait:)`` returned, or may be.
    func isBehind(_ partition: TopicPartition) -> Bool

    /// Waits up to `wait` for records and returns at most `maximum` of them; an empty batch when none came.
    ///
    /// - Throws: ``BusFailure`` when the bus cannot be used any more.
    func receive(maximum: Int, wait: Duration) throws(BusFailure) -> RecordBatch

    /// Writes `outputs` and the batch's ``RecordBatch/nextOffsets`` as one transaction, or nothing of it.
    ///
    /// A batch with records and no outputs still commits its offsets.
    /// - Throws: ``BusFailure`` when the outcome can no longer be established by this instance.
    func commit(_ outputs: [OutboundRecord], consuming batch: RecordBatch) throws(BusFailure) -> CommitOutcome
}

extension BatchBus {
    /// A bus that cannot restrain takes what comes.
    package func restrain(_ quotas: [String: Int]) {}
}
