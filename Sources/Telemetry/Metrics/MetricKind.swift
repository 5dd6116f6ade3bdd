/// The type of a metric, as written after `# TYPE`.
package enum MetricKind: String, Sendable, Hashable {
    case counter
    case gauge
    case histogram
}
