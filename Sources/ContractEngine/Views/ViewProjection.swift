package import Core

/// What one recipient may see of one data set: an allow-list of fields, each whole or masked.
///
/// A field that the list does not name is left out, whatever it is called and whatever it holds.
package struct ViewProjection: Sendable {
    private let program: ContractProgram?
    private let masks: [ViewMask]
    /// Number of the group in which each field is accounted for; -1 for none.
    private let groups: [Int]

    /// The view that shows everything: it passes payloads on without looking at them.
    package static let whole = ViewProjection(program: nil, masks: [], groups: [])

    private init(program: ContractProgram?, masks: [ViewMask], groups: [Int]) {
        self.program = program
        self.masks = masks
        self.groups = groups
    }

    /// A view of records of `program` that shows `fields`.
    ///
    /// - Parameter groups: number of the group in which a field is accounted for, by wire name.
    /// - Throws: every field that the contract does not have, that is listed twice, or that its mask does not suit:
    ///   `last-four` and `digest` are for text, `year-only` for dates.
    package init(
        program: ContractProgram,
        fields: [(field: String, mask: ViewMask)],
        groups: [String: Int] = [:]
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
            if case .digest = mask, type != .text { report(zh: "digest 只用于文本", en: "digest is for text") }
            if mask == .lastFour, type != .text { report(zh: "last-four 只用于文本", en: "last-four is for text") }
            if mask == .yearOnly, type != .date, type != .dateTime {
                report(zh: "year-only 只用于日期", en: "year-only is for dates")
            }
            masks[number] = mask
        }
        guard mistakes.isEmpty else { throw ViewDefinitionFailure(mistakes: mistakes) }
        self.init(
            program: program,
            masks: masks.map { $0 ?? .omit },
            groups: program.fields.map { groups[$0.name] ?? -1 }
        )
    }

    /// True when the view passes payloads on unchanged.
    package var isWhole: Bool { program == nil }

    /// The part of `payload` that the view shows, as a JSON object with the fields in the order of the payload.
    ///
    /// - Parameters:
    ///   - payload: a record; empty for a delete, which stays empty.
    ///   - tape: workspace of the caller, reused from record to record.
    ///   - digest: what the recipient is shown in place of values; without it fields shown by `digest` are left out.
    /// - Returns: nil when the payload is not a JSON object within `limits`; then nothing may be shown of it.
    package func project(
        _ payload: [UInt8],
        tape: inout JSONTape,
        digest: (any ValueDigest)? = nil,
        limits: JSONLimits = JSONLimits()
    ) -> [UInt8]? {
        var shown = ShownFields(groups: 0)
        return project(payload, tape: &tape, digest: digest, counting: &shown, limits: limits)
    }

    /// The same, and adds to `shown` what it shows: fields with a value, by their groups.
    package func project(
        _ payload: [UInt8],
        tape: inout JSONTape,
        digest: (any ValueDigest)?,
        counting shown: inout ShownFields,
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
                // Null and the empty text say that there is no value.
                if value.kind != .null, value.kind != .string || !value.range.isEmpty {
                    shown.add(groups[field], isMasked: false)
                }
            } else if writeMasked(bytes, value, field, of: program, digest, &writer) {
                shown.add(groups[field], isMasked: true)
            }
        }
        writer.endObject()
        return writer.bytes
    }

    /// Writes what a field that is not shown whole shows of `value`.
    ///
    /// - Returns: true when it shows something of a value that is not empty.
    private func writeMasked(
        _ bytes: Span<UInt8>,
        _ value: JSONToken,
        _ field: Int,
        of program: ContractProgram,
        _ digest: (any ValueDigest)?,
        _ writer: inout JSONWriter
    ) -> Bool {
        // Only a string can be masked; nothing else belongs in such a field, and nothing else is shown of it.
        guard masks[field] != .omit, value.kind == .string else { return false }
        let description = program.fields[field]
        let text = JSONText.string(bytes, value)
        let shown: String? =
            switch masks[field] {
            case .lastFour: ViewProjection.items(of: text, description.separator, ViewProjection.lastFour)
            case .yearOnly: ViewProjection.year(text)
            case .digest(let domain):
                digest.flatMap { digest in
                    ViewProjection.items(of: text, description.separator) { item in
                        // What says that there is no value is no value: as a code it would look like one person.
                        item.isEmpty || program.fieldPass.isPlaceholder(item, field: field)
                            ? item : digest.text(of: item, in: domain)
                    }
                }
            case .whole, .omit: nil
            }
        guard let shown else { return false }
        writer.member(description.name, shown)
        return !shown.isEmpty
    }

    /// `text` with each of its items replaced; nil when one of them cannot be.
    private static func items(
        of text: String,
        _ separator: Character?,
        _ replacement: (String) -> String?
    ) -> String? {
        guard let separator else { return replacement(text) }
        var items: [String] = []
        for item in SeparatedText.items(of: text, separator: separator) {
            guard let replaced = replacement(item) else { return nil }
            items.append(replaced)
        }
        let joined = items.joined(separator: String(separator))
        return text.utf8.last == separator.asciiValue ? joined + String(separator) : joined
    }

    private static func lastFour(_ item: String) -> String {
        let scalars = item.unicodeScalars
        guard scalars.count > 4 else { return String(repeating: "*", count: scalars.count) }
        return "****" + String(String.UnicodeScalarView(scalars.suffix(4)))
    }

    private static func year(_ text: String) -> String? {
        let digits = text.utf8.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return String(Substring(digits))
    }
}
