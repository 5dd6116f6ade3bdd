package import Core
import Platform
package import Telemetry
package import Trust

/// One worker: a thread of its own that receives, processes and commits until it is told to stop.
///
/// Bus and stage are made on that thread and never leave it. When the outcome of a transaction cannot be established
/// or the bus is lost, both are thrown away and made anew: what was committed is then seen from the group's offsets,
/// never guessed.
package final class Worker: Sendable {
    /// What a worker owns.
    package struct Parts {
        /// Where batches come from and transactions go to.
        package let bus: any BatchBus
        /// What is done with them.
        package let stage: any Stage
        /// What seals the records that leave the exchange; nil for none.
        package let sealer: GatewaySealer?

        /// The parts of one worker; neither bus nor stage may be in use elsewhere.
        package init(bus: any BatchBus, stage: any Stage, sealer: GatewaySealer? = nil) {
            self.bus = bus
            self.stage = stage
            self.sealer = sealer
        }
    }

    /// Who the worker is, in log and metrics.
    package let identity: WorkerIdentity
    private let configuration: WorkerConfiguration
    private let events: GatewayEvents
    private let heartbeat: Heartbeat
    private let stopSignal = StopSignal()
    private let state = Locked(WorkerOutcome.running)
    private let makeParts: @Sendable () throws(BusFailure) -> Parts
    private let thread = Locked<NamedThread?>(nil)

    /// A worker that is not started yet.
    ///
    /// - Parameters:
    ///   - heartbeat: beaten each time round the loop, also while the bus is away: the process is alive then.
    ///   - makeParts: makes bus and stage; called on the worker's thread, again after each loss of the bus.
    package init(
        identity: WorkerIdentity,
        configuration: WorkerConfiguration = WorkerConfiguration(),
        events: GatewayEvents,
        heartbeat: Heartbeat,
        makeParts: @escaping @Sendable () throws(BusFailure) -> Parts
    ) {
        self.identity = identity
        self.configuration = configuration
        self.events = events
        self.heartbeat = heartbeat
        self.makeParts = makeParts
    }

    /// How the worker stands.
    package var outcome: WorkerOutcome { state.withLock { $0 } }

    /// Starts the thread. Call once.
    package func start() {
        let started = NamedThread(identity.worker, stackSize: 1 << 20) { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Asks the worker to stop after the transaction it has begun; returns at once.
    package func stop() {
        stopSignal.raise()
    }

    /// Waits until the thread has ended, at most `limit`.
    ///
    /// - Returns: false when it has not ended yet.
    package func join(within limit: Duration) -> Bool {
        guard let running = thread.withLock({ $0 }) else { return true }
        return running.join(within: limit)
    }

    /// Goes round the loop on the calling thread until the worker is stopped or fails.
    package func run() {
        var backoff = Backoff(floor: configuration.backoffFloor, ceiling: configuration.backoffCeiling)
        events.stageStarted(identity)
        while !stopSignal.isSet {
            heartbeat.beat()
            do throws(BusFailure) {
                let parts = try makeParts()
                try serve(WorkCycle(bus: parts.bus, stage: parts.stage, sealer: parts.sealer), &backoff)
            } catch {
                guard Worker.mayTryAgain(after: error) else {
                    state.withLock { $0 = .failed(error) }
                    events.stageStopped(identity)
                    return
                }
                pause(backoff.next(fraction: .random(in: 0..<1)))
            }
        }
        state.withLock { $0 = .stopped }
        events.stageStopped(identity)
    }

    private static func mayTryAgain(after failure: BusFailure) -> Bool {
        switch failure.kind {
        case .unavailable, .fatal: true
        case .configuration, .fenced: false
        }
    }

    /// Works on one bus until it is lost or the worker is stopped.
    private func serve(_ parts: WorkCycle, _ backoff: inout Backoff) throws(BusFailure) {
        var cycle = parts
        while !stopSignal.isSet {
            heartbeat.beat()
            do throws(WorkCycle.Loss) {
                let turn = try cycle.turn(
                    maximum: configuration.batchRecords,
                    wait: configuration.wait,
                    now: SystemClock.now
                )
                tell(of: turn)
            } catch {
                events.busFailed(stage: identity.stage, error.failure, duringCommit: error.duringCommit)
                throw error.failure
            }
            backoff.reset()
        }
    }

    private func tell(of turn: WorkCycle.Turn) {
        switch turn {
        case .idle:
            break
        case .committed(let tally, let duration):
            events.transactionCommitted(identity, tally, commit: duration)
        case .rewound(let records):
            events.transactionAborted(identity, records: records, detail: "the bus went back to the committed offsets")
        }
    }

    /// Waits in steps, so that a worker that waits for its bus still shows that it is alive.
    private func pause(_ duration: Duration) {
        var remaining = duration
        while remaining > .zero {
            heartbeat.beat()
            let step = min(remaining, configuration.wait)
            if stopSignal.wait(upTo: step) { return }
            remaining -= step
        }
    }
}
