/// What became of a transaction.
package enum CommitOutcome: Sendable, Hashable {
    /// All outputs and offsets are durable and visible together.
    case committed
    /// Nothing happened, or nobody knew; the bus has gone back to the last committed offsets and will deliver what lies
    /// behind them again, here or to another worker. In-memory effects of the batch must be forgotten; where the batch may
    /// have been committed after all, ``PartitionAssignment/number`` has risen, and memory has to be read anew.
    case rewound
}
