/// What a test lets happen to a transaction on the in-memory bus.
package enum InjectedFault: Sendable, Hashable, CaseIterable {
    /// The transaction is aborted and the worker told so.
    case rewound
    /// The worker dies before anything is written.
    case lostBeforeCommit
    /// Everything is written, and the worker dies before it learns of it.
    case lostAfterCommit
}
