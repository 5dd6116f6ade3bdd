import Core
import Platform

/// Every instrument of `docs/specs/instrumentation.md`, declared and registered once per process.
package struct GatewayMetrics: Sendable {
    /// The registry that renders them.
    package let registry: MetricsRegistry
    /// Records on their way through the stages.
    package let records = RecordMetrics()
    /// Batches and transactions.
    package let batches = BatchMetrics()
    /// Assignment and bus.
    package let bus = BusMetrics()
    /// The trust list and revocation data.
    package let trust = TrustMetrics()
    /// The process itself.
    package let process = ProcessMetrics()

    /// Declares the instruments in `registry`; the figures of the process are read whenever it renders.
    package init(registry: MetricsRegistry = MetricsRegistry()) {
        self.registry = registry
        records.register(in: registry)
        batches.register(in: registry)
        bus.register(in: registry)
        trust.register(in: registry)
        process.register(in: registry)
        let process = process
        registry.collect {
            guard let usage = ProcessUsage.current() else { return }
            process.residentMemory.set(Double(usage.residentBytes))
            process.processorTime.series().raise(to: usage.processorSeconds)
            process.startTime.set(Double(usage.startedAt.milliseconds) / 1000)
        }
    }
}
