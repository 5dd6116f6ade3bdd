internal import CRDKafka
internal import Core

/// How to reach a cluster: what every client of this module needs.
package struct ClusterConnection: Sendable {
    /// Bootstrap servers, `host:port`.
    package var brokers: [String]
    /// Name shown in broker logs and quotas.
    package var clientID: String
    /// Further librdkafka properties, passed through: security, timeouts, debug. Those that Hutong depends on are
    /// refused by ``validate()``.
    package var properties: [String: String]
    /// Receives the library's log lines, from its threads; nil drops them.
    package var log: (@Sendable (BusLogLine) -> Void)?

    /// A connection to `brokers`.
    package init(
        brokers: [String],
        clientID: String = "hutong",
        properties: [String: String] = [:],
        log: (@Sendable (BusLogLine) -> Void)? = nil
    ) {
        self.brokers = brokers
        self.clientID = clientID
        self.properties = properties
        self.log = log
    }

    /// Everything wrong with it, with the key it is wrong at; the library itself judges the passed-through properties.
    package func validate() -> [BusConfigurationProblem] {
        var problems: [BusConfigurationProblem] = []
        if brokers.isEmpty {
            problems.append(
                BusConfigurationProblem(
                    key: "brokers",
                    message: BilingualText(zh: "至少需要一个引导服务器", en: "at least one bootstrap server is needed")
                )
            )
        }
        for (index, broker) in brokers.enumerated() where !Self.isAddress(broker) {
            problems.append(
                BusConfigurationProblem(
                    key: "brokers[\(index)]",
                    message: BilingualText(zh: "应为 主机:端口", en: "must be host:port")
                )
            )
        }
        if clientID.isEmpty {
            problems.append(
                BusConfigurationProblem(key: "clientID", message: BilingualText(zh: "不能为空", en: "must not be empty"))
            )
        }
        return problems + propertyProblems()
    }

    /// Judges the passed-through properties one by one, so that all problems are reported at once.
    private func propertyProblems() -> [BusConfigurationProblem] {
        guard let settings = try? ClientSettings.make([:]) else { return [] }
        var problems: [BusConfigurationProblem] = []
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            if ReservedProperties.contains(key) {
                problems.append(
                    BusConfigurationProblem(
                        key: "properties.\(key)",
                        message: BilingualText(
                            zh: "该属性由互通设定，不得覆盖",
                            en: "this property is set by Hutong and must not be overridden"
                        )
                    )
                )
            } else if let objection = settings.set(key, value) {
                problems.append(
                    BusConfigurationProblem(
                        key: "properties.\(key)",
                        message: objection
                    )
                )
            }
        }
        return problems
    }

    /// `host:port` or `[v6]:port`, with a port from 1 to 65535.
    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else { return false }
        guard let port = UInt16(text[text.index(after: colon)...]), port > 0 else { return false }
        return !text.contains(where: \.isWhitespace) && !text.contains(",")
    }

    /// The properties of a client: ours win over the passed-through ones.
    func properties(with own: [String: String]) -> [String: String] {
        var all = properties.filter { !ReservedProperties.contains($0.key) }
        all["bootstrap.servers"] = brokers.joined(separator: ",")
        all["client.id"] = clientID
        // A log line per idle connection that the broker closes would drown the others.
        all["log.connection.close"] = properties["log.connection.close"] ?? "false"
        // A broker that comes back is found within a second, not ten: transactions wait at most 15.
        all["reconnect.backoff.max.ms"] = properties["reconnect.backoff.max.ms"] ?? "1000"
        all["socket.keepalive.enable"] = properties["socket.keepalive.enable"] ?? "true"
        return all.merging(own) { _, ours in ours }
    }
}
