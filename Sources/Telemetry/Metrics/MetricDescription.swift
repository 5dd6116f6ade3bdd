/// What a metric is called and what it means; `docs/specs/instrumentation.md` lists every one.
package struct MetricDescription: Sendable {
    /// Full name with prefix and unit, for example `hutong_records_received_total`.
    package let name: String
    /// One sentence for a person, written after `# HELP`.
    package let help: String
    /// Counter, gauge or histogram.
    package let kind: MetricKind
    /// Labels in the order in which values are passed.
    package let labels: [Label]

    /// Describes a metric.
    package init(name: String, help: String, kind: MetricKind, labels: [Label]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
    }
}
