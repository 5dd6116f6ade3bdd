/// A reader of the Prometheus text format, written from its description and not from our renderer.
struct RenderedMetrics {
    struct Family {
        let name: String
        let help: String
        var type = ""
        var labels: [String] = []
        var samples = 0
    }

    private(set) var families: [Family] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP "), words.count == 4 {
                families.append(Family(name: words[2], help: words[3]))
            } else if line.hasPrefix("# TYPE "), words.count == 4, families.last?.name == words[2] {
                families[families.count - 1].type = words[3]
            } else if let family = families.last, line.hasPrefix(family.name) {
                families[families.count - 1].samples += 1
                guard let open = line.firstIndex(of: "{"), let close = line.lastIndex(of: "}") else { continue }
                let labels = line[line.index(after: open)..<close].split(separator: ",")
                    .compactMap { $0.split(separator: "=").first.map(String.init) }.filter { $0 != "le" }
                families[families.count - 1].labels = labels
            } else {
                families.append(Family(name: "unreadable: \(line)", help: ""))
            }
        }
    }
}
