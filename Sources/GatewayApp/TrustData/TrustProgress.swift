package import Core

/// How far the trust service is, for the threads that wait for it.
package struct TrustProgress: Sendable {
    /// True once everything that stood in the topic at the start is in force.
    package var isCaughtUp = false
    /// Why the topic cannot be used now.
    package var failure: BusFailure?
    /// Number of sources that are fetched from.
    package var sources = 0
    /// Attempts that run.
    package var running = 0
    /// Attempts that have ended.
    package var attempts = 0
}
