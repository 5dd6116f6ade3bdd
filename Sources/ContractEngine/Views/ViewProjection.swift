package import Core

/// What one recipient may see of one data set: an allow-list of fields, each whole or masked.
///
/// A field that the list does not name is left out, whatever it is called and whatever it holds.
package struct ViewProjection: Sendable {
    private let program: ContractProgram?
    private let masks: [ViewMask]

    /// The view that shows everything: it passes payloads on without looking at them.
    package static let whole = ViewProjection(program: nil, masks: [])

    private init(program: ContractProgram?, masks: [ViewMask]) {
        self.program = program
        self.masks = masks
    }

    /// A view of records of `program` that shows `fields`.
    ///
    /// - Throws: every field that the contract does not have, that is listed twice, or that its mask does not suit:
    ///   `last-four` is for text, `year-only` for dates.
    package init(
        program: ContractProgram,
        fields: [(field: String, mask: ViewMask)]
    ) throws(ViewDefinitionFailure) {
        var masks = [ViewMask?](repeating: nil, count: program.fields.count)
        var mistakes: [ViewDefinitionFailure.Mistake] = []
        for (name, mask) in fields {
            func report(zh: String, en: String) {
                mistakes.append(.init(field: name, message: BilingualText(zh: zh, en: en)))
            }
            guard let number = program.numbers[name] else {
                report(
                    zh: "数据集 \(program.name) 没有字段 \(name)",
                    en: "data set \(program.name) has no field \(name)"
                )
                continue
            }
            if masks[number] != nil { report(zh: "字段重复", en: "is listed twice") }
            let type = program.fields[number].type
            if mask == .lastFour, type != .text { report(zh: "last-four 只用于文本", en: "last-four is for text") }
            if mask == .yearOnly, type != .date, type != .dateTime {
                report(zh: "year-only 只用于日期", en: "year-only is for dates")
            }
            masks[number] = mask
        }
        guard mistakes.isEmpty else { throw ViewDefinitionFailure(mistakes: mistakes) }
        self.init(program: program, masks: masks.map { $0 ?? .omit })
    }

    /// True when the view passes payloads on unchanged.
    package var isWhole: Bool { program == nil }

    /// The part of `payload` that the view shows, as a JSON object with the fields in the order of the payload.
    ///
    /// - Parameters:
    ///   - payload: a record; empty for a delete, which stays empty.
    ///   - tape: workspace of the caller, reused from record to record.
    /// - Returns: nil when the payload is not a JSON object within `limits`; then nothing may be shown of it.
    package func project(
        _ payload: [UInt8],
        tape: inout JSONTape,
        limits: JSONLimits = JSONLimits()
    ) -> [UInt8]? {
        guard let program, !payload.isEmpty else { return payload }
        let bytes = payload.span
        guard tape.scan(bytes, limits: limits) == nil, tape[0].kind == .object else { return nil }
        var writer = JSONWriter(capacity: payload.count)
        writer.beginObject()
        let end = Int(tape[0].link)
        var index = 1
        while index < end {
            let key = tape[index]
            let value = tape[index + 1]
            index = tape.indexAfter(index + 1)
            guard let field = program.fieldPass.table.field(bytes, key) else { continue }
            if masks[field] == .whole {
                writer.key(program.fields[field].name)
                writer.raw(payload, value.rawRange)
            } else {
                writeMasked(bytes, value, field, of: program, &writer)
            }
        }
        writer.endObject()
        return writer.bytes
    }

    /// What a field that is not shown whole shows of `value`.
    private func writeMasked(
        _ bytes: Span<UInt8>,
        _ value: JSONToken,
        _ field: Int,
        of program: ContractProgram,
        _ writer: inout JSONWriter
    ) {
        let mask = masks[field]
        // Only a string can be masked; nothing else belongs in such a field, and nothing else is shown of it.
        guard mask == .lastFour || mask == .yearOnly, value.kind == .string else { return }
        let description = program.fields[field]
        let text = JSONText.string(bytes, value)
        if mask == .lastFour {
            writer.member(description.name, ViewProjection.lastFour(text, description.separator))
        } else if let year = ViewProjection.year(text) {
            writer.member(description.name, year)
        }
    }

    private static func lastFour(_ text: String, _ separator: Character?) -> String {
        func masked(_ item: some StringProtocol) -> String {
            let scalars = item.unicodeScalars
            guard scalars.count > 4 else { return String(repeating: "*", count: scalars.count) }
            return "****" + String(String.UnicodeScalarView(scalars.suffix(4)))
        }
        guard let separator else { return masked(text) }
        let masks = SeparatedText.items(of: text, separator: separator).map(masked).joined(separator: String(separator))
        return text.utf8.last == separator.asciiValue ? masks + String(separator) : masks
    }

    private static func year(_ text: String) -> String? {
        let digits = text.utf8.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return String(Substring(digits))
    }
}
