internal import Core

/// What JSON Schema says of the value of one field that is present and no placeholder, and what it cannot say.
struct JSONSchemaValue {
    /// Keywords that hold for such a value, `type` not among them.
    private(set) var constraint = JSONMembers()
    /// JSON types of a value.
    private(set) var types: [String]
    /// True when `null` and `""` satisfy ``constraint``.
    private(set) var admitsAbsence = true
    /// True when `""` may satisfy ``constraint``.
    private(set) var mayBeEmpty = true
    /// Definitions that ``constraint`` refers to, by name.
    private(set) var definitions: [(name: String, node: JSONNode)] = []
    /// What is accepted beside ``constraint``, where the type of the field is not sure.
    private(set) var alternatives: [JSONNode] = []
    /// Names of the constraints, as in rule ids, that are not said or only in part.
    private(set) var unexpressed: [String] = []

    private var patterns: [String] = []
    private let options: ProfileOptions

    /// The keywords for `field`, values read by `options`.
    init(_ field: ExportedField, options: ProfileOptions) {
        self.options = options
        types = ["string"]
        switch field.definition.type {
        case .text: addText(field)
        case .number: addNumber(field)
        case .dateTime: addDate(field, PatternText.dateTime)
        case .minute: addDate(field, PatternText.date + PatternText.hourAndMinute)
        case .date: addDate(field, PatternText.date)
        }
        if field.hasUnsureType { types = ["string", "number", "boolean"] }
        // Patterns for items match the empty text where empty items are none or have no least length.
        let isLenient = field.separator != nil && (dropsEmptyItems || options.maximumLength == .items)
        mayBeEmpty = (admitsAbsence || isLenient) && !constraint.members.contains { $0.name == "minLength" }
        if patterns.count == 1 {
            constraint.add("pattern", patterns.first)
        } else if patterns.count > 1 {
            constraint.add("allOf", .array(patterns.map { .object([member("pattern", .string($0))]) }))
        }
    }

    private mutating func addText(_ field: ExportedField) {
        addLength(field)
        addCodes(field)
        for check in field.checks where check.policy == .reject {
            let rule = check.kind.pattern
            let choices = check.allowed.filter { code in field.separator.map { !code.contains($0) } ?? true }
            let item =
                choices.isEmpty
                ? "(\(rule.text))" : "(\(rule.text)|\(choices.map(PatternText.literal).joined(separator: "|")))"
            add(pattern: field.separator.map { items(item, separator: $0) } ?? item)
            if !rule.isExact { unexpressed.append(check.kind.rawValue) }
        }
        if field.hasUnsureType, field.closedCodes != nil { alternatives.append(Self.noText) }
    }

    private mutating func addLength(_ field: ExportedField) {
        let definition = field.definition
        let least = definition.isFixed ? definition.length : definition.minimumLength
        let most = definition.length
        guard least != nil || most != nil else { return }
        let extent = definition.isFixed ? options.fixedLength : options.maximumLength
        if let separator = field.separator, extent == .items {
            let bounds = least == most ? "\(most ?? 0)" : "\(least ?? 0),\(most.map(String.init) ?? "")"
            let item = "\(PatternText.other(than: separator)){\(bounds)}"
            add(pattern: items(item, separator: separator))
        } else {
            constraint.add("minLength", least)
            constraint.add("maxLength", most)
            if least != nil { admitsAbsence = false }
        }
    }

    private var dropsEmptyItems: Bool { options.emptyItems == .dropped }

    private func items(_ item: String, separator: String) -> String {
        PatternText.items(item, separator: separator, dropsEmpty: dropsEmptyItems)
    }

    /// A date of another form only warns where the type is not sure.
    private mutating func addDate(_ field: ExportedField, _ pattern: String) {
        guard !field.hasUnsureType else { return }
        addReference(field.definition.type.rawValue, .object([member("pattern", .string(anchored(pattern)))]))
    }

    private mutating func addCodes(_ field: ExportedField) {
        guard var codes = field.closedCodes else { return }
        var name = field.definition.list.map { "list-\($0)" }
        let isWhole = field.definition.values != nil && options.values == .text
        if let separator = field.separator, !isWhole {
            codes = codes.filter { !$0.contains(separator) }
            let pattern = anchored(items(PatternText.choice(codes), separator: separator))
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
        types = ["string", "number"]
        if let digits = field.definition.digits {
            addDigits(digits)
        } else {
            add(pattern: "-?[0-9]+(\\.[0-9]+)?")
            addRepresentability()
        }
        unexpressed.append("digits")
        addNumberCodes(field)
    }

    private mutating func addDigits(_ digits: FieldDefinition.Digits) {
        let hasFraction = digits.fraction > 0
        let ignoresFraction = !hasFraction && options.fraction == .ignoredWithoutDigits
        if !hasFraction && !ignoresFraction { types = ["string", "integer"] }
        let minusCounts = options.minus == .counts
        add(
            pattern: PatternText.decimal(
                integer: digits.integer,
                fraction: ignoresFraction ? nil : digits.fraction,
                minusCounts: minusCounts
            )
        )
        if ignoresFraction { addRepresentability() }
        let bound = "1" + String(repeating: "0", count: digits.integer)
        constraint.add("exclusiveMinimum", .number("-" + (minusCounts ? String(bound.dropLast()) : bound)))
        constraint.add("exclusiveMaximum", .number(bound))
    }

    /// What every number has to keep to. Of the digits only those count that come after the leading zeros.
    private mutating func addRepresentability() {
        add(pattern: "-?[0.]*([1-9](\\.?[0-9]){0,\(ExactDecimal.maximumDigits - 1)})?")
        constraint.add("maxLength", JSONLimits().numberLength)
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
