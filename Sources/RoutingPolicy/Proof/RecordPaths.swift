/// By which ways records come into topics: from a platform that writes, through the stages that read and write.
///
/// What a stage makes of what it reads is the code's part and stated in ``makes(_:from:)``; which topics it can reach at
/// all is the broker's, by the rights of its principal.
struct RecordPaths {
    private let writers: [String: [ExchangeClient]]

    init(_ model: PolicyModel) {
        var writers: [String: [ExchangeClient]] = [:]
        for client in model.clients { for topic in client.writes { writers[topic, default: []].append(client) } }
        self.writers = writers
    }

    /// The shortest way by which records of a platform other than `platform` come into `topic`; nil where there is none.
    ///
    /// - Complexity: O(topics × clients) of what lies before the topic.
    func way(into topic: String, of platform: String) -> [String]? {
        // Each step goes back from a topic to a client that writes it, and on to what that client reads.
        var ways: [(topic: String, path: [String])] = [(topic, [topic])]
        var seen: Set<String> = [topic]
        var next = 0
        while next < ways.count {
            let (current, path) = ways[next]
            next += 1
            for writer in writers[current] ?? [] {
                switch writer.role {
                case .platform(let id):
                    if id != platform { return [writer.principal, current] + path.dropFirst() }
                case .worker(let stage, _, _):
                    guard let kind = TopicKind(current) else { continue }
                    for input in writer.reads.sorted() where !seen.contains(input) {
                        guard let source = TopicKind(input), RecordPaths.makes(kind, from: source, by: stage) else {
                            continue
                        }
                        seen.insert(input)
                        ways.append((input, [input, writer.role.name, current] + path.dropFirst()))
                    }
                case .operator:
                    continue
                }
            }
        }
        return nil
    }

    /// True when `stage` may write something of a record that it reads in `source` into `kind`.
    static func makes(_ kind: TopicKind, from source: TopicKind, by stage: GatewayStage) -> Bool {
        switch (stage, source) {
        case (.admission, .submit(let sender)):
            // Verdicts and what was refused go to the sender alone.
            kind.platform == nil ? kind.plane != nil : kind.platform == sender
        case (.registration, .admitted), (.delivery, .ledger), (.delivery, .alert):
            true
        case (.index, .claims):
            true
        default:
            false
        }
    }
}
