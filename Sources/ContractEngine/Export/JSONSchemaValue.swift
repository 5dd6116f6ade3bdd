internal import Core

/// What JSON Schema says of the value of one field that is present and no placeholder, and what it cannot say.
struct JSONSchemaValue {
    /// Keywords that hold for such a value, `type` not among them.
    private(set) var constraint = JSONMembers()
    /// JSON types of a value.
    private(set) var types: [String]
    /// True when `null` and `""` satisfy ``constraint``.
    private(set) var admitsAbsence = true
    /// Definitions that ``constraint`` refers to, by name.
    private(set) var definitions: [(name: String, node: JSONNode)] = []
    /// What is accepted beside ``constraint``, where the type of the field is not sure.
    private(set) var alternatives: [JSONNode] = []
    /// Names of the constraints, as in rule ids, that are not said or only in part.
    private(set) var unexpressed: [String] = []

    private var patterns: [String] = []

    /// The keywords for `field`.
    init(_ field: ExportedField) {
        types = ["string"]
        switch field.definition.type {
        case .text: addText(field)
        case .number: addNumber(field)
        case .dateTime: addDate(field, PatternText.dateTime)
        case .minute: addDate(field, PatternText.date + PatternText.hourAndMinute)
        case .date: addDate(field, PatternText.date)
        }
        if field.hasUnsureType { types = ["string", "number", "boolean"] }
        if patterns.count == 1 {
            constraint.add("pattern", patterns.first)
        } else if patterns.count > 1 {
            constraint.add("allOf", .array(patterns.map { .object([member("pattern", .string($0))]) }))
        }
    }

    private mutating func addText(_ field: ExportedField) {
        if let least = field.definition.minimumLength {
            constraint.add("minLength", least)
            admitsAbsence = false
        }
        if let length = field.definition.length {
            if !field.definition.isFixed {
                constraint.add("maxLength", length)
            } else if let separator = field.separator {
                add(
                    pattern: PatternText.items("\(PatternText.other(than: separator)){\(length)}", separator: separator)
                )
            } else {
                constraint.add("minLength", length)
                constraint.add("maxLength", length)
                admitsAbsence = false
            }
        }
        addCodes(field)
        for check in field.checks where check.policy == .reject {
            let pattern = check.kind.pattern
            let choices = check.allowed.filter { code in field.separator.map { !code.contains($0) } ?? true }
            let item =
                choices.isEmpty
                ? "(\(pattern.text))" : "(\(pattern.text)|\(choices.map(PatternText.literal).joined(separator: "|")))"
            add(pattern: field.separator.map { PatternText.items(item, separator: $0) } ?? item)
            if !pattern.isExact { unexpressed.append(check.kind.rawValue) }
        }
        if field.hasUnsureType, field.closedCodes != nil { alternatives.append(Self.noText) }
    }

    /// A date of another form only warns where the type is not sure.
    private mutating func addDate(_ field: ExportedField, _ pattern: String) {
        guard !field.hasUnsureType else { return }
        addReference(field.definition.type.rawValue, .object([member("pattern", .string(anchored(pattern)))]))
    }

    private mutating func addCodes(_ field: ExportedField) {
        guard var codes = field.closedCodes else { return }
        var name = field.definition.list.map { "list-\($0)" }
        if let separator = field.separator {
            codes = codes.filter { !$0.contains(separator) }
            let pattern = anchored(PatternText.items(PatternText.choice(codes), separator: separator))
            name = name.map { $0 + "-items" + (separator == ";" ? "" : "-\(field.definition.separator ?? 0)") }
            guard let name else {
                patterns.append(pattern)
                admitsAbsence = false
                return
            }
            addReference(name, .object([member("pattern", .string(pattern))]))
        } else if let name {
            var list = JSONMembers()
            list.add("title", field.list?.name)
            list.add("enum", codes)
            list.add("x-hutong-titles", JSONSchemaValue.titles(field.titledCodes))
            addReference(name, list.node)
        } else {
            constraint.add("enum", codes)
            constraint.add("x-hutong-titles", JSONSchemaValue.titles(field.titledCodes))
            admitsAbsence = false
        }
    }

    private mutating func addNumber(_ field: ExportedField) {
        guard !field.hasUnsureType else { return addUnsureNumber(field) }
        let digits = field.definition.digits
        types = ["string", digits?.fraction == 0 ? "integer" : "number"]
        if let digits {
            add(pattern: PatternText.decimal(integer: digits.integer, fraction: digits.fraction))
            let bound = "1" + String(repeating: "0", count: digits.integer)
            constraint.add("exclusiveMinimum", .number("-" + bound))
            constraint.add("exclusiveMaximum", .number(bound))
        } else {
            add(pattern: "-?[0-9]+(\\.[0-9]+)?")
            // Of the digits only those count that come after the leading zeros.
            add(pattern: "-?[0.]*([1-9](\\.?[0-9]){0,\(ExactDecimal.maximumDigits - 1)})?")
            constraint.add("maxLength", JSONLimits().numberLength)
        }
        unexpressed.append("digits")
        addNumberCodes(field)
    }

    private mutating func addNumberCodes(_ field: ExportedField) {
        guard let codes = field.closedCodes else { return }
        let numbers = codes.filter { Int($0).map(String.init) == $0 }
        constraint.add("enum", .array(codes.map { .string($0) } + numbers.map { .number($0) }))
        constraint.add("x-hutong-titles", JSONSchemaValue.titles(field.titledCodes))
        unexpressed.append("list")
        admitsAbsence = false
    }

    /// What is no number only warns; what is one still has to be on the list.
    private mutating func addUnsureNumber(_ field: ExportedField) {
        addNumberCodes(field)
        guard field.closedCodes != nil else { return }
        let digits = field.definition.digits ?? FieldDefinition.Digits(integer: 19, fraction: 19)
        let number = anchored(PatternText.decimal(integer: digits.integer, fraction: digits.fraction))
        let other = JSONNode.object([member("pattern", .string(number))])
        alternatives += [Self.noText, .object([member("type", .string("string")), member("not", other)])]
    }

    private static let noText = JSONNode.object([
        .init(name: "type", value: .array([.string("number"), .string("boolean")]))
    ])

    /// A pattern that the whole value matches.
    private mutating func add(pattern: String) {
        patterns.append(anchored(pattern))
        admitsAbsence = false
    }

    private mutating func addReference(_ name: String, _ node: JSONNode) {
        definitions.append((name, node))
        constraint.add("$ref", "#/$defs/\(name)")
        admitsAbsence = false
    }

    /// No pattern here has alternatives outside parentheses, so that the anchors hold for the whole of it.
    private func anchored(_ pattern: String) -> String { "^\(pattern)$" }

    private func member(_ name: String, _ value: JSONNode) -> JSONNode.Member {
        JSONNode.Member(name: name, value: value)
    }

    /// Codes with their titles.
    static func titles(_ values: [CodeListDefinition.Value]) -> JSONNode {
        .object(values.map { JSONNode.Member(name: $0.code, value: .string($0.title)) })
    }
}
