import Platform

/// The metrics of a process, and their rendering for `/metrics`.
package final class MetricsRegistry: Sendable {
    /// Media type of ``render()``.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct State {
        var instruments: [String: any Instrument] = [:]
        var collectors: [@Sendable () -> Void] = []
    }

    private let state = Locked(State())

    /// An empty registry.
    package init() {}

    /// Adds an instrument.
    ///
    /// - Precondition: no other instrument has its name; two meanings under one name are a mistake of this project.
    package func register(_ instrument: some Instrument) {
        state.withLock { state in
            let previous = state.instruments.updateValue(instrument, forKey: instrument.description.name)
            precondition(previous == nil, "a metric is registered once")
        }
    }

    /// Adds a function that brings gauges up to date just before they are rendered; it must not wait.
    package func collect(_ collector: @escaping @Sendable () -> Void) {
        state.withLock { $0.collectors.append(collector) }
    }

    /// The descriptions of all instruments, by name.
    package var descriptions: [MetricDescription] {
        instruments().map(\.description)
    }

    /// All metrics in the Prometheus text exposition format 0.0.4, ordered by name.
    ///
    /// A labelled metric without a series yet shows its `HELP` and `TYPE` lines alone.
    package func render() -> String {
        let collectors = state.withLock { $0.collectors }
        for collector in collectors { collector() }
        var text = ""
        for instrument in instruments() {
            let description = instrument.description
            text += "# HELP \(description.name) \(PrometheusText.escapedHelp(description.help))\n"
            text += "# TYPE \(description.name) \(description.kind.rawValue)\n"
            instrument.renderSeries(into: &text)
        }
        return text
    }

    private func instruments() -> [any Instrument] {
        let instruments = state.withLock { $0.instruments }
        return instruments.values.sorted { $0.description.name < $1.description.name }
    }
}
