internal import Core

/// The record rules that JSON Schema can express, as `if` and `then`.
struct JSONSchemaRule {
    private let contract: ExportedContract
    private let placeholders: JSONSchemaPlaceholder

    /// The rules of `contract`.
    init(contract: ExportedContract) {
        self.contract = contract
        placeholders = JSONSchemaPlaceholder(contract)
    }

    /// The schema that refuses a record exactly when `rule` does; nil when JSON Schema has no words for the rule, and
    /// for a rule that never refuses.
    func schema(_ rule: RuleDefinition, operation: RecordOperation) -> JSONNode? {
        guard rule.policy == .reject, isExpressible(rule) else { return nil }
        let conditions = rule.conditions.map { condition($0, operation) }
        switch rule.demand {
        case .requiredWhen(let fields):
            // A change brings only the columns it touches.
            return operation == .add ? implication(rule, conditions, filled(fields)) : nil
        case .oneOf(let groups):
            guard operation == .add else { return nil }
            return implication(rule, conditions, object([("anyOf", .array(groups.map(filled)))]))
        case .forbiddenWhen: return described(rule, [("not", conjunction(conditions))])
        case .prefix, .compare, .amountAtMost, .itemsMatch, .clock, .ratioAtMost: return nil
        }
    }

    /// True when a schema can say the rule.
    func isExpressible(_ rule: RuleDefinition) -> Bool {
        let isOfAKind =
            switch rule.demand {
            case .requiredWhen, .forbiddenWhen, .oneOf: true
            case .prefix, .compare, .amountAtMost, .itemsMatch, .clock, .ratioAtMost: false
            }
        return isOfAKind && rule.conditions.allSatisfy(isExpressible)
    }

    /// False where the field may be absent, or malformed and yet accepted, in a way that a schema does not see.
    private func isExpressible(_ condition: RuleCondition) -> Bool {
        guard let field = contract.field(named: condition.field) else { return false }
        switch condition.test {
        case .isOneOf, .starts: return true
        case .isNoneOf: return !field.hasUnsureType && !field.definition.todayMeansNever
        case .isPresent: return !field.definition.todayMeansNever
        }
    }

    private func implication(_ rule: RuleDefinition, _ conditions: [JSONNode], _ consequence: JSONNode) -> JSONNode {
        guard !conditions.isEmpty else { return described(rule, [("allOf", .array([consequence]))]) }
        return described(rule, [("if", conjunction(conditions)), ("then", consequence)])
    }

    private func described(_ rule: RuleDefinition, _ keywords: [(String, JSONNode)]) -> JSONNode {
        var members = JSONMembers()
        members.add("title", rule.message.zh)
        members.add("$comment", "\(contract.program.stem).\(rule.id): \(rule.message.en)")
        for (name, node) in keywords { members.add(name, node) }
        return members.node
    }

    private func conjunction(_ schemas: [JSONNode]) -> JSONNode {
        guard let first = schemas.first, schemas.count == 1 else { return object([("allOf", .array(schemas))]) }
        return first
    }

    /// Holds when all of `fields` have a value, or what passes for one.
    private func filled(_ fields: [String]) -> JSONNode {
        object([
            ("required", .array(fields.map { .string($0) })),
            ("properties", object(fields.map { ($0, object([("not", missing($0, countsPlaceholders: false))])) })),
        ])
    }

    /// Holds for the values of field `name` that are none.
    ///
    /// - Parameter countsPlaceholders: true when a placeholder is none even where it passes for a value.
    private func missing(_ name: String, countsPlaceholders: Bool) -> JSONNode {
        let absent = object([("$ref", .string("#/$defs/absent"))])
        guard let field = contract.field(named: name), countsPlaceholders || !field.placeholderPasses,
            let placeholder = placeholders.schema(for: field)
        else { return absent }
        return object([("anyOf", .array([absent, placeholder]))])
    }

    /// Holds when the condition does.
    private func condition(_ condition: RuleCondition, _ operation: RecordOperation) -> JSONNode {
        let name = condition.field
        guard let field = contract.field(named: name) else { return .bool(false) }
        switch condition.test {
        case .isOneOf(let values): return required(name, oneOf(values, field))
        case .isNoneOf(let values):
            let none = object([("anyOf", .array([missing(name, countsPlaceholders: true), oneOf(values, field)]))])
            return required(name, object([("not", none)]))
        case .isPresent(true): return present(name)
        case .isPresent(false):
            // What a change does not bring may well be known.
            return operation == .add ? object([("not", present(name))]) : .bool(false)
        case .starts(let text):
            let start = field.separator.map { "(^|\(PatternText.literal($0)))" } ?? "^"
            var members = [
                ("type", JSONNode.string("string")), ("pattern", .string(start + PatternText.literal(text))),
            ]
            if let placeholder = placeholders.schema(for: field) { members.append(("not", placeholder)) }
            return required(name, object(members))
        }
    }

    private func present(_ name: String) -> JSONNode {
        required(name, object([("not", missing(name, countsPlaceholders: true))]))
    }

    private func required(_ field: String, _ schema: JSONNode) -> JSONNode {
        object([("required", .array([.string(field)])), ("properties", object([(field, schema)]))])
    }

    /// Holds for a value of which an item is one of `choice`.
    private func oneOf(_ choice: [String], _ field: ExportedField) -> JSONNode {
        if let separator = field.separator {
            let mark = PatternText.literal(separator)
            let codes = PatternText.choice(choice.filter { !$0.contains(separator) })
            var members = [
                ("type", JSONNode.string("string")), ("pattern", .string("(^|\(mark))\(codes)(\(mark)|$)")),
            ]
            if choice.contains(where: placeholders.isText), let placeholder = placeholders.schema(for: field) {
                members.append(("not", placeholder))
            }
            return object(members)
        }
        let texts = choice.filter { !placeholders.isPlaceholder($0, in: field) }
        var values = texts.map { JSONNode.string($0) }
        if field.definition.type == .number {
            values += texts.filter { Int($0).map(String.init) == $0 }.map { .number($0) }
        }
        return object([("enum", .array(values))])
    }

    private func object(_ members: [(String, JSONNode)]) -> JSONNode {
        .object(members.map { JSONNode.Member(name: $0.0, value: $0.1) })
    }
}
