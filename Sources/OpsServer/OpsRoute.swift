/// The routes of the operations server.
package enum OpsRoute: String, CaseIterable, Sendable, Hashable {
    /// Do the workers come round their loops?
    case live = "/live"
    /// May this process take part?
    case ready = "/ready"
    /// The metrics in the Prometheus text format.
    case metrics = "/metrics"
    /// Versions of the build and its libraries.
    case version = "/version"
}
