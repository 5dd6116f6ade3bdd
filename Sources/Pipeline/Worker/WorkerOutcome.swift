package import Core

/// How a worker stands.
package enum WorkerOutcome: Sendable, Hashable {
    /// It goes round its loop.
    case running
    /// It was asked to stop and has finished what it had begun.
    case stopped
    /// It cannot go on: fenced by a successor, or the configuration is wrong.
    case failed(BusFailure)
}
