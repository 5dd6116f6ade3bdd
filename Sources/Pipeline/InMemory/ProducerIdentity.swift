/// Who writes in transactions, as the transaction coordinator knows it.
package struct ProducerIdentity: Hashable, Sendable {
    /// The configured name that survives restarts.
    package let transactionalID: String
    /// The number that the coordinator gave to that name.
    package let producer: Int64
    /// Rises with each take-over; calls of an earlier epoch are refused.
    package let epoch: Int16
}
