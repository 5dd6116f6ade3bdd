import Core
import Pipeline
import Telemetry
import Trust

/// What `hutong trust status` and `hutong trust fetch` show.
struct TrustReport {
    private let list: TrustList
    private let standings: [AuthorityStanding]
    private let items: [RevocationItem]
    private let reports: [SourceReport]
    private let wants: Int
    private let now: Instant

    /// A report of what `keeper` holds at `now`.
    init(_ keeper: TrustKeeper, registered: [Certificate], at now: Instant) throws(CommandFailure) {
        list = keeper.list
        items = keeper.items
        wants = keeper.wants.count
        reports = keeper.reports.values.sorted {
            ($0.authority, $0.address, $0.id.hex) < ($1.authority, $1.address, $1.id.hex)
        }
        self.now = now
        do throws(TrustFailure) {
            standings = AuthorityStanding.all(
                try keeper.makeStore(generation: 1),
                certificates: registered,
                at: now
            )
        } catch {
            throw CommandFailure(.configuration, zh: error.message.zh, en: error.message.en)
        }
    }

    /// True when the certificates of every authority that is recognised now can be judged.
    var isUsable: Bool {
        standings.allSatisfy { $0.status != .recognised || $0.isUsable(at: now) }
    }

    /// The report as one JSON object.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.key("list")
        writer.beginObject()
        writer.member("serial", Int(clamping: list.serial))
        writer.member("issued", list.issued.rfc3339)
        writer.member("digest", list.digest.text)
        writer.member("authorities", list.authorities.count)
        writer.endObject()
        writer.key("authorities")
        writer.beginArray()
        for standing in standings { write(standing, to: &writer) }
        writer.endArray()
        writer.key("items")
        writer.beginArray()
        for item in items { write(item, to: &writer) }
        writer.endArray()
        writer.key("sources")
        writer.beginArray()
        for report in reports { report.write(to: &writer) }
        writer.endArray()
        writer.member("wanted", wants)
        writer.endObject()
        return writer.bytes
    }

    private func write(_ standing: AuthorityStanding, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", standing.authority)
        writer.key("name")
        writer.bilingual(standing.name)
        writer.member("status", standing.status?.rawValue)
        writer.member("check", standing.check.rawValue)
        writer.key("usable")
        writer.bool(standing.isUsable(at: now))
        if case .at(let instant) = standing.unusable {
            writer.member("unusableAt", instant.rfc3339)
            writer.member("secondsLeft", Int(max(0, (instant.milliseconds - now.milliseconds) / 1000)))
        } else {
            writer.member("unusableAt", nil as String?)
            writer.key("secondsLeft")
            writer.null()
        }
        writer.key("because")
        writer.bilingual(standing.reason)
        writer.member("newest", standing.newest?.rfc3339)
        writer.endObject()
    }

    private func write(_ item: RevocationItem, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("authority", item.authority)
        writer.member("kind", item.kind.rawValue)
        writer.member("issuer", item.issuerName)
        writer.member("signer", item.signer)
        writer.member("number", item.number?.description)
        writer.member("serial", item.serial)
        writer.member("entries", item.count)
        writer.member("thisUpdate", item.thisUpdate.rfc3339)
        writer.member("nextUpdate", item.nextUpdate?.rfc3339)
        writer.member("usableUntil", item.usableUntil.rfc3339)
        writer.member("ageSeconds", Int((now.milliseconds - item.thisUpdate.milliseconds) / 1000))
        writer.member("digest", "sha-256:\(item.digest)")
        writer.endObject()
    }

    /// The report as tables.
    func lines(on console: Console) -> [String] {
        var lines = [
            console.say(
                zh: "信任列表第 \(list.serial) 号，签发于 \(list.issued.rfc3339)，\(list.authorities.count) 个机构",
                en: "trust list \(list.serial), issued \(list.issued.rfc3339), \(list.authorities.count) authorities"
            ), "",
        ]
        var rows = [
            [
                console.say(zh: "机构", en: "authority"), console.say(zh: "状态", en: "status"),
                console.say(zh: "检查", en: "check"), console.say(zh: "可判断", en: "usable"),
                console.say(zh: "预测", en: "forecast"),
            ]
        ]
        for standing in standings {
            rows.append([
                standing.authority, standing.status?.rawValue ?? "-", standing.check.rawValue,
                standing.isUsable(at: now) ? console.say(zh: "是", en: "yes") : console.say(zh: "否", en: "no"),
                forecast(standing, on: console),
            ])
        }
        lines += TextTable.lines(rows)
        if !items.isEmpty { lines += [""] + TextTable.lines(itemRows(on: console)) }
        if !reports.isEmpty { lines += [""] + sourceLines(on: console) }
        return lines
    }

    private func forecast(_ standing: AuthorityStanding, on console: Console) -> String {
        let reason = console.say(standing.reason)
        guard case .at(let instant) = standing.unusable else { return reason }
        let seconds = (instant.milliseconds - now.milliseconds) / 1000
        guard seconds > 0 else { return console.say(zh: "无法判断：\(reason)", en: "unusable: \(reason)") }
        let left = TrustReport.span(seconds)
        return console.say(
            zh: "\(left) 后（\(instant.rfc3339)）无法判断：\(reason)",
            en: "becomes unusable in \(left), at \(instant.rfc3339): \(reason)"
        )
    }

    private func itemRows(on console: Console) -> [[String]] {
        let head = [
            console.say(zh: "机构", en: "authority"), console.say(zh: "种类", en: "kind"),
            console.say(zh: "编号", en: "number"), "thisUpdate", "nextUpdate", console.say(zh: "可用至", en: "usable until"),
            console.say(zh: "已过", en: "age"), console.say(zh: "条目", en: "entries"),
            console.say(zh: "颁发者", en: "issuer"),
        ]
        return [head]
            + items.map { item in
                [
                    item.authority, item.kind.rawValue, item.number?.description ?? item.serial ?? "-",
                    item.thisUpdate.rfc3339, item.nextUpdate?.rfc3339 ?? "-", item.usableUntil.rfc3339,
                    TrustReport.span((now.milliseconds - item.thisUpdate.milliseconds) / 1000), String(item.count),
                    item.issuerName,
                ]
            }
    }

    /// What the last attempt at each source came to.
    func sourceLines(on console: Console) -> [String] {
        let head = [
            console.say(zh: "机构", en: "authority"), console.say(zh: "来源", en: "source"),
            console.say(zh: "结果", en: "result"), console.say(zh: "时间", en: "at"), console.say(zh: "进程", en: "by"),
            console.say(zh: "毫秒", en: "ms"), console.say(zh: "原因", en: "reason"),
        ]
        return TextTable.lines(
            [head]
                + reports.map { report in
                    [
                        report.authority, report.address, report.outcome.rawValue, report.at.rfc3339, report.by,
                        String(report.milliseconds), report.reason.map(console.say) ?? "",
                    ]
                }
        )
    }

    /// A span of time in its largest two units.
    static func span(_ seconds: Int64) -> String {
        let value = max(0, seconds)
        if value >= 86_400 { return "\(value / 86_400)d\(value % 86_400 / 3600)h" }
        if value >= 3600 { return "\(value / 3600)h\(value % 3600 / 60)m" }
        return value >= 60 ? "\(value / 60)m\(value % 60)s" : "\(value)s"
    }
}
