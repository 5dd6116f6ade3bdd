import Core
import RoutingPolicy

/// Prints what `policy audit` found.
struct AuditOutput {
    let difference: AccessDifference
    let plan: AccessPlan
    let access: ExchangeAccess
    let log: AuthorizerLog

    /// Prints lines or one JSON object.
    func print(on console: Console) {
        switch console.format {
        case .json: console.print(bytes: json)
        case .text: lines(on: console).forEach(console.print)
        }
    }

    private func lines(on console: Console) -> [String] {
        let stranger = console.say(zh: "未知主体", en: "unknown")
        func whose(_ right: AccessRight) -> String {
            "\(right.text) (\(access.role(of: right.principal) ?? stranger))"
        }
        var lines = difference.surplus.map { console.say(zh: "多余 \(whose($0))", en: "surplus \(whose($0))") }
        lines += difference.missing.map { console.say(zh: "缺失 \(whose($0))", en: "missing \(whose($0))") }
        lines += difference.denied.map { console.say(zh: "被拒绝 \($0.text)", en: "denied \($0.text)") }
        for refusal in log.refusals {
            let hosts = refusal.hosts.joined(separator: " ") + (refusal.hasMoreHosts ? " …" : "")
            let times = "\(whose(refusal.right)) \(text(refusal.sum)) @ \(hosts)"
            let planned = plan.allows(refusal.right)
            lines.append(
                console.say(
                    zh: "集群拒绝\(planned ? "（计划允许）" : "") \(times)",
                    en: "refused\(planned ? " (though planned)" : "") \(times)"
                )
            )
        }
        for (principal, sum) in sums {
            let name = principal.map { "\($0.text) (\(access.role(of: $0) ?? stranger))" }
            lines.append(
                console.say(
                    zh: "较早被拒绝，只有合计：\(name ?? "其他主体") \(text(sum))",
                    en: "refused earlier, in sum only: \(name ?? "other principals") \(text(sum))"
                )
            )
        }
        if log.summed > 0 {
            lines.append(
                console.say(
                    zh: "共有 \(log.summed) 次被拒绝只在合计中",
                    en: "\(log.summed) refusals are in sums only"
                )
            )
        }
        if log.earlier > 0 {
            lines.append(
                console.say(
                    zh: "另有 \(log.earlier) 次早于 --since",
                    en: "\(log.earlier) more refusals were before --since"
                )
            )
        }
        if log.unread > 0 {
            lines.append(
                console.say(zh: "日志中 \(log.unread) 行未能读懂", en: "\(log.unread) lines of the log were not understood")
            )
        }
        if difference.isEmpty {
            let rights = plan.rights.count
            let principals = plan.principals.count
            lines.append(
                console.say(
                    zh: "集群权限与配置一致：\(principals) 个主体，\(rights) 项权限",
                    en: "the rights are those of the configuration: \(rights) rights of \(principals) principals"
                )
            )
        }
        return lines
    }

    /// Those of principals by name, and at the end that of all others.
    private var sums: [(principal: Principal?, sum: RefusalSum)] {
        log.sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            + [log.others].compactMap(\.self).map { (nil, $0) }
    }

    private func text(_ sum: RefusalSum) -> String {
        "×\(sum.count), \(sum.first?.text ?? "-") – \(sum.last?.text ?? "-")"
    }

    private func write(_ sum: RefusalSum, to writer: inout JSONWriter) {
        writer.member("count", sum.count)
        writer.member("first", sum.first?.text)
        writer.member("last", sum.last?.text)
    }

    private var json: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("clean", difference.isEmpty)
        writer.member("principals", plan.principals.count)
        writer.member("rights", plan.rights.count)
        writer.rights("surplus", difference.surplus)
        writer.rights("missing", difference.missing)
        writer.rights("denied", difference.denied)
        writer.key("refusals")
        writer.beginArray()
        for refusal in log.refusals {
            writer.beginObject()
            writer.members(of: refusal.right)
            writer.member("role", access.role(of: refusal.right.principal))
            writer.member("planned", plan.allows(refusal.right))
            write(refusal.sum, to: &writer)
            writer.key("hosts")
            writer.beginArray()
            refusal.hosts.forEach { writer.string($0) }
            writer.endArray()
            writer.member("moreHosts", refusal.hasMoreHosts)
            writer.endObject()
        }
        writer.endArray()
        writer.key("sums")
        writer.beginArray()
        for (principal, sum) in sums {
            writer.beginObject()
            writer.member("principal", principal?.text)
            writer.member("role", principal.flatMap { access.role(of: $0) })
            write(sum, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.member("summed", log.summed)
        writer.member("earlier", log.earlier)
        writer.member("unread", log.unread)
        writer.endObject()
        return writer.bytes
    }
}
