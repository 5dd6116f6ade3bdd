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
        lines += (explanation.reasons + explanation.remarks).map { "  \($0.code)  \($0.message.text(in: language))" }
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
        if let seal = explanation.seal {
            lines.append(
                say(
                    "封存：登记了关于 \(seal.section) 的 \(seal.until.rawValue) 之后才接收",
                    "sealed: taken only after \(seal.until.rawValue) is registered about its \(seal.section)"
                )
            )
            let planes = Plane.allCases.filter(seal.encrypted.contains).map(\.rawValue).joined(separator: ", ")
            if !planes.isEmpty {
                lines.append(
                    say("可提前以密文送：\(planes)", "may go earlier, encrypted for a platform of: \(planes)")
                )
            }
        }
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
            for plane in Plane.allCases where seal.encrypted.contains(plane) { writer.string(plane.rawValue) }
            writer.endArray()
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
