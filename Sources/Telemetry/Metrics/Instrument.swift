/// A metric that can write itself in the Prometheus text format.
package protocol Instrument: AnyObject, Sendable {
    /// Name, type and labels.
    var description: MetricDescription { get }

    /// Appends one line per series (several for a histogram), ordered by label values.
    func renderSeries(into text: inout String)
}
