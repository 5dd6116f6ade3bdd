import Platform

/// Everything this process tells about itself: each function writes one log event and raises its metrics.
///
/// Shared by all threads; hand it down by value.
package struct GatewayEvents: Sendable {
    /// The instruments.
    package let metrics: GatewayMetrics
    /// The log.
    package let log: EventLog

    /// Events that go to `metrics` and `log`.
    package init(metrics: GatewayMetrics, log: EventLog) {
        self.metrics = metrics
        self.log = log
    }

    /// Writes `event` to the log and counts what became of it.
    func write(_ event: EventName, _ fields: @autoclosure () -> [LogField]) {
        switch log.write(event, fields) {
        case nil: break
        case .success: metrics.process.logEvents.add(1, event.level.rawValue)
        case .failure(let dropped): metrics.process.logEventsDropped.add(1, dropped.reason.rawValue)
        }
    }
}
