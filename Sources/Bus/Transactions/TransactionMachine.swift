internal import Core

/// The life of one transaction, without I/O: events go in, the next thing to do comes out.
///
/// ```
///              begin ──► produce ──► sendOffsets ──► commit ──► finished(committed)
///                │          │             │            │
///   requiresAbort│          │             │            │            retriable: the same step again after a pause,
///   assignment   └──────────┴──────┬──────┴────────────┘            until the step's deadline
///   lost, records failed           ▼
///                                abort ──► finished(rewound)  or  failed(…) when the cause needs an operator
///                                  │
///   fatal, indefinite, deadline of │commit or abort:  recreate ──► finished(rewound)
///   a newer producer epoch, or another member under this instance id:
///     confirmMembership ──► recreate, unless the group answers this member that somebody took over: failed(fenced)
/// ```
///
/// A commit whose outcome is unknown is never repeated on another producer and never guessed: the producer is made
/// anew, which makes the broker finish the old transaction one way or the other, and the committed offsets say which.
struct TransactionMachine: Sendable {
    /// One call of the library.
    enum Step: String, Sendable, Hashable, CaseIterable {
        /// `rd_kafka_begin_transaction`.
        case begin
        /// All records of the batch to the producer's queue.
        case produce
        /// `rd_kafka_flush`, then `rd_kafka_send_offsets_to_transaction`.
        case sendOffsets
        /// `rd_kafka_commit_transaction`, which flushes first.
        case commit
        /// `rd_kafka_abort_transaction`.
        case abort
    }

    /// What to do next.
    enum Action: Sendable, Hashable {
        /// Make the call of this step.
        case perform(Step)
        /// Wait, keeping the group membership alive, then make the call of this step again.
        case retry(Step, after: Duration)
        /// Destroy the producer, make a new one and initialise its transactions, then tell ``recreated()``.
        case recreate
        /// Find out whether the group still knows this member, then tell ``membershipConfirmed()``; a newer member with
        /// the same identity shows itself there within a heartbeat, and then the bus has to stop.
        case confirmMembership
        /// Done. When rewound, the consumer has to go back to the committed offsets.
        case finish(CommitOutcome)
        /// The bus cannot go on.
        case fail(BusFailure)
    }

    /// Whether there are input offsets to commit.
    private let hasOffsets: Bool
    /// How long one step may be retried.
    private let deadline: Duration
    private(set) var step: Step = .begin
    private var stepStarted: UInt64 = 0
    private var attempts = 0
    /// What is thrown once the abort is done; nil when the batch may simply be tried again.
    private var afterAbort: BusFailure?
    private var assignmentIsLost = false

    /// A transaction that commits offsets when `hasOffsets`; each step is retried for at most `deadline`.
    init(hasOffsets: Bool, deadline: Duration) {
        self.hasOffsets = hasOffsets
        self.deadline = deadline
    }

    /// The first action; `now` is a monotonic time in nanoseconds, as everywhere here.
    mutating func start(at now: UInt64) -> Action {
        enter(.begin, at: now)
    }

    /// The call of the current step succeeded.
    mutating func succeeded(at now: UInt64) -> Action {
        switch step {
        case .begin:
            return assignmentIsLost ? enter(.abort, at: now) : enter(.produce, at: now)
        case .produce:
            if assignmentIsLost { return enter(.abort, at: now) }
            return enter(hasOffsets ? .sendOffsets : .commit, at: now)
        case .sendOffsets:
            return assignmentIsLost ? enter(.abort, at: now) : enter(.commit, at: now)
        case .commit:
            return .finish(.committed)
        case .abort:
            if let afterAbort { return .fail(afterAbort) }
            return .finish(.rewound)
        }
    }

    /// The call of the current step failed with an error of `kind`; `detail` is the library's sentence.
    mutating func failed(_ kind: ErrorClass, _ detail: String, at now: UInt64) -> Action {
        switch (kind, step) {
        case (.fencedProducer, _), (.fencedMember, _):
            // The other member may be this one: thrown out while it was frozen or the broker away, it has joined again
            // under a new member id, and the offsets still name the old one.
            return .confirmMembership
        case (.retriable, .produce):
            // Part of the batch is queued already: queueing it again in this transaction would write it twice.
            return enter(.abort, at: now)
        case (.retriable, _):
            return retry(detail, at: now)
        case (.configuration, .begin), (.configuration, .abort):
            return .fail(BusFailure(.configuration, "\(step.rawValue): \(detail)"))
        case (.configuration, _):
            afterAbort = BusFailure(.configuration, "\(step.rawValue): \(detail)")
            return enter(.abort, at: now)
        case (.requiresAbort, .begin), (.requiresAbort, .abort):
            return .recreate
        case (.requiresAbort, _):
            return enter(.abort, at: now)
        case (.indefinite, .produce), (.indefinite, .sendOffsets):
            return enter(.abort, at: now)
        case (.fatal, _), (.indefinite, _):
            return .recreate
        }
    }

    /// A record of the transaction was refused for good (`kind`, naming its topic in `detail`): it must not commit.
    mutating func recordFailed(_ kind: ErrorClass, _ detail: String) {
        if kind == .configuration, afterAbort == nil { afterAbort = BusFailure(.configuration, detail) }
    }

    /// The group took the partitions away without asking. What is not yet being committed is aborted; a commit under
    /// way is finished, because only the broker knows how far it is.
    mutating func assignmentLost() {
        assignmentIsLost = true
    }

    /// The group still knows this member: nobody took over, the broker had only given the transaction up, or the member
    /// has joined anew. Even if somebody does take over later, the group refuses the offsets of an old member, so nothing
    /// can be doubled.
    mutating func membershipConfirmed() -> Action {
        .recreate
    }

    /// The producer was made anew; the old transaction is decided on the broker.
    mutating func recreated() -> Action {
        if let afterAbort { return .fail(afterAbort) }
        return .finish(.rewound)
    }

    private mutating func enter(_ next: Step, at now: UInt64) -> Action {
        step = next
        stepStarted = now
        attempts = 0
        return .perform(next)
    }

    private mutating func retry(_ detail: String, at now: UInt64) -> Action {
        let elapsed = now >= stepStarted ? now - stepStarted : 0
        guard elapsed < deadline.nanoseconds else {
            switch step {
            case .sendOffsets: return enter(.abort, at: now)
            case .begin, .produce, .commit, .abort: return .recreate
            }
        }
        attempts += 1
        return .retry(step, after: Backoff.pause(attempt: attempts))
    }
}
