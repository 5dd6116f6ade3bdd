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
            let times = "\(whose(refusal.right)) ×\(refusal.count), \(refusal.first) – \(refusal.last)"
            let planned = plan.allows(refusal.right)
            lines.append(
                console.say(
                    zh: "集群拒绝\(planned ? "（计划允许）" : "") \(times)",
                    en: "refused\(planned ? " (though planned)" : "") \(times)"
                )
            )
        }
        if log.omitted > 0 {
            lines.append(
                console.say(zh: "另有 \(log.omitted) 次被拒绝未列出", en: "\(log.omitted) more refusals are not listed")
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
            writer.member("count", refusal.count)
            writer.member("first", refusal.first)
            writer.member("last", refusal.last)
            writer.endObject()
        }
        writer.endArray()
        writer.member("omitted", log.omitted)
        writer.member("unread", log.unread)
        writer.endObject()
        return writer.bytes
    }
}
