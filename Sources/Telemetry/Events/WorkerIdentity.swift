/// Which worker an event is about.
package struct WorkerIdentity: Sendable, Hashable {
    /// Stage, `admission`, `registration` or `delivery`.
    package let stage: String
    /// Plane, `trading`, `service` or `supervision`; empty where the stage serves all.
    package let plane: String
    /// Name of the worker thread.
    package let worker: String

    /// A worker of `stage`.
    package init(stage: String, plane: String, worker: String) {
        self.stage = stage
        self.plane = plane
        self.worker = worker
    }
}
