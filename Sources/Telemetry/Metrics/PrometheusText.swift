/// Spelling of the Prometheus text exposition format, version 0.0.4.
enum PrometheusText {
    /// Appends one sample line: name, labels in braces when there are any, value.
    static func append(_ name: String, labels: [Label], values: [String], value: Double, to text: inout String) {
        text += name
        if !labels.isEmpty {
            text += "{"
            for (index, (label, value)) in zip(labels, values).enumerated() {
                if index > 0 { text += "," }
                text += "\(label.name)=\"\(escapedValue(value))\""
            }
            text += "}"
        }
        text += " \(number(value))\n"
    }

    /// A value as the format's parsers (Go's `ParseFloat`) read it; whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
        return "\(value)"
    }

    /// A label value with backslash, quote and line feed escaped.
    static func escapedValue(_ value: String) -> String {
        escaped(value, quote: true)
    }

    /// A help text with backslash and line feed escaped.
    static func escapedHelp(_ help: String) -> String {
        escaped(help, quote: false)
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quote: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
