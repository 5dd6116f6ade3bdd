/// What became of a transaction.
package enum CommitOutcome: Sendable, Hashable {
    /// All outputs and offsets are durable and visible together.
    case committed
    /// Nothing happened; the bus has gone back to the last committed offsets and will deliver the records again,
    /// here or to another worker. In-memory effects of the batch must be forgotten.
    case rewound
}
