import Platform
package import Trust

/// Where the threads of a process find the trust store in force. One thread replaces it whole; workers look between two
/// batches, so that one batch is judged by one store.
package final class TrustBoard: Sendable {
    /// The batches that were found good under the stores of this board, for all who verify under them.
    package let roots = SharedRoots()
    private let store: Locked<TrustStore>

    /// A board that shows `store`.
    package init(_ store: TrustStore) {
        self.store = Locked(store)
    }

    /// The store in force.
    package var current: TrustStore { store.withLock { $0 } }

    /// Puts `next` in force.
    package func show(_ next: TrustStore) {
        store.withLock { $0 = next }
    }
}
