internal import Core

/// The batch that one `receive` puts together: what was read, until it is enough. No I/O.
///
/// Nothing read before a rebalance stays: every rebalance concerns all partitions, and one poll may serve a revocation
/// and the next assignment, so afterwards nothing tells which of the records are still this member's. They come again,
/// here or to the next owner, from the committed offsets.
struct BatchAssembly {
    /// What may be handed out, in the order of reading.
    private(set) var records: [InboundRecord]
    /// Bytes of keys, values and headers of ``records``.
    private(set) var bytes: Int
    /// The rebalances that had taken place when ``records`` were read.
    private var rebalances: UInt64
    private let maximum: Int
    private let maximumBytes: Int

    /// A batch of at most `maximum` records that closes when `maximumBytes` are reached.
    ///
    /// - Parameters:
    ///   - carried: records read earlier under the present assignment, handed out first.
    ///   - rebalances: how many rebalances there were so far.
    init(carried: [InboundRecord], maximum: Int, maximumBytes: Int, rebalances: UInt64) {
        records = carried
        bytes = carried.reduce(0) { $0 + $1.size }
        self.maximum = maximum
        self.maximumBytes = maximumBytes
        self.rebalances = rebalances
    }

    /// True when no further record is wanted.
    var isFull: Bool { records.count >= maximum || bytes >= maximumBytes }

    /// A poll ended, after which there were `count` rebalances in all: one more than before, and what was read is gone.
    mutating func noteRebalances(_ count: UInt64) {
        guard count != rebalances else { return }
        rebalances = count
        records.removeAll()
        bytes = 0
    }

    /// Adds a record that the last poll brought under the assignment of ``noteRebalances(_:)``.
    mutating func add(_ record: InboundRecord) {
        if records.isEmpty { records.reserveCapacity(min(maximum, 1024)) }
        bytes += record.size
        records.append(record)
    }
}
