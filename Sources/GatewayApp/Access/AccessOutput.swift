import Bus
import Core
import RoutingPolicy

/// Prints how the rights of a cluster differ from the plan, and what was done about it.
struct AccessOutput {
    let difference: AccessDifference
    let access: ExchangeAccess
    /// What was done; nil for a mere comparison.
    var outcome: AccessAlignment.Outcome?
    /// True when surplus rights were taken away, or would be.
    var prunes = false

    /// Prints lines or one JSON object.
    func print(on console: Console) {
        switch console.format {
        case .json: console.print(bytes: json)
        case .text: lines(on: console).forEach(console.print)
        }
    }

    /// The lines of commands for what has to be done by hand; empty when nothing has.
    var byHand: [String] {
        guard let outcome, !outcome.byHand.added.isEmpty || !outcome.byHand.removed.isEmpty else { return [] }
        return AccessScript(
            added: outcome.byHand.added,
            removed: outcome.byHand.removed,
            prunes: true,
            platforms: [],
            quota: QuotaSettings()
        ).lines
    }

    private func lines(on console: Console) -> [String] {
        let byHand = Set(outcome?.byHand.added ?? [])
        let entangled = Set(outcome?.byHand.removed ?? [])
        let isApplied = outcome != nil
        var lines = difference.missing.filter { !byHand.contains($0) }.map { right in
            console.say(
                zh: "\(isApplied ? "已增加" : "将增加") \(right.text)",
                en: "\(isApplied ? "added" : "would add") \(right.text)"
            )
        }
        lines += difference.surplus.map { right in
            let whose = access.role(of: right.principal).map { "\(right.text) (\($0))" } ?? right.text
            guard prunes, !entangled.contains(right) else {
                return console.say(zh: "多余 \(whose)", en: "surplus \(whose)")
            }
            return console.say(
                zh: "\(isApplied ? "已删除" : "将删除") \(whose)",
                en: "\(isApplied ? "removed" : "would remove") \(whose)"
            )
        }
        lines += difference.denied.map { console.say(zh: "被拒绝 \($0.text)", en: "denied \($0.text)") }
        if difference.isEmpty {
            lines.append(console.say(zh: "权限均已符合要求", en: "all rights are as they should be"))
        }
        if !byHand.isEmpty {
            let version = BusLibrary.version
            console.note(
                zh: "此 librdkafka（\(version)）不能写事务标识的权限；请执行以下命令：",
                en: "this librdkafka (\(version)) cannot write rights on transactional ids; run these commands:"
            )
            lines += self.byHand
        }
        return lines
    }

    private var json: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("applied", outcome != nil)
        writer.member("pruned", outcome != nil && prunes)
        writer.rights("missing", difference.missing)
        writer.rights("surplus", difference.surplus)
        writer.rights("denied", difference.denied)
        writer.rights("byHand", (outcome?.byHand.added ?? []) + (outcome?.byHand.removed ?? []))
        writer.endObject()
        return writer.bytes
    }
}
