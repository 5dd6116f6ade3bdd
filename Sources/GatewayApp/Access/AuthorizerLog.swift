import RoutingPolicy

/// The refusals in logs of Kafka's authorizer, read line by line: who tried what, how often, first and last.
///
/// Bounded however long the logs are: of at most ``capacity`` different attempts it keeps a sum each, the latest ones; an
/// older one goes into the sum of its principal, and of at most ``principalCapacity`` principals there is one, else into the
/// sum of all the others. So every attempt is counted in exactly one sum.
struct AuthorizerLog {
    /// Attempts of which one is like the other but for time and address.
    struct Refusal {
        /// The right that was missing, from anywhere.
        let right: AccessRight
        /// Number and time.
        var sum: RefusalSum
        /// Where they came from, in the order in which they were read, at most ``hostCapacity``.
        var hosts: [String]
        /// True when they came from elsewhere too.
        var hasMoreHosts = false
    }

    /// Bytes above which a line is not read.
    static let longestLine = 1 << 16
    /// Most different attempts of which each has its sum.
    static let capacity = 10_000
    /// Most principals that have a sum of what is older.
    static let principalCapacity = 1_000
    /// Most addresses kept of one attempt.
    static let hostCapacity = 8

    /// Attempts before ``since``, which are in no sum.
    private(set) var earlier = 0
    /// Lines that speak of a denial in words that are not known, or are too long.
    private(set) var unread = 0
    /// What is in no sum of its own, by principal.
    private(set) var sums: [Principal: RefusalSum] = [:]
    /// What is not in ``sums`` either, of all other principals.
    private(set) var others: RefusalSum?

    private let since: AuthorizerTime?
    private let capacity: Int
    private var found: [AccessRight: Refusal] = [:]
    /// The last time that was read: a line without one is as old as the line before it.
    private var clock: AuthorizerTime?

    /// - Parameters:
    ///   - since: attempts before it are counted and not looked at; nil takes all.
    ///   - capacity: ``AuthorizerLog/capacity``
    init(since: AuthorizerTime? = nil, capacity: Int = AuthorizerLog.capacity) {
        self.since = since
        self.capacity = capacity
    }

    /// The refusals by right, the latest ``capacity`` of them.
    var refusals: [Refusal] { found.values.sorted { $0.right < $1.right } }

    /// How many attempts stand in ``sums`` and ``others`` alone.
    var summed: Int { sums.values.reduce(others?.count ?? 0) { $0 + $1.count } }

    /// How many sums are held: what memory is proportional to.
    var held: Int { found.count + sums.count + (others == nil ? 0 : 1) }

    /// Takes in one line; nil for one that was too long.
    mutating func read(_ bytes: [UInt8]?) {
        guard let bytes else {
            unread += 1
            return
        }
        let line = String(decoding: bytes, as: UTF8.self)
        guard line.contains(" is Denied ") else { return }
        guard let attempt = AuthorizerLine(line) else {
            unread += 1
            return
        }
        clock = attempt.time ?? clock
        if let since, let clock, clock < since {
            earlier += 1
            return
        }
        let sum = RefusalSum(at: clock)
        if found[attempt.right] == nil {
            // Making room for a tenth at once keeps the work for each line constant.
            if found.count >= capacity + capacity / 10 { fold() }
            found[attempt.right] = Refusal(right: attempt.right, sum: sum, hosts: [attempt.host])
            return
        }
        found[attempt.right]?.add(sum, from: attempt.host)
    }

    /// Ends the reading: what is beyond ``capacity`` goes where older attempts are.
    mutating func finish() { fold() }

    /// Moves the oldest beyond ``capacity`` into the sums of their principals.
    private mutating func fold() {
        guard found.count > capacity else { return }
        let byAge = found.values.sorted { one, other in
            one.sum.last == other.sum.last
                ? one.right < other.right : AuthorizerLog.isOlder(one.sum.last, other.sum.last)
        }
        for old in byAge.prefix(found.count - capacity) {
            found[old.right] = nil
            let principal = old.right.principal
            if sums[principal] != nil || sums.count < AuthorizerLog.principalCapacity {
                sums[principal, default: old.sum.none].add(old.sum)
            } else {
                others = others.map { $0.adding(old.sum) } ?? old.sum
            }
        }
    }

    private static func isOlder(_ one: AuthorizerTime?, _ other: AuthorizerTime?) -> Bool {
        guard let other else { return false }
        return one.map { $0 < other } ?? true
    }
}

extension AuthorizerLog.Refusal {
    fileprivate mutating func add(_ more: RefusalSum, from host: String) {
        sum.add(more)
        guard !hosts.contains(host) else { return }
        if hosts.count < AuthorizerLog.hostCapacity { hosts.append(host) } else { hasMoreHosts = true }
    }
}
