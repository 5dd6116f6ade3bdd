import Core

/// What the transaction coordinator knows of one transactional id.
struct InMemoryTransaction {
    /// Where a marker is still to be written.
    enum Target: Hashable {
        case partition(TopicPartition)
        /// The offsets of a group.
        case offsets(String)
    }

    enum Phase: Equatable {
        /// No transaction was begun, or the last one is over.
        case idle
        /// Partitions or offsets were added, the first at this time.
        case ongoing(since: Instant)
        /// The end is decided; markers are being written.
        case ending(isCommit: Bool)
        /// All markers of the last transaction are written.
        case ended(isCommit: Bool)
    }

    let producer: Int64
    var epoch: Int16 = 0
    /// After how long an ongoing transaction is aborted by the coordinator, in milliseconds.
    var timeout: Int64
    var phase = Phase.idle
    /// What the transaction touches, in the order of first touch.
    var touched: [Target] = []
    /// Of `touched`, what has no marker yet.
    var pending: [Target] = []

    /// Decides the end; from here on nothing can change it.
    mutating func end(isCommit: Bool) {
        phase = .ending(isCommit: isCommit)
        pending = touched
        touched = []
        if pending.isEmpty { phase = .ended(isCommit: isCommit) }
    }
}
