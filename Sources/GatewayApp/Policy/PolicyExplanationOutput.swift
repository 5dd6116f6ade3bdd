import Core
import RoutingPolicy

/// An explanation for people and for machines (docs/specs/policy.md §4).
struct PolicyExplanationOutput {
    let explanation: PolicyExplanation
    /// What the recipient would see.
    let output: [UInt8]?

    /// One line of JSON.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.beginObject()
        writer.member("allowed", explanation.isAllowed)
        if explanation.question.isEncrypted {
            writer.member("encryptedFor", explanation.question.recipient?.id)
        }
        writer.member("flow", explanation.flow?.id)
        writer.member("view", explanation.view?.label)
        writer.member("opentype", explanation.publicity.rawValue)
        writer.key("fields")
        writeFields(to: &writer)
        writer.key("condition")
        writeCondition(to: &writer)
        write("reasons", explanation.reasons, to: &writer)
        write("remarks", explanation.remarks, to: &writer)
        writer.key("release")
        writeRelease(to: &writer)
        if explanation.question.recipient == nil {
            writer.key("recipients")
            writer.beginArray()
            for recipient in explanation.recipients {
                writer.beginObject()
                writer.member("platform", recipient.platform.id)
                writer.member("flow", recipient.flow)
                writer.member("view", recipient.view.label)
                writer.member("via", recipient.via)
                writer.endObject()
            }
            writer.endArray()
        }
        if let output {
            writer.key("output")
            writer.raw(output)
        }
        writer.endObject()
        return writer.bytes
    }

    /// Lines for a person.
    func lines(in language: Language) -> [String] {
        let question = explanation.question
        let way = "\(question.sender.id) → \(question.dataset) → \(question.recipient?.id ?? "*")"
        func say(_ zh: String, _ en: String) -> String { BilingualText(zh: zh, en: en).text(in: language) }
        var lines = [
            explanation.isAllowed ? say("允许：\(way)", "allowed: \(way)") : say("不允许：\(way)", "not allowed: \(way)")
        ]
        lines += (explanation.reasons + explanation.remarks).map { reason in
            let place = [reason.place, reason.rule].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
            return "  \(reason.code)  \(reason.message.text(in: language))" + (place.isEmpty ? "" : " (\(place))")
        }
        if let flow = explanation.flow {
            lines.append(say("流向 \(flow.id)，依据 ", "flow \(flow.id), by ") + flow.basis.joined(separator: ", "))
            let condition = flow.condition
            lines.append(
                say("条件：", "condition: ")
                    + "sector=\(condition.sector.rawValue) region=\(condition.region.rawValue)"
                    + " department=\(condition.department.rawValue)"
                    + " opentype=\(condition.reach.rawValue)"
                    + (flow.via.map { " via=\($0.rawValue)" } ?? "")
            )
        }
        lines.append(say("公开属性：", "opentype: ") + explanation.publicity.rawValue)
        if let release = explanation.release { lines += self.lines(of: release, in: language) }
        if explanation.question.isEncrypted, explanation.isAllowed {
            lines.append(
                say("由发送方裁剪到下列视图后加密", "the sender cuts it to the following view and encrypts that")
            )
        }
        if let view = explanation.view {
            lines.append(say("视图 \(view.label)：", "view \(view.label):"))
            for (group, fields) in explanation.fields(of: view) {
                let names = fields.map { $0.mask == .whole ? $0.name : "\($0.name) (\($0.mask.rawValue))" }
                lines.append("  \(group.name.text(in: language)): " + names.joined(separator: ", "))
            }
        }
        lines += explanation.question.recipient == nil ? explanation.recipients.map(line(of:)) : []
        if let output { lines.append(String(decoding: output, as: UTF8.self)) }
        return lines
    }

    private func lines(of release: ReleaseExplanation, in language: Language) -> [String] {
        let seal = release.seal
        func say(_ zh: String, _ en: String) -> String { BilingualText(zh: zh, en: en).text(in: language) }
        func names(_ rules: [FactRule]) -> String { rules.map(\.dataset).joined(separator: ", ") }
        var lines = [
            say(
                "封存：登记了关于 \(seal.section) 的 \(seal.until.rawValue) 之后才接收（\(release.state.rawValue)）",
                "sealed: taken only after \(seal.until.rawValue) is registered about its \(seal.section) (\(release.state.rawValue))"
            ),
            release.releasing.isEmpty
                ? say(
                    "发送方无法使其发布：没有它可发送的记录给出此事实",
                    "the sender cannot release it: no record that it may send states the fact"
                )
                : say(
                    "由发送方自己的 \(names(release.releasing)) 发布",
                    "released by the sender's own \(names(release.releasing))"
                ),
        ]
        if !release.ending.isEmpty {
            lines.append(say("由 \(names(release.ending)) 重新封存", "sealed again by \(names(release.ending))"))
        }
        let roles = ExchangeRole.allCases.filter(seal.encrypted.contains).map(\.rawValue).joined(separator: ", ")
        if !roles.isEmpty {
            lines.append(say("可提前以密文送：\(roles)", "may go earlier, encrypted for a platform of: \(roles)"))
        }
        return lines
    }

    private func line(of recipient: Recipient) -> String {
        "  \(recipient.platform.id)  \(recipient.flow)  \(recipient.view.label)"
            + (recipient.via.map { "  via \($0)" } ?? "")
    }

    private func write(_ name: String, _ reasons: [PolicyExplanation.Reason], to writer: inout JSONWriter) {
        writer.key(name)
        writer.beginArray()
        for reason in reasons {
            writer.beginObject()
            writer.member("code", reason.code)
            writer.member("place", reason.place)
            writer.member("rule", reason.rule)
            writer.key("message")
            writer.bilingual(reason.message)
            writer.endObject()
        }
        writer.endArray()
    }

    /// The fields of the view with their groups; null where there is no view.
    private func writeFields(to writer: inout JSONWriter) {
        guard let view = explanation.view else { return writer.null() }
        writer.beginArray()
        for (group, fields) in explanation.fields(of: view) {
            for field in fields {
                writer.beginObject()
                writer.member("name", field.name)
                writer.member("mask", field.mask.rawValue)
                writer.member("domain", field.domain)
                writer.member("group", group.id)
                writer.endObject()
            }
        }
        writer.endArray()
    }

    /// How it stands to its seal; null for a data set that is not sealed.
    private func writeRelease(to writer: inout JSONWriter) {
        guard let release = explanation.release else { return writer.null() }
        writer.beginObject()
        writer.member("state", release.state.rawValue)
        writer.member("fact", release.seal.until.rawValue)
        writer.member("section", release.seal.section)
        for (name, rules) in [("by", release.releasing), ("endedBy", release.ending)] {
            writer.key(name)
            writer.beginArray()
            for rule in rules {
                writer.beginObject()
                writer.member("dataset", rule.dataset)
                writer.member("section", rule.sections)
                writer.key("when")
                if let when = rule.when {
                    writer.beginObject()
                    writer.member("field", when.field)
                    writer.key("values")
                    writer.beginArray()
                    when.values.forEach { writer.string($0) }
                    writer.endArray()
                    writer.endObject()
                } else {
                    writer.null()
                }
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }

    /// What the decision depends on; null where there is no flow.
    private func writeCondition(to writer: inout JSONWriter) {
        guard let flow = explanation.flow else { return writer.null() }
        writer.beginObject()
        writer.member("sector", flow.condition.sector.rawValue)
        writer.member("region", flow.condition.region.rawValue)
        writer.member("department", flow.condition.department.rawValue)
        writer.member("opentype", flow.condition.reach.rawValue)
        writer.member("via", flow.via?.rawValue)
        writer.key("basis")
        writer.beginArray()
        for source in flow.basis { writer.string(source) }
        writer.endArray()
        writer.key("seal")
        if let seal = explanation.seal {
            writer.beginObject()
            writer.member("until", seal.until.rawValue)
            writer.member("section", seal.section)
            writer.key("encrypted")
            writer.beginArray()
            for role in ExchangeRole.allCases where seal.encrypted.contains(role) { writer.string(role.rawValue) }
            writer.endArray()
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
