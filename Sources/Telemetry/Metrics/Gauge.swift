/// A number that rises and falls, per combination of label values.
package final class Gauge: Instrument {
    /// Name, type and labels.
    package let description: MetricDescription
    private let table: SeriesTable<AtomicNumber>

    /// A gauge `name`.
    package init(_ name: String, _ help: String, labels: [Label] = []) {
        description = MetricDescription(name: name, help: help, kind: .gauge, labels: labels)
        table = SeriesTable(labels: labels) { AtomicNumber() }
    }

    /// Sets the series of `values` to `value`.
    package func set(_ value: Double, _ values: String...) {
        table.series(values).store(value)
    }

    /// Sets the series of `values` to 1 or 0.
    package func set(_ flag: Bool, _ values: String...) {
        table.series(values).store(flag ? 1 : 0)
    }

    /// What the series of `values` stands at; nil when it does not exist.
    package func value(_ values: String...) -> Double? {
        table.snapshot().first { $0.values == values }?.series.value
    }

    /// Forgets every series whose first label values are `prefix`, for example the lag of partitions given up.
    package func removeAll(startingWith prefix: String...) {
        table.removeAll(startingWith: prefix)
    }

    /// Appends one line per series.
    package func renderSeries(into text: inout String) {
        for (values, series) in table.snapshot() {
            PrometheusText.append(
                description.name,
                labels: description.labels,
                values: values,
                value: series.value,
                to: &text
            )
        }
    }
}
