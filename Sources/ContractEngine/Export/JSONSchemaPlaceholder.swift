internal import Core

/// The values that stand where a value should, as schemas.
struct JSONSchemaPlaceholder {
    private let definition: PlaceholderDefinition?

    /// The placeholders of `contract`'s edition.
    init(_ contract: ExportedContract) {
        definition = contract.placeholders
    }

    /// The definition that a placeholder of a field of `type` satisfies, with its name; nil when there are none.
    func definition(of type: FieldType) -> (name: String, node: JSONNode)? {
        guard let definition else { return nil }
        var members = JSONMembers()
        members.add("type", "string")
        if type.isDate {
            guard !definition.dates.isEmpty else { return nil }
            members.add("enum", definition.dates)
            return ("placeholder-date", members.node)
        }
        guard !definition.texts.isEmpty else { return nil }
        let blanks = #"[ \t\n\r\u00a0\u3000]*"#
        members.add("pattern", "^\(blanks)\(PatternText.choice(definition.texts))\(blanks)$")
        guard type == .text else { return ("placeholder-number", members.node) }
        members.add("maxLength", PlaceholderPlan.maximumLength)
        return ("placeholder", members.node)
    }

    /// Holds for the placeholders of `field`: a code of its own list is that code. Nil when there are none.
    func schema(for field: ExportedField) -> JSONNode? {
        guard let (name, _) = definition(of: field.definition.type) else { return nil }
        var members = JSONMembers()
        members.add("$ref", "#/$defs/\(name)")
        let codes = field.definition.type == .text ? field.titledCodes.map(\.code).filter(isText) : []
        if !codes.isEmpty {
            members.add("not", .object([.init(name: "enum", value: .array(codes.map { .string($0) }))]))
        }
        return members.node
    }

    /// True when `code`, as it stands, would be a placeholder in a field without a list of its own.
    func isText(_ code: String) -> Bool {
        definition?.texts.contains(code.trimmed) == true
    }

    /// True when `value` is a placeholder in `field`.
    func isPlaceholder(_ value: String, in field: ExportedField) -> Bool {
        if field.definition.type.isDate { return definition?.dates.contains(value) == true }
        return isText(value) && !field.titledCodes.contains { $0.code == value }
    }
}
