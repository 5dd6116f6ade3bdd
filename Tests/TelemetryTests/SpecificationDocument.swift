import Foundation

/// The tables of `docs/specs/instrumentation.md`, read from the file that operators read.
struct SpecificationDocument {
    struct Metric: Hashable, Comparable {
        let name: String
        let type: String
        let labels: [String]

        static func < (left: Metric, right: Metric) -> Bool { left.name < right.name }
    }

    struct Event: Hashable {
        let name: String
        let level: String
        let fields: [String]
    }

    let metrics: [Metric]
    let helps: [String: String]
    let events: [Event]
    /// Values written in backticks per label, for labels whose bound is `closed`.
    let closedValues: [String: Set<String>]
    /// Metrics named in the last column of the event table.
    let metricsOfEvents: Set<String>

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/specs/instrumentation.md"), encoding: .utf8)
        var metrics: [Metric] = []
        var helps: [String: String] = [:]
        var events: [Event] = []
        var closedValues: [String: Set<String>] = [:]
        var metricsOfEvents: Set<String> = []
        var section = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { section = String(line) }
            guard line.hasPrefix("| `") else { continue }
            let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            if section.hasPrefix("## 2."), cells.count == 3, cells[2] == "closed" {
                for label in Self.quoted(cells[0]) { closedValues[label] = Set(Self.quoted(cells[1])) }
            } else if section.hasPrefix("## 3."), cells.count == 4, let name = Self.quoted(cells[0]).first {
                metrics.append(Metric(name: name, type: cells[1], labels: Self.quoted(cells[2])))
                helps[name] = cells[3].replacing("`", with: "")
            } else if section.hasPrefix("## 4."), cells.count == 4, let name = Self.quoted(cells[0]).first {
                events.append(Event(name: name, level: cells[1], fields: Self.quoted(cells[2])))
                metricsOfEvents.formUnion(Self.quoted(cells[3]))
            }
        }
        self.metrics = metrics
        self.helps = helps
        self.events = events
        self.closedValues = closedValues
        self.metricsOfEvents = metricsOfEvents
    }

    /// The pieces between backticks.
    private static func quoted(_ text: String) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
    }
}
