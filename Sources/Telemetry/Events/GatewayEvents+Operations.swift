extension GatewayEvents {
    /// The operations server listens.
    package func opsListening(address: String, port: UInt16) {
        write(.opsListening, [LogField("address", address), LogField("port", port)])
    }

    /// The operations server answered a request; `route` is one of its own, or `none`.
    ///
    /// Only answers that refuse the request (400 and above, but for 503 of a probe) are written to the log.
    package func opsAnswered(route: String, status: Int) {
        metrics.process.opsRequests.add(1, route, String(status))
        guard status >= 400, status != 503 else { return }
        write(.opsRefused, [LogField("route", route), LogField("status", status)])
    }

    /// The operations server turned a connection away because all its places were taken; metric only.
    package func opsConnectionRefused() {
        metrics.process.opsConnectionsRefused.add()
    }
}
