/// A compacted topic that every worker reads whole, from the beginning, without a consumer group.
package protocol BroadcastTable: AnyObject {
    /// Takes what has arrived, at most `maximum` records, without waiting.
    func poll(maximum: Int) throws(BusFailure) -> [InboundRecord]

    /// True once everything that stood in the topic at start has been read.
    var isCaughtUp: Bool { get }
}
