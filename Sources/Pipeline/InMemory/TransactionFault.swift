package import Core

/// Why a step of a transaction was refused, by the names that Kafka gives to its answers.
package enum TransactionFault: Error, Hashable, Sendable {
    /// A transaction of the same transactional id is still being ended: the same call again, later.
    case concurrentTransactions
    /// The group does not know the member (any more): the transaction has to be aborted.
    case unknownMember
    /// The member belongs to an earlier generation of its group: the transaction has to be aborted.
    case illegalGeneration
    /// The call does not fit the state of the transaction, for example a commit after an abort: fatal.
    case invalidState
    /// A newer epoch of the producer exists.
    case producerFenced
    /// Another member took the place of this one in its group.
    case instanceFenced
    /// A record or a topic is not taken: the configuration is wrong.
    case refused(BusFailure)
}
