import Core
import Pipeline

/// Prints entries of quarantine.
enum QuarantineOutput {
    /// The heading of the table.
    static func heading(on console: Console) -> [String] {
        console.language == .zh
            ? ["时间", "平台", "状态", "数据集", "案件", "标识", "原因", "来源"]
            : ["TIME", "PLATFORM", "STATE", "DATA SET", "CASE", "ID", "REASONS", "ORIGIN"]
    }

    /// `entry` as a row of the table.
    static func row(_ entry: ShelvedRecord, on console: Console) -> [String] {
        let record = entry.first
        return [
            record.time?.rfc3339 ?? "-", record.platform, standing(of: entry, on: console), record.dataset ?? "-",
            record.caseKey ?? "-", record.id ?? "-", entry.last.codes.joined(separator: ","), record.origin.text,
        ].map { TerminalText.shown($0, limit: 64) }
    }

    /// The state for a person, and whether the submission was corrected since.
    static func standing(of entry: ShelvedRecord, on console: Console) -> String {
        let state = word(entry.state, on: console)
        guard entry.correction != nil else { return state }
        return console.say(zh: "\(state)，已更正", en: "\(state), corrected")
    }

    /// The state for a person.
    static func word(_ state: ShelvedRecord.State, on console: Console) -> String {
        guard console.language == .zh else { return state.rawValue }
        return switch state {
        case .refused: "已拒绝"
        case .requested: "已申请重新处理"
        case .refusedAgain: "再次拒绝"
        case .delivery: "交付未成"
        }
    }

    /// The members that tell of `entry`, into an object that was begun.
    static func write(_ entry: ShelvedRecord, to writer: inout JSONWriter) {
        let record = entry.first
        writer.member("entry", entry.last.place.text)
        writer.member("platform", record.platform)
        writer.member("state", entry.state.rawValue)
        writer.member("origin", record.origin.text)
        writer.member("digest", record.digest)
        writer.member("time", record.time?.rfc3339)
        writer.member("id", record.id)
        writer.member("dataset", record.dataset)
        writer.member("case", record.caseKey)
        writer.member("datakey", record.datakey)
        writer.key("codes")
        writer.beginArray()
        for code in entry.last.codes { writer.string(code) }
        writer.endArray()
        writer.member("payload", record.keepsPayload)
        writer.member("refusals", entry.refusals.count)
        writer.key("corrected")
        if let correction = entry.correction {
            writer.beginObject()
            writer.member("by", correction.id)
            writer.member("receipt", correction.receipt.text)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.key("request")
        guard let (place, request) = entry.request else { return writer.null() }
        writer.beginObject()
        writer.member("place", place.text)
        writer.member("time", request.time.rfc3339)
        writer.member("reason", request.reason)
        writer.endObject()
    }

    /// `entry` as a line of JSON.
    static func json(_ entry: ShelvedRecord) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        write(entry, to: &writer)
        writer.endObject()
        return writer.bytes
    }
}
