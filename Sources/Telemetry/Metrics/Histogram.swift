/// Observations counted in fixed buckets, per combination of label values.
package final class Histogram: Instrument {
    /// Bounds for durations of a batch, in seconds.
    package static let durationBounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Bounds for the number of records in a batch.
    package static let batchBounds: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]

    /// Name, type and labels.
    package let description: MetricDescription
    /// Upper bounds of the buckets, ascending; the bucket above the last is implied.
    package let bounds: [Double]
    private let table: SeriesTable<HistogramSeries>

    /// A histogram `name` over `bounds`.
    package init(_ name: String, _ help: String, bounds: [Double], labels: [Label] = []) {
        let ascending = bounds.filter(\.isFinite).sorted()
        description = MetricDescription(name: name, help: help, kind: .histogram, labels: labels)
        self.bounds = ascending
        table = SeriesTable(labels: labels) { HistogramSeries(bounds: ascending) }
    }

    /// The series of `values`, one for each label in order.
    package func series(_ values: String...) -> HistogramSeries {
        table.series(values)
    }

    /// Takes in one observation in the series of `values`.
    package func observe(_ value: Double, _ values: String...) {
        table.series(values).observe(value)
    }

    /// Takes in a duration, in seconds, in the series of `values`.
    package func observe(_ duration: Duration, _ values: String...) {
        table.series(values).observe(duration)
    }

    /// Appends the cumulative buckets, the sum and the count of each series.
    package func renderSeries(into text: inout String) {
        let name = description.name
        let bucketLabels = description.labels + [Label("le", .open(limit: bounds.count + 1))]
        for (values, series) in table.snapshot() {
            let snapshot = series.snapshot()
            var cumulated: UInt64 = 0
            for (index, count) in snapshot.counts.enumerated() {
                cumulated &+= count
                let bound = index < bounds.count ? PrometheusText.number(bounds[index]) : "+Inf"
                PrometheusText.append(
                    name + "_bucket",
                    labels: bucketLabels,
                    values: values + [bound],
                    value: Double(cumulated),
                    to: &text
                )
            }
            PrometheusText.append(
                name + "_sum",
                labels: description.labels,
                values: values,
                value: snapshot.sum,
                to: &text
            )
            PrometheusText.append(
                name + "_count",
                labels: description.labels,
                values: values,
                value: Double(cumulated),
                to: &text
            )
        }
    }
}
