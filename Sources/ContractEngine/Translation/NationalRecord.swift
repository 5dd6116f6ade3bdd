package import Core

/// A national record as the command reads and writes it: title fields may stand among its members.
package struct NationalRecord: Sendable {
    /// The members that are title fields.
    package let title: RecordTitle
    /// The record without them.
    package let body: [UInt8]
    /// True when nothing but title fields was there.
    package let isEmpty: Bool

    /// Takes `document` apart; nil, with a problem, when it is no JSON object.
    package init?(_ document: [UInt8], _ problems: inout ProblemList) {
        var tape = JSONTape()
        if document.isEmpty {
            title = RecordTitle()
            body = []
            isEmpty = true
            return
        }
        if let failure = tape.scan(document.span) {
            problems.append(failure.problem)
            return nil
        }
        guard tape[0].kind == .object || tape[0].kind == .null else {
            problems.append(
                Problem(
                    .recordNotObject,
                    rule: "national.object",
                    zh: "记录须为 JSON 对象",
                    en: "a record must be a JSON object"
                )
            )
            return nil
        }
        var title = RecordTitle()
        var writer = JSONWriter(capacity: document.count)
        var isEmpty = true
        var index = 1
        writer.beginObject()
        while tape[0].kind == .object, index < Int(tape[0].link) {
            let name = JSONText.string(document.span, tape[index])
            let value = tape[index + 1]
            if let field = TitleField(rawValue: name), value.kind == .string || value.kind == .number {
                title[field] = JSONText.string(document.span, value)
            } else {
                isEmpty = false
                writer.key(name)
                let end = value.isContainer ? Int(value.end) : value.rawRange.upperBound
                writer.raw(document, value.rawRange.lowerBound..<end)
            }
            index = tape.indexAfter(index + 1)
        }
        writer.endObject()
        self.title = title
        self.isEmpty = isEmpty
        body = writer.bytes
    }

    /// `record` (empty for a delete) with `title` before its fields.
    package static func joined(_ title: RecordTitle, _ record: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(capacity: record.count + 256)
        writer.beginObject()
        for field in TitleField.allCases {
            if let text = title[field] { writer.member(field.rawValue, text) }
        }
        writer.endObject()
        guard record.count > 2 else { return writer.bytes }
        return writer.bytes.dropLast() + (writer.bytes.count > 2 ? [0x2c] : []) + record.dropFirst()
    }
}
