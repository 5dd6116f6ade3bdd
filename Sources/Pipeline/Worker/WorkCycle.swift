package import Core
import Platform
import RoutingPolicy
package import Telemetry
package import Trust

/// One turn of a worker: receive, process, commit, and tell the stage what came of it.
///
/// The worker's thread turns it in real time, the simulation in virtual time; owned by whoever turns it.
package struct WorkCycle {
    /// What a turn led to.
    package enum Turn: Sendable {
        /// There was nothing to do.
        case idle
        /// The batch's transaction is durable.
        case committed(BatchTally, commit: Duration)
        /// The batch came to nothing and will be read again.
        case rewound(records: Int)
    }

    /// A turn that ended the use of the bus.
    package struct Loss: Error {
        /// What the bus said.
        package let failure: BusFailure
        /// True when the outcome of a transaction is not known.
        package let duringCommit: Bool
    }

    private let bus: any BatchBus
    private let stage: any Stage
    private let sealer: GatewaySealer?
    /// Number of the assignment that the stage knows.
    private var assignment: UInt64?

    /// A cycle over `bus` and `stage`; what leaves the exchange is sealed by `sealer`.
    ///
    /// - Parameter sealer: nil seals nothing; for simulations of the rest.
    package init(bus: any BatchBus, stage: any Stage, sealer: GatewaySealer? = nil) {
        self.bus = bus
        self.stage = stage
        self.sealer = sealer
    }

    /// Does one turn with at most `maximum` records, waiting up to `wait` for them.
    ///
    /// - Parameter now: asked for the time of the batch when it is there.
    package mutating func turn(maximum: Int, wait: Duration, now: () -> Instant) throws(Loss) -> Turn {
        var batch: RecordBatch
        var effects: BatchEffects
        let time: Instant
        let start: UInt64
        do throws(BusFailure) {
            try stage.refresh()
            bus.restrain(stage.quotas)
            batch = try bus.receive(maximum: maximum, wait: wait)
            if stage.keepsState { try tellOfAssignment() }
            // A fact that was written before the batch may have arrived while waiting for it.
            if !batch.isEmpty { try stage.refresh() }
            time = now()
            let due = stage.due(at: time)
            if !due.isEmpty {
                batch = RecordBatch(records: batch.records, touched: due, behind: due.filter(bus.isBehind))
            }
            guard !batch.isEmpty else { return .idle }
            start = SystemClock.monotonicNanoseconds()
            effects = try stage.process(batch, at: time)
        } catch {
            stage.discard()
            throw Loss(failure: error, duringCommit: false)
        }
        try seal(&effects, at: time)
        let processed = SystemClock.monotonicNanoseconds()
        effects.tally.processing = .nanoseconds(Int64(clamping: processed &- start))
        effects.tally.outputs = effects.outputs.count
        return try finish(effects, of: batch, since: processed)
    }

    /// Has the stage read what it remembers of its partitions, once nobody else can still change it.
    private mutating func tellOfAssignment() throws(BusFailure) {
        let current = bus.assignment
        guard current.number != assignment else { return }
        try bus.settle()
        guard bus.assignment == current else {
            throw BusFailure(.unavailable, "the assignment changed while it was being taken over")
        }
        try stage.assigned(current.partitions)
        assignment = current.number
    }

    /// Puts the seal on what leaves the exchange and on the accounts of it; a batch that cannot be sealed comes to nothing and is read again.
    private func seal(_ effects: inout BatchEffects, at now: Instant) throws(Loss) {
        guard let sealer else { return }
        do throws(TrustFailure) {
            effects.outputs = try sealer.seal(effects.outputs, at: now) { TopicName.isSealed($0.topic) }
        } catch {
            stage.discard()
            throw Loss(
                failure: BusFailure(.unavailable, "the gateway's key does not sign: \(error.description)"),
                duringCommit: false
            )
        }
    }

    private func finish(_ effects: BatchEffects, of batch: RecordBatch, since processed: UInt64) throws(Loss) -> Turn {
        let outcome: CommitOutcome
        do throws(BusFailure) {
            outcome = try bus.commit(effects.outputs, consuming: batch)
        } catch {
            stage.discard()
            throw Loss(failure: error, duringCommit: true)
        }
        switch outcome {
        case .committed:
            stage.committed()
            let duration = SystemClock.monotonicNanoseconds() &- processed
            return .committed(effects.tally, commit: .nanoseconds(Int64(clamping: duration)))
        case .rewound:
            stage.discard()
            return .rewound(records: batch.records.count)
        }
    }
}
