internal import Core

/// One conversion of a row, as written (docs/specs/dialect.md §6).
enum ConversionDefinition: Sendable {
    case codes(String)
    /// With true when a text that is no such date counts as absent.
    case date(DateForm, omitsMalformed: Bool)
    case scale(factor: ExactDecimal, divides: Bool)
    case scaleByUnit(reference: String, factors: [(String, ExactDecimal)], divides: Bool)
    case number
    case integer
    case string
    case boolean(true: String, false: String)
    case separator(from: UInt8, to: UInt8)
    case split(UInt8)
    case join(UInt8)
    case item(Int)
    case pad(to: Int, with: UInt8, isLeft: Bool)
    case prefix([UInt8])
    case strip([UInt8])
    case slice(offset: Int, length: Int)
    case replace(from: [UInt8], to: [UInt8])
    case trim
    /// The value when an identifier check holds, otherwise nothing.
    case only(IdentifierKind)
    case upper
    case lower

    /// The conversion that undoes this one; nil when nothing does.
    var inverse: ConversionDefinition? {
        switch self {
        case .codes, .date, .boolean, .string: self
        case .scale(let factor, let divides): .scale(factor: factor, divides: !divides)
        case .number, .integer: .string
        case .separator(let from, let to): .separator(from: to, to: from)
        case .split(let separator): .join(separator)
        case .join(let separator): .split(separator)
        case .prefix(let text): .strip(text)
        case .strip(let text): .prefix(text)
        case .scaleByUnit, .item, .pad, .slice, .replace, .trim, .upper, .lower, .only: nil
        }
    }

    /// Reads the array at `as` of a row; what is broken is reported and left out.
    static func list(_ reader: DefinitionReader) -> [ConversionDefinition] {
        guard let node = reader.node("as") else { return [] }
        guard case .array(let elements) = node else {
            reader.report("as", zh: "须为数组", en: "must be an array")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            if case .string(let word) = element {
                if let plain = plain(word) { return plain }
                reader.report("as[\(index)]", zh: "未知的转换 \(word)", en: "unknown conversion \(word)")
                return nil
            }
            return conversion(reader.inner(element, "as[\(index)]"))
        }
    }

    private static func plain(_ word: String) -> ConversionDefinition? {
        switch word {
        case "number": .number
        case "integer": .integer
        case "string": .string
        case "trim": .trim
        case "upper": .upper
        case "lower": .lower
        default: nil
        }
    }

    private static var kinds: [(key: String, read: (DefinitionReader, String) -> ConversionDefinition?)] {
        [
            ("codes", { reader, key in reader.string(key).map { .codes($0) } }),
            ("date", date),
            ("scale", scale),
            ("boolean", boolean),
            ("separator", separator),
            ("split", { reader, key in byte(reader, key).map { .split($0) } }),
            ("join", { reader, key in byte(reader, key).map { .join($0) } }),
            ("item", { reader, key in reader.integer(key, minimum: 0).map { .item($0) } }),
            ("pad", pad),
            ("prefix", { reader, key in reader.string(key).map { .prefix(Array($0.utf8)) } }),
            ("strip", { reader, key in reader.string(key).map { .strip(Array($0.utf8)) } }),
            ("slice", slice),
            ("replace", replace),
            ("only", { reader, key in reader.word(key, IdentifierKind.self).map { .only($0) } }),
        ]
    }

    private static func conversion(_ reader: DefinitionReader) -> ConversionDefinition? {
        let found = kinds.filter { reader.has($0.key) }
        guard found.count == 1 else {
            reader.report("", zh: "须恰有一种转换", en: "must be exactly one conversion")
            return nil
        }
        let conversion = found[0].read(reader, found[0].key)
        reader.finish()
        return conversion
    }

    private static func date(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard let text = reader.string(key) else { return nil }
        let malformed = reader.optionalString("malformed") ?? "refuse"
        if malformed != "refuse", malformed != "omit" {
            reader.report("malformed", zh: "须为 refuse 或 omit", en: "must be refuse or omit")
        }
        if let form = DateForm(text) { return .date(form, omitsMalformed: malformed == "omit") }
        reader.report(
            key,
            zh: "须为 iso8601 或由 yyyy MM dd HH mm ss 组成的格式",
            en: "must be iso8601 or a pattern of yyyy MM dd HH mm ss"
        )
        return nil
    }

    private static func scale(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard let scale = reader.object(key) else { return nil }
        let divides = scale.flag("divide")
        defer { scale.finish() }
        if let text = scale.optionalString("factor") {
            if let factor = factor(text) { return .scale(factor: factor, divides: divides) }
            scale.report("factor", zh: "须为正的十进制数", en: "must be a positive decimal number")
            return nil
        }
        var factors: [(String, ExactDecimal)] = []
        for (code, text) in scale.stringMembers("factors") {
            if let factor = factor(text) {
                factors.append((code, factor))
            } else {
                scale.report("factors.\(code)", zh: "须为正的十进制数", en: "must be a positive decimal number")
            }
        }
        return scale.string("unit").map { .scaleByUnit(reference: $0, factors: factors, divides: divides) }
    }

    private static func factor(_ text: String) -> ExactDecimal? {
        guard text.utf8.count <= 13, let value = ExactDecimal(text), !value.isNegative, value.coefficient > 0 else {
            return nil
        }
        return value
    }

    private static func boolean(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard let words = reader.object(key) else { return nil }
        let yes = words.string("true")
        let no = words.string("false")
        words.finish()
        guard let yes, let no else { return nil }
        if yes == no { words.report("false", zh: "须与 true 不同", en: "must differ from true") }
        return .boolean(true: yes, false: no)
    }

    private static func separator(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard let words = reader.object(key) else { return nil }
        let from = byte(words, "from")
        let to = byte(words, "to")
        words.finish()
        guard let from, let to else { return nil }
        return .separator(from: from, to: to)
    }

    private static func byte(_ reader: DefinitionReader, _ key: String) -> UInt8? {
        guard let text = reader.string(key) else { return nil }
        if text.utf8.count == 1, let byte = text.utf8.first, (0x21..<0x7f).contains(byte) { return byte }
        reader.report(key, zh: "须为一个可见的 ASCII 字符", en: "must be one visible ASCII character")
        return nil
    }

    private static func pad(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard let pad = reader.object(key) else { return nil }
        let length = pad.integer("to", minimum: 1)
        let filler = byte(pad, "with")
        let side = pad.optionalString("side") ?? "right"
        if side != "left", side != "right" {
            pad.report("side", zh: "须为 left 或 right", en: "must be left or right")
        }
        pad.finish()
        guard let length, let filler else { return nil }
        guard length <= 1000 else {
            pad.report("to", zh: "不得大于 1000", en: "must be at most 1000")
            return nil
        }
        return .pad(to: length, with: filler, isLeft: side == "left")
    }

    private static func slice(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard case .array(let parts)? = reader.node(key), parts.count == 2, case .number(let first) = parts[0],
            case .number(let second) = parts[1], let offset = Int(first), let length = Int(second),
            (0...1_000_000).contains(offset), (1...1_000_000).contains(length)
        else {
            reader.report(key, zh: "须为 [起始, 长度]", en: "must be [offset, length]")
            return nil
        }
        return .slice(offset: offset, length: length)
    }

    private static func replace(_ reader: DefinitionReader, _ key: String) -> ConversionDefinition? {
        guard let words = reader.object(key) else { return nil }
        let from = words.string("from")
        let to = words.optionalString("to")
        words.finish()
        guard let from, let to else { return nil }
        return .replace(from: Array(from.utf8), to: Array(to.utf8))
    }
}
