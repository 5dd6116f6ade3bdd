import Core
import Pipeline

/// One record of quarantine with everything that is kept of it.
struct QuarantineDisplay {
    let entry: ShelvedRecord
    /// The refusal that is shown.
    let refusal: QuarantineRecord
    /// Its record.
    let record: InboundRecord

    private var headers: ArraySlice<RecordHeader> { record.headers.prefix(refusal.foreignHeaders) }

    /// `list`'s members, and `problems`, `omitted`, `headers` and `data`.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: (record.value?.count ?? 0) + 4096)
        writer.beginObject()
        QuarantineOutput.write(entry, to: &writer)
        writer.key("problems")
        if let problems = refusal.account?["problems"] { problems.write(to: &writer) } else { writer.null() }
        writer.key("omitted")
        if let omitted = refusal.account?["omitted"] { omitted.write(to: &writer) } else { writer.null() }
        writer.member("redrive", refusal.redrive?.text)
        writer.key("headers")
        writer.beginArray()
        for header in headers {
            writer.beginArray()
            writer.string(header.name)
            RecordLine.write(header.value, to: &writer)
            writer.endArray()
        }
        writer.endArray()
        writer.key("data")
        switch record.value {
        case nil: writer.null()
        case let value?:
            if let compact = JSONCompaction.compact(value) {
                writer.raw(compact, 0..<compact.count)
            } else {
                writer.string(Base64Text.encode(value))
                writer.member("dataEncoding", "base64")
            }
        }
        writer.endObject()
        return writer.bytes
    }

    /// The same for a person.
    func lines(on console: Console) -> [String] {
        let first = entry.first
        let number = (entry.refusals.firstIndex(of: refusal) ?? 0) + 1
        var lines = [
            "\(refusal.place.text)  \(QuarantineOutput.standing(of: entry, on: console))"
                + (entry.refusals.count > 1 ? "  \(number)/\(entry.refusals.count)" : "")
        ]
        let facts: [(String, String, String?)] = [
            ("来源", "origin", first.origin.text), ("提交时间", "submitted", first.time?.rfc3339),
            ("标识", "id", first.id), ("数据集", "data set", first.dataset), ("案件", "case", first.caseKey),
            ("datakey", "datakey", first.datakey), ("摘要", "digest", first.digest),
            ("对应申请", "answers", refusal.redrive?.text), ("最近申请", "requested", entry.request?.place.text),
            ("申请理由", "reason", entry.request?.request.reason), ("由其更正", "corrected by", entry.correction?.id),
            ("更正回执", "its receipt", entry.correction?.receipt.text),
        ]
        lines += TextTable.lines(
            facts.compactMap { zh, en, value in
                value.map { ["", console.say(zh: zh, en: en), TerminalText.shown($0, limit: 600)] }
            }
        )
        lines += problems(on: console)
        if !headers.isEmpty {
            lines.append(console.say(zh: "消息头", en: "headers"))
            lines += headers.map { header in
                let value = header.value.map { String(decoding: $0, as: UTF8.self) } ?? "null"
                return "  \(TerminalText.shown(header.name, limit: 200)): \(TerminalText.shown(value, limit: 2000))"
            }
        }
        return lines + payload(on: console)
    }

    private func problems(on console: Console) -> [String] {
        guard case .array(let problems)? = refusal.account?["problems"] else {
            return [
                console.say(zh: "原因（只留代码）：", en: "reasons, codes only: ")
                    + TerminalText.shown(refusal.codes.joined(separator: ", "))
            ]
        }
        var lines = [console.say(zh: "问题（\(problems.count)）", en: "problems (\(problems.count))")]
        for problem in problems {
            func text(_ name: String) -> String { TerminalText.shown(problem[name]?.text ?? "", limit: 600) }
            let place = text("pointer").isEmpty ? "" : " \(text("pointer"))"
            lines.append("  \(text("severity"))\(place) [\(text("code")), \(text("rule"))]")
            for language in Language.allCases {
                let message = problem["message"]?[language.rawValue]?.text ?? ""
                lines.append("    \(TerminalText.shown(message, limit: 600))")
            }
        }
        if case .number(let omitted)? = refusal.account?["omitted"], omitted != "0" {
            lines.append(console.say(zh: "  另有 \(omitted) 个问题", en: "  and \(omitted) more"))
        }
        return lines
    }

    private func payload(on console: Console) -> [String] {
        guard let value = record.value else {
            return [console.say(zh: "报文未留存，只有摘要", en: "no payload is kept, its digest only")]
        }
        let text = TerminalText.shown(String(decoding: JSONCompaction.compact(value) ?? value, as: UTF8.self))
        return [console.say(zh: "报文（\(value.count) 字节）", en: "payload (\(value.count) bytes)"), "  \(text)"]
    }
}
