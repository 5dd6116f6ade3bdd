import RoutingPolicy

/// The refusals in a log of Kafka's authorizer (logger `kafka.authorizer.logger`, level INFO): who tried what, how often.
///
/// Both authorizers write `Principal = P is Denied operation = O from host = H on resource = T:PATTERN:NAME for request = …`
/// behind a time stamp in brackets; the one for ZooKeeper with a capital `Operation`. Bounded: at most
/// ``AuthorizerLog/capacity`` different attempts are kept.
struct AuthorizerLog {
    /// What was refused, and how often.
    struct Refusal {
        /// The right that was missing; its host is where the attempt came from.
        let right: AccessRight
        /// Number of attempts.
        var count: Int
        /// Time of the first and last, as the log writes it.
        let first: String
        var last: String
    }

    /// Bytes above which a line is not read.
    static let longestLine = 1 << 16
    /// Most different attempts that are kept.
    static let capacity = 10_000

    /// Attempts beyond those that are kept.
    private(set) var omitted = 0
    /// Lines that speak of a denial in words that are not known, or are too long.
    private(set) var unread = 0
    private var found: [AccessRight: Refusal] = [:]

    /// The refusals by right.
    var refusals: [Refusal] { found.values.sorted { $0.right < $1.right } }

    /// Takes in one line; nil for one that was too long.
    mutating func read(_ bytes: [UInt8]?) {
        guard let bytes else {
            unread += 1
            return
        }
        let line = String(decoding: bytes, as: UTF8.self)
        guard line.contains(" is Denied ") else { return }
        guard let (right, time) = AuthorizerLog.refusal(in: line) else {
            unread += 1
            return
        }
        if found[right] != nil {
            found[right]?.count += 1
            found[right]?.last = time
        } else if found.count < AuthorizerLog.capacity {
            found[right] = Refusal(right: right, count: 1, first: time, last: time)
        } else {
            omitted += 1
        }
    }

    private static func refusal(in line: String) -> (right: AccessRight, time: String)? {
        let time = line.first == "[" ? line.dropFirst().prefix { $0 != "]" } : ""
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
        let right = AccessRight(
            Principal(reported: String(line[principal.upperBound..<denied.lowerBound])),
            operation(String(line[denied.upperBound..<host.lowerBound])),
            AccessResource(
                kind(String(parts[0])),
                String(parts[2]),
                parts[1].lowercased() == "prefixed" ? .prefixed : .literal
            ),
            host: String(line[host.upperBound..<resource.lowerBound])
        )
        return (right, String(time))
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
