/// Single partitions read beside the input, without a consumer group: the state of a stage, and records read once more.
///
/// Owned by one worker thread.
package protocol PartitionSource: AnyObject {
    /// Hands every committed record of `partitions`, from the beginning to where each stood when the call began, to
    /// `take`; those of one partition in their order.
    ///
    /// Records of transactions that were open then are waited for: what follows from offsets already committed is
    /// never missed.
    /// - Throws: ``BusFailure`` when a partition cannot be read to that end.
    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure)

    /// The records of `partition` at `offsets`, which ascend; one that is not kept any more, or never was, is
    /// left out.
    ///
    /// - Throws: ``BusFailure`` when the partition cannot be read.
    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord]
}
