/// A compacted topic that every worker reads whole, from the beginning, without a consumer group.
package protocol BroadcastTable: AnyObject {
    /// Takes what has arrived, at most `maximum` records, without waiting.
    func poll(maximum: Int) throws(BusFailure) -> [InboundRecord]

    /// Takes everything up to where the topic ends now, open transactions included; gives up when `limit` is over.
    func pollToEnd(within limit: Duration) throws(BusFailure) -> [InboundRecord]

    /// True once everything that stood in the topic at start has been read.
    var isCaughtUp: Bool { get }
}

extension BroadcastTable {
    /// Takes what has arrived: enough where nothing is on its way.
    package func pollToEnd(within limit: Duration) throws(BusFailure) -> [InboundRecord] {
        try poll(maximum: .max)
    }
}
