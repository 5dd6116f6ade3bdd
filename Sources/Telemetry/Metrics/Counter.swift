/// A number that only rises, per combination of label values.
package final class Counter: Instrument {
    /// Name, type and labels.
    package let description: MetricDescription
    private let table: SeriesTable<CounterSeries>

    /// A counter `name`; the name ends in `_total`.
    package init(_ name: String, _ help: String, labels: [Label] = []) {
        description = MetricDescription(name: name, help: help, kind: .counter, labels: labels)
        table = SeriesTable(labels: labels) { CounterSeries() }
    }

    /// The series of `values`, one for each label in order.
    package func series(_ values: String...) -> CounterSeries {
        table.series(values)
    }

    /// Counts `amount` more in the series of `values`.
    package func add(_ amount: Int = 1, _ values: String...) {
        table.series(values).add(amount)
    }

    /// What the series of `values` stands at; 0 when it was never counted.
    package func value(_ values: String...) -> Double {
        table.snapshot().first { $0.values == values }?.series.value ?? 0
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
