/// The ends of partitions, read beside the input and without a consumer group: what was written last.
///
/// Owned by one worker thread.
package protocol TailSource: AnyObject {
    /// The last `count` committed records of `partition` in their order, as it stood when the call began; fewer where it has
    /// fewer, none where there is no such partition.
    ///
    /// Records of transactions that were open then are waited for.
    /// - Throws: ``BusFailure`` when the partition cannot be read to that end.
    func tail(of partition: TopicPartition, count: Int) throws(BusFailure) -> [InboundRecord]
}
