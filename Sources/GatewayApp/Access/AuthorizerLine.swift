import RoutingPolicy

/// A line in which Kafka's authorizer (logger `kafka.authorizer.logger`, level INFO) tells of a refusal.
///
/// Both authorizers write `Principal = P is Denied operation = O from host = H on resource = T:PATTERN:NAME for request = …`
/// behind a time stamp in brackets; the one for ZooKeeper with a capital `Operation`.
struct AuthorizerLine {
    /// The right that was missing, from anywhere.
    let right: AccessRight
    /// Where the attempt came from.
    let host: String
    /// When; nil where the line tells no time.
    let time: AuthorizerTime?

    /// Characters of a name that are kept: names of groups are what a client chose, and may be as long as a line.
    private static let longestName = 512

    /// The attempt of which `line` tells; nil where its words are not known.
    init?(_ line: String) {
        // The name of a group is whatever its member chose, also these words: it ends where they stand for the last time.
        guard let principal = line.range(of: "Principal = "),
            let denied = line.range(of: " is Denied operation = ", after: principal.upperBound)
                ?? line.range(of: " is Denied Operation = ", after: principal.upperBound),
            let host = line.range(of: " from host = ", after: denied.upperBound),
            let resource = line.range(of: " on resource = ", after: host.upperBound),
            let request = line.ranges(of: " for request = ").last, request.lowerBound >= resource.upperBound
        else { return nil }
        let parts = line[resource.upperBound..<request.lowerBound].split(separator: ":", maxSplits: 2)
        guard parts.count == 3 else { return nil }
        right = AccessRight(
            Principal(reported: AuthorizerLine.name(line[principal.upperBound..<denied.lowerBound])),
            AuthorizerLine.operation(String(line[denied.upperBound..<host.lowerBound])),
            AccessResource(
                AuthorizerLine.kind(String(parts[0])),
                AuthorizerLine.name(parts[2]),
                parts[1].lowercased() == "prefixed" ? .prefixed : .literal
            )
        )
        self.host = AuthorizerLine.name(line[host.upperBound..<resource.lowerBound])
        time = line.first == "[" ? AuthorizerTime(line.dropFirst().prefix { $0 != "]" }) : nil
    }

    private static func name(_ text: Substring) -> String {
        let kept = text.prefix(longestName)
        return kept.endIndex == text.endIndex ? String(text) : kept + "…"
    }

    /// `DESCRIBE_CONFIGS` or `DescribeConfigs`.
    private static func operation(_ word: String) -> AccessOperation {
        let plain = word.filter { $0 != "_" }.lowercased()
        return AccessOperation.allCases.first { $0.rawValue.lowercased() == plain } ?? .unknown
    }

    /// `TransactionalId`, `TRANSACTIONAL_ID`.
    private static func kind(_ word: String) -> AccessResource.Kind {
        let plain = word.filter { $0 != "_" }.lowercased()
        return AccessResource.Kind.allCases.first { $0.rawValue.filter { $0 != "-" } == plain } ?? .unknown
    }
}

extension String {
    /// Where `text` stands for the first time at or after `place`.
    fileprivate func range(of text: String, after place: Index? = nil) -> Range<Index>? {
        self[(place ?? startIndex)...].firstRange(of: text)
    }
}
