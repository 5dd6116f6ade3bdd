internal import Core
internal import Foundation

/// What a benchmark found: `{"benchmark","cores","results":[{"name","value","unit","baseline","ratio"}]}`.
struct BenchmarkReport {
    /// One figure.
    struct Result {
        /// What was measured.
        let name: String
        /// How much.
        let value: Double
        /// In what.
        let unit: String
        /// The same figure of the thing it is compared with, in the same run; nil without one.
        let baseline: Double?

        /// A figure, with the one it is compared with.
        init(_ name: String, _ value: Double, _ unit: String, baseline: Double? = nil) {
            self.name = name
            self.value = value
            self.unit = unit
            self.baseline = baseline
        }

        /// Value through baseline.
        var ratio: Double? { baseline.flatMap { $0 > 0 ? value / $0 : nil } }
    }

    /// Name of the benchmark.
    let benchmark: String
    /// The figures.
    let results: [Result]

    /// Processors of this machine that are in use.
    var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The report as one JSON object.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("benchmark", benchmark)
        writer.member("cores", cores)
        writer.key("results")
        writer.beginArray()
        for result in results {
            writer.beginObject()
            writer.member("name", result.name)
            writer.key("value")
            writer.number(result.value)
            writer.member("unit", result.unit)
            writer.key("baseline")
            if let baseline = result.baseline { writer.number(baseline) } else { writer.null() }
            writer.key("ratio")
            if let ratio = result.ratio { writer.number(ratio) } else { writer.null() }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.text
    }

    /// The report as lines for a person.
    var text: String {
        var lines = ["\(benchmark) on \(cores) cores"]
        for result in results {
            var line = "  \(result.name): \(Self.rounded(result.value)) \(result.unit)"
            if let baseline = result.baseline, let ratio = result.ratio {
                line += "  (baseline \(Self.rounded(baseline)), ratio \(Self.rounded(ratio)))"
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    private static func rounded(_ value: Double) -> String {
        String(format: value.magnitude < 100 ? "%.2f" : "%.0f", value)
    }
}
