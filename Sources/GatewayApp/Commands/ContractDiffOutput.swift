import ContractEngine
import Core

/// A comparison of two contracts for reading and for programs.
enum ContractDiffOutput {
    /// The comparison of `names` as lines.
    static func lines(_ comparison: ContractComparison, _ names: [String], on console: Console) -> [String] {
        var lines: [String] = []
        if comparison.changes.isEmpty { lines.append(console.say(zh: "没有差异", en: "no difference")) }
        for part in ContractChange.Part.allCases {
            let changes = comparison.changes.filter { $0.part == part }
            if changes.isEmpty { continue }
            lines.append(console.say(title(of: part)))
            lines += changes.map { "  \($0.subject): \(console.say($0.message))" }
        }
        lines += verdict(comparison.forward, from: names[0], to: names[1], on: console)
        lines += verdict(comparison.backward, from: names[1], to: names[0], on: console)
        return lines
    }

    /// The comparison of `names` as one JSON object.
    static func json(_ comparison: ContractComparison, _ names: [String]) -> [UInt8] {
        var writer = JSONWriter(capacity: 8192)
        writer.beginObject()
        writer.member("from", names[0])
        writer.member("to", names[1])
        writer.member("breaking", !comparison.forward.isEmpty)
        writer.member("breakingBack", !comparison.backward.isEmpty)
        writer.key("changes")
        writer.beginArray()
        for change in comparison.changes {
            writer.beginObject()
            writer.member("part", change.part.rawValue)
            writer.member("subject", change.subject)
            writer.key("message")
            writer.bilingual(change.message)
            writer.endObject()
        }
        writer.endArray()
        write("reasons", comparison.forward, to: &writer)
        write("reasonsBack", comparison.backward, to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ key: String, _ reasons: [BreakingReason], to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for reason in reasons {
            writer.beginObject()
            writer.member("kind", reason.kind.rawValue)
            writer.member("rule", reason.rule)
            writer.key("fields")
            writer.beginArray()
            for field in reason.fields { writer.string(field) }
            writer.endArray()
            writer.member("certain", reason.isCertain)
            writer.key("message")
            writer.bilingual(reason.message)
            if let witness = reason.witness {
                writer.key("witness")
                writer.beginObject()
                writer.member("operation", witness.operation.rawValue)
                writer.key("record")
                writer.raw(String(decoding: witness.payload, as: UTF8.self))
                writer.endObject()
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func verdict(
        _ reasons: [BreakingReason],
        from first: String,
        to second: String,
        on console: Console
    ) -> [String] {
        guard !reasons.isEmpty else {
            return [
                console.say(
                    zh: "\(first) 下有效的记录在 \(second) 下都有效",
                    en: "every record that is valid under \(first) is valid under \(second)"
                )
            ]
        }
        let isCertain = reasons.contains(where: \.isCertain)
        let title =
            isCertain
            ? console.say(
                zh: "破坏性：\(first) 下有效的记录在 \(second) 下会无效",
                en: "breaking: records valid under \(first) are invalid under \(second)"
            )
            : console.say(
                zh: "可能有破坏性：\(first) 下有效的记录在 \(second) 下可能无效",
                en: "may be breaking: a record valid under \(first) can perhaps be invalid under \(second)"
            )
        return [title] + reasons.map { "  " + text($0, on: console) }
    }

    private static func text(_ reason: BreakingReason, on console: Console) -> String {
        let words = "\(reason.rule): \(console.say(reason.message))"
        guard let witness = reason.witness else {
            return console.say(zh: "可能  \(words)", en: "may break  \(words)")
        }
        let patch = String(decoding: witness.patch, as: UTF8.self)
        let shown = patch.count > 120 ? patch.prefix(117) + "…" : patch[...]
        let example =
            patch == "{}"
            ? console.say(zh: "例：样例原样", en: "for example a sample as it is")
            : console.say(zh: "例：\(shown)", en: "for example with \(shown)")
        return console.say(zh: "会    \(words)（\(example)）", en: "breaks     \(words) (\(example))")
    }

    private static func title(of part: ContractChange.Part) -> BilingualText {
        switch part {
        case .head: BilingualText(zh: "概况", en: "head")
        case .option: BilingualText(zh: "读法", en: "how values are read")
        case .field: BilingualText(zh: "字段", en: "fields")
        case .list: BilingualText(zh: "代码表与标识规则", en: "lists and identifiers")
        case .rule: BilingualText(zh: "记录规则", en: "record rules")
        case .registration: BilingualText(zh: "登记规则", en: "registration rules")
        }
    }
}
