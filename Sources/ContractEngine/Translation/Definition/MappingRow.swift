internal import Core

/// One row of a mapping in one direction; a `both` row becomes two of them.
struct MappingRow: Sendable {
    /// Where the value comes from.
    enum Source: Sendable {
        case reference(String)
        case constant(JSONNode)
        case concat([MappingExpression])
        case first([MappingExpression])
        case object([MappingRow])
        /// `allowsShort`: fields with fewer items than the first are absent for the others.
        case each(items: [String], separator: UInt8?, allowsShort: Bool, Element)
    }

    /// What `each` builds for every item.
    enum Element: Sendable {
        case rows([MappingRow])
        case value(MappingExpression)
    }

    /// Pointer when writing, wire name or title field when reading.
    var target: String
    var source: Source
    var conversions: [ConversionDefinition] = []
    var fallback: JSONNode?
    var conditions: [MappingCondition] = []
    var operations: Set<RecordOperation>?
    /// Pointer of the member by which elements of an array are unique.
    var unique: String?
    /// Path of the row in its file.
    var path: String
    /// The row as it stands; null for one that stands nowhere.
    var node = JSONNode.null

    /// Path in the file of `name`, which the row holds as a target, a source, a table or a text.
    func place(of name: String) -> String {
        DefinitionPlace.find(name, in: node).map { "\(path).\($0)" } ?? path
    }

    /// The rows that a row of `both` stands for; nil when it is broken, which is reported.
    static func both(_ reader: DefinitionReader) -> (write: MappingRow, read: MappingRow)? {
        let national = reader.string("national")
        let foreign = reader.string("foreign")
        let conversions = ConversionDefinition.list(reader)
        let conditions = (reader.objects("when", isRequired: false) ?? []).compactMap { MappingCondition($0) }
        let operations = operations(reader)
        finish(reader)
        guard let national, let foreign else { return nil }
        let inverses = conversions.reversed().map(\.inverse)
        if inverses.contains(where: { $0 == nil }) {
            let place = conversions.firstIndex { $0.inverse == nil }.map { "as[\($0)]" } ?? "as"
            reader.report(
                place,
                zh: "双向行只能用可逆转换；请分写 write 与 read 行",
                en: "a row for both directions takes only conversions with an inverse; write two rows"
            )
            return nil
        }
        return (
            MappingRow(
                target: foreign,
                source: .reference(national),
                conversions: conversions,
                conditions: conditions,
                operations: operations,
                path: reader.path,
                node: reader.node
            ),
            MappingRow(
                target: national,
                source: .reference(foreign),
                conversions: inverses.compactMap { $0 },
                operations: operations,
                path: reader.path,
                node: reader.node
            )
        )
    }

    /// Reads a row of `write` or `read`; nil when it is broken, which is reported.
    static func single(_ reader: DefinitionReader, isNested: Bool = false) -> MappingRow? {
        let target = reader.string("to")
        let source = source(reader, isNested: isNested)
        let conversions = ConversionDefinition.list(reader)
        let fallback = scalar(reader, "default")
        let conditions = (reader.objects("when", isRequired: false) ?? []).compactMap { MappingCondition($0) }
        let operations = operations(reader)
        let unique = reader.optionalString("unique")
        finish(reader)
        guard let target, let source else { return nil }
        return MappingRow(
            target: target,
            source: source,
            conversions: conversions,
            fallback: fallback,
            conditions: conditions,
            operations: operations,
            unique: unique,
            path: reader.path,
            node: reader.node
        )
    }

    private static func finish(_ reader: DefinitionReader) {
        for key in ["source", "notes", "grade"] { _ = reader.optionalString(key) }
        reader.finish()
    }

    private static func operations(_ reader: DefinitionReader) -> Set<RecordOperation>? {
        guard reader.has("operations") else { return nil }
        return Set(
            reader.strings("operations", isRequired: true).compactMap { word in
                if let operation = RecordOperation(rawValue: word) { return operation }
                reader.report("operations", item: word, zh: "须为 add、change、delete", en: "must be add, change or delete")
                return nil
            }
        )
    }

    private static func scalar(_ reader: DefinitionReader, _ key: String) -> JSONNode? {
        guard let node = reader.node(key) else { return nil }
        switch node {
        case .string, .number, .bool: return node
        default:
            reader.report(key, zh: "须为字符串、数字或真假值", en: "must be a string, number or truth value")
            return nil
        }
    }

    private static func source(_ reader: DefinitionReader, isNested: Bool) -> Source? {
        let keys = ["from", "constant", "concat", "first", "each", "rows"]
        let isEach = reader.has("each")
        let found = keys.filter { reader.has($0) && !($0 == "rows" && isEach) }
        guard found.count == 1 else {
            for key in keys + ["value"] { _ = reader.node(key) }
            reader.report(
                "",
                zh: "须恰有 from、constant、concat、first、each、rows 之一",
                en: "needs exactly one of from, constant, concat, first, each, rows"
            )
            return nil
        }
        switch found[0] {
        case "from": return reader.string("from").map { .reference($0) }
        case "constant": return reader.node("constant").map { .constant($0) }
        case "concat": return .concat(MappingExpression.list(reader, "concat"))
        case "first": return .first(MappingExpression.list(reader, "first"))
        case "rows": return .object(rows(reader, isNested: isNested))
        default:
            if isNested {
                reader.report("each", zh: "each 不得嵌套", en: "each cannot stand inside each")
            }
            return each(reader)
        }
    }

    private static func rows(_ reader: DefinitionReader, isNested: Bool) -> [MappingRow] {
        (reader.objects("rows", isRequired: true) ?? []).compactMap { single($0, isNested: isNested) }
    }

    private static func each(_ reader: DefinitionReader) -> Source? {
        guard let each = reader.object("each") else { return nil }
        let items = each.strings("items", isRequired: true)
        var separator: UInt8?
        if let text = each.optionalString("by") {
            if text.utf8.count == 1, let byte = text.utf8.first, (0x21..<0x7f).contains(byte) {
                separator = byte
            } else {
                each.report("by", zh: "须为一个可见的 ASCII 字符", en: "must be one visible ASCII character")
            }
        }
        let short = each.optionalString("short")
        if let short, short != "absent" { each.report("short", zh: "只能为 absent", en: "can only be absent") }
        each.finish()
        if let node = reader.node("value") {
            return MappingExpression.expression(node, reader, "value")
                .map { .each(items: items, separator: separator, allowsShort: short != nil, .value($0)) }
        }
        return .each(
            items: items,
            separator: separator,
            allowsShort: short != nil,
            .rows(rows(reader, isNested: true))
        )
    }
}
