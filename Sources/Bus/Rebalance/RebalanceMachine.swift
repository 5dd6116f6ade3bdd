internal import Core

/// Which partitions this member holds and what may be done with them, without I/O.
///
/// ```
///                 assign(P)                       pause
///   unassigned ─────────────► assigned(P) ◄──────────────► paused(P)
///       ▲                      │   resume: exactly what was paused
///       │  revoke, lost        │
///       │  (no transaction)    │ revoke while a transaction is open
///       │◄─────────────────────┤
///       │                      ▼
///       └────────────── revocation pending          lost while a transaction is open: unassign at once,
///          transaction ended                        and the transaction must be aborted
/// ```
///
/// Giving partitions up is put off until the transaction is decided: the successor then starts at offsets that are
/// final, and this member never commits for partitions it no longer holds. Records of partitions that were given up
/// must not be handed out any more (``held`` tells).
///
/// The library keeps a pause across assignments, even while the partition belongs to somebody else: what was paused
/// stays noted until it is held again and resumed.
struct RebalanceMachine: Sendable {
    /// What the group told.
    enum Event: Sendable, Hashable {
        /// The member now holds these partitions (eager protocol: all of them).
        case assign([TopicPartition])
        /// The member must give up what it holds.
        case revoke
        /// The member lost what it held, because the group stopped waiting for it.
        case lost
    }

    /// What to tell the library.
    enum Action: Sendable, Hashable {
        /// Start fetching these, from their committed offsets.
        case assign([TopicPartition])
        /// Confirm the revocation.
        case unassign
        /// Say nothing yet; ``transactionEnded()`` will.
        case postpone
        /// As ``unassign``, and the open transaction must not commit.
        case unassignAndAbort
    }

    /// The partitions held now, in the order of their assignment.
    private(set) var assigned: [TopicPartition] = []
    /// The same as a set, for the question whether a record may be handed out.
    private(set) var held: Set<TopicPartition> = []
    /// The partitions that this bus paused and has not resumed, held or not.
    private(set) var paused: Set<TopicPartition> = []
    /// True when nothing was assigned since ``pause()``.
    private var pauseIsComplete = false
    /// True between ``transactionBegan()`` and ``transactionEnded()``.
    private(set) var transactionIsOpen = false
    /// True when a revocation waits for the transaction to end.
    private(set) var revocationIsPending = false
    /// True once the group has answered for the first time, even with no partition.
    private(set) var hasJoined = false
    /// Number of assignments, revocations and losses so far.
    private(set) var rebalances: UInt64 = 0

    /// Takes an event of the group.
    mutating func on(_ event: Event) -> Action {
        rebalances &+= 1
        switch event {
        case .assign(let partitions):
            hasJoined = true
            revocationIsPending = false
            assigned = partitions
            held = Set(partitions)
            pauseIsComplete = false
            return .assign(partitions)
        case .revoke:
            guard !transactionIsOpen else {
                revocationIsPending = true
                return .postpone
            }
            forget()
            return .unassign
        case .lost:
            let mustAbort = transactionIsOpen
            forget()
            return mustAbort ? .unassignAndAbort : .unassign
        }
    }

    /// A transaction starts: from here on revocations wait.
    mutating func transactionBegan() {
        transactionIsOpen = true
    }

    /// The transaction is decided, one way or the other. Returns what was put off.
    mutating func transactionEnded() -> Action? {
        transactionIsOpen = false
        guard revocationIsPending else { return nil }
        forget()
        return .unassign
    }

    /// True when some of the partitions held are paused.
    var isPaused: Bool { !paused.isDisjoint(with: held) }

    /// The partitions to pause so that the consumer can be polled without bringing records: all that are held, unless
    /// nothing changed since the last call.
    mutating func pause() -> [TopicPartition] {
        guard !pauseIsComplete else { return [] }
        pauseIsComplete = true
        paused.formUnion(assigned)
        return assigned
    }

    /// The partitions to resume: those paused by ``pause()`` and still held, nothing else.
    mutating func resume() -> [TopicPartition] {
        pauseIsComplete = false
        let back = assigned.filter { paused.contains($0) }
        paused.subtract(back)
        return back
    }

    private mutating func forget() {
        assigned = []
        held = []
        revocationIsPending = false
    }
}
