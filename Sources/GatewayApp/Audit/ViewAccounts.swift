import Core

/// Sums of what recipients were shown, from the records of `view-usage.<recipient>` (docs/specs/topics.md §12a).
struct ViewAccounts {
    /// Which records count.
    struct Filter {
        /// Wire names of data sets; empty for all.
        var datasets: Set<String> = []
        /// Delivered from this time on.
        var since: Instant?
        /// Delivered before this time.
        var until: Instant?
    }

    /// What was shown of one group.
    struct Group: Equatable {
        var shown = 0
        var masked = 0
    }

    /// What one recipient was shown by one view of records from one plane.
    struct Account {
        let recipient: String
        let plane: String
        let dataset: String
        let view: String
        var batches = 0
        var records = 0
        var first: Instant
        var last: Instant
        var groups: [String: Group] = [:]
    }

    private let filter: Filter
    private var accounts: [String: Account] = [:]
    /// Records that are none of this form.
    private(set) var unread = 0

    init(_ filter: Filter) {
        self.filter = filter
    }

    /// The sums, by recipient, plane and view.
    var all: [Account] { accounts.sorted { $0.key < $1.key }.map(\.value) }

    /// Adds a record of an account topic.
    mutating func take(_ record: InboundRecord) {
        guard let value = record.value, let node = try? JSONNode.parse(value), let recipient = node["recipient"]?.text,
            let plane = node["from"]?.text, let dataset = node["dataset"]?.text, let view = node["view"]?.text,
            let time = node["time"]?.text.flatMap({ Instant(rfc3339: $0) }),
            let records = ViewAccounts.number(node["records"]), case .object(let members)? = node["groups"]
        else { return unread += 1 }
        if !filter.datasets.isEmpty, !filter.datasets.contains(dataset) { return }
        if let since = filter.since, time < since { return }
        if let until = filter.until, time >= until { return }
        let key = [recipient, plane, view].joined(separator: "\u{1f}")
        var account =
            accounts[key]
            ?? Account(recipient: recipient, plane: plane, dataset: dataset, view: view, first: time, last: time)
        account.batches += 1
        account.records += records
        account.first = min(account.first, time)
        account.last = max(account.last, time)
        for member in members {
            var group = account.groups[member.name] ?? Group()
            group.shown += ViewAccounts.number(member.value["shown"]) ?? 0
            group.masked += ViewAccounts.number(member.value["masked"]) ?? 0
            account.groups[member.name] = group
        }
        accounts[key] = account
    }

    private static func number(_ node: JSONNode?) -> Int? {
        guard case .number(let digits)? = node else { return nil }
        return Int(digits)
    }
}
