package import Telemetry

/// What the operations server answers on each route; knows no socket.
package struct OpsRoutes: Sendable {
    private let build: BuildInfo
    private let events: GatewayEvents
    private let readiness: Readiness
    private let heartbeats: Heartbeats

    /// Routes that tell of `readiness`, `heartbeats` and the metrics of `events`.
    package init(build: BuildInfo, events: GatewayEvents, readiness: Readiness, heartbeats: Heartbeats) {
        self.build = build
        self.events = events
        self.readiness = readiness
        self.heartbeats = heartbeats
    }

    /// The answer to a request for `path`, and the route for the metrics.
    package func answer(_ path: String) -> (route: OpsRoute?, response: HTTPResponse) {
        guard let route = OpsRoute(rawValue: path) else { return (nil, .plain(404)) }
        switch route {
        case .live: return (route, live())
        case .ready: return (route, ready())
        case .metrics:
            return (
                route,
                HTTPResponse(
                    200,
                    contentType: MetricsRegistry.contentType,
                    body: events.metrics.registry.render()
                )
            )
        case .version:
            let body =
                #"{"version":"# + JSONText.quoted(build.version) + #","swift":"# + JSONText.quoted(build.swift)
                + #","librdkafka":"# + JSONText.quoted(build.librdkafka) + #","openssl":"#
                + JSONText.quoted(build.openssl) + "}"
            return (route, .json(200, body))
        }
    }

    private func live() -> HTTPResponse {
        let stalled = heartbeats.stalled()
        for heartbeat in stalled.new { events.workerStalled(heartbeat.worker, age: heartbeat.age()) }
        let workers = JSONText.list(heartbeats.all.map(\.worker))
        guard stalled.all.isEmpty else {
            let names = JSONText.list(stalled.all.map(\.worker))
            return .json(503, #"{"live":false,"workers":\#(workers),"stalled":\#(names)}"#)
        }
        return .json(200, #"{"live":true,"workers":\#(workers)}"#)
    }

    private func ready() -> HTTPResponse {
        let missing = readiness.missing
        let names = JSONText.list(missing.map(\.rawValue))
        let remarks = readiness.warnings
        let warnings = remarks.isEmpty ? "" : #","warnings":\#(JSONText.list(remarks))"#
        return .json(missing.isEmpty ? 200 : 503, #"{"ready":\#(missing.isEmpty),"missing":\#(names)\#(warnings)}"#)
    }
}
