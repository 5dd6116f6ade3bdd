/// The closed list of log events, section 4 of `docs/specs/instrumentation.md`.
package enum EventName: String, CaseIterable, Sendable, Hashable {
    case processStarted = "process.started"
    case processDraining = "process.draining"
    case processStopped = "process.stopped"
    case artifactLoaded = "artifact.loaded"
    case artifactRefused = "artifact.refused"
    case stageStarted = "stage.started"
    case stageStopped = "stage.stopped"
    case readyGained = "ready.gained"
    case readyLost = "ready.lost"
    case workerStalled = "worker.stalled"
    case transactionCommitted = "transaction.committed"
    case transactionAborted = "transaction.aborted"
    case recordRefused = "record.refused"
    case breakerOpened = "breaker.opened"
    case breakerClosed = "breaker.closed"
    case busRebalanced = "bus.rebalanced"
    case busPaused = "bus.paused"
    case busFailed = "bus.failed"
    case positionCorrected = "bus.position_corrected"
    case factsCaughtUp = "facts.caught_up"
    case factsBehind = "facts.behind"
    case registrationRestoring = "registration.restoring"
    case registrationRestored = "registration.restored"
    case indexRestoring = "index.restoring"
    case indexRestored = "index.restored"
    case trustListTaken = "trust.list_taken"
    case trustDataTaken = "trust.data_taken"
    case trustDataRefused = "trust.data_refused"
    case trustFetchFailed = "trust.fetch_failed"
    case trustUnusable = "trust.unusable"
    case trustUsable = "trust.usable"
    case opsListening = "ops.listening"
    case opsRefused = "ops.refused"

    /// The level at which the event is always written.
    package var level: LogLevel {
        switch self {
        case .transactionCommitted, .busPaused, .opsRefused: .debug
        case .readyLost, .transactionAborted, .factsBehind, .trustDataRefused, .trustFetchFailed, .trustUnusable,
            .breakerOpened, .positionCorrected:
            .warning
        case .artifactRefused, .workerStalled, .busFailed: .error
        default: .info
        }
    }
}
