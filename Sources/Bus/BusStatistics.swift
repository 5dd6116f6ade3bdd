package import Core

/// What a bus did so far and where it stands; counters only grow.
package struct BusStatistics: Sendable, Hashable {
    /// Records handed out by `receive`, records handed out again after a rewind included.
    package var recordsIn: UInt64 = 0
    /// Bytes of their keys, values and headers.
    package var bytesIn: UInt64 = 0
    /// Records in committed transactions.
    package var recordsOut: UInt64 = 0
    /// Bytes of their keys, values and headers.
    package var bytesOut: UInt64 = 0
    /// Transactions committed.
    package var transactionsCommitted: UInt64 = 0
    /// Transactions that ended otherwise.
    package var transactionsAborted: UInt64 = 0
    /// Times the producer was destroyed and made anew.
    package var producerRecreations: UInt64 = 0
    /// Partitions of which the group's coordinator answered something else than where the group stands by its own books.
    package var offsetsCorrected: UInt64 = 0
    /// Calls of the library made again after a retriable error.
    package var retries: UInt64 = 0
    /// Assignments, revocations and losses of partitions.
    package var rebalances: UInt64 = 0
    /// Errors that the consumer reported in passing and recovers from by itself.
    package var consumerErrors: UInt64 = 0
    /// True once the group answered, even when it gave no partition.
    package var hasJoined = false
    /// True while partitions are paused because a transaction waits for the cluster.
    package var isPaused = false
    /// True while no broker answers; told within about two seconds of the loss, and of the return.
    package var isCutOff = false
    /// The partitions held now.
    package var assigned: [TopicPartition] = []
    /// Records still to be read per held partition, as far as it is known; about a second old.
    package var lag: [TopicPartition: Int64] = [:]
    /// The last passing trouble with the cluster, in the library's words; nil when there was none.
    package var lastTrouble: String?

    /// Nothing done yet.
    package init() {}
}
