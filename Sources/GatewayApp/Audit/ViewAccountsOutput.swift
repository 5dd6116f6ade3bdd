import Core
import RoutingPolicy

/// Accounts of views for people and for machines.
struct ViewAccountsOutput {
    /// The groups of the flow table in force, for order and names; others come behind them by id.
    let groups: [FieldGroup]

    /// One line of JSON for an account.
    func json(_ account: ViewAccounts.Account) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("recipient", account.recipient)
        writer.member("from", account.plane)
        writer.member("dataset", account.dataset)
        writer.member("view", account.view)
        writer.member("batches", account.batches)
        writer.member("records", account.records)
        writer.member("first", account.first.rfc3339)
        writer.member("last", account.last.rfc3339)
        writer.key("groups")
        writer.beginObject()
        for (id, group) in ordered(account) {
            writer.key(id)
            writer.beginObject()
            writer.member("shown", group.shown)
            writer.member("masked", group.masked)
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    /// A table for a person, one row for each group of each account.
    func lines(_ accounts: [ViewAccounts.Account], on console: Console) -> [String] {
        let heading = [
            console.say(zh: "接收方", en: "recipient"), console.say(zh: "发送方平面", en: "from"),
            console.say(zh: "视图", en: "view"), console.say(zh: "记录", en: "records"),
            console.say(zh: "字段组", en: "group"), console.say(zh: "字段数", en: "shown"),
            console.say(zh: "其中掩码", en: "masked"),
        ]
        let rows = accounts.flatMap { account in
            let front = [account.recipient, account.plane, account.view, String(account.records)]
            let shown = ordered(account)
            guard !shown.isEmpty else { return [front + ["-", "0", "0"]] }
            return shown.map { id, group in
                let name = groups.first { $0.id == id }.map { console.say($0.name) } ?? id
                return front + [name, String(group.shown), String(group.masked)]
            }
        }
        return TextTable.lines([heading] + rows)
    }

    private func ordered(_ account: ViewAccounts.Account) -> [(id: String, group: ViewAccounts.Group)] {
        let known = groups.map(\.id)
        let others = account.groups.keys.filter { !known.contains($0) }.sorted()
        return (known + others).compactMap { id in account.groups[id].map { (id, $0) } }
    }
}
