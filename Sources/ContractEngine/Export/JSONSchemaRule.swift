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
        guard rule.policy == .reject else { return nil }
        switch rule.demand {
        case .requiredWhen(let fields):
            // A change brings only the columns it touches.
            return operation == .add ? implication(rule, filled(fields)) : nil
        case .forbiddenWhen:
            return described(rule, [("not", conjunction(rule.conditions.map(condition)))])
        case .prefix, .compare, .amountAtMost: return nil
        }
    }

    /// True when a schema can say the kind of rule at all.
    static func isExpressible(_ rule: RuleDefinition) -> Bool {
        switch rule.demand {
        case .requiredWhen, .forbiddenWhen: true
        case .prefix, .compare, .amountAtMost: false
        }
    }

    private func implication(_ rule: RuleDefinition, _ consequence: JSONNode) -> JSONNode {
        guard !rule.conditions.isEmpty else { return described(rule, [("allOf", .array([consequence]))]) }
        return described(rule, [("if", conjunction(rule.conditions.map(condition))), ("then", consequence)])
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
            ("properties", object(fields.map { ($0, object([("not", missing($0))])) })),
        ])
    }

    /// Holds for the values of field `name` that are none.
    private func missing(_ name: String) -> JSONNode {
        let absent = object([("$ref", .string("#/$defs/absent"))])
        guard let field = contract.field(named: name), !field.placeholderPasses,
            let placeholder = placeholders.schema(for: field)
        else { return absent }
        return object([("anyOf", .array([absent, placeholder]))])
    }

    /// Holds when the condition does.
    private func condition(_ condition: RuleDefinition.Condition) -> JSONNode {
        object([
            ("required", .array([.string(condition.field)])),
            ("properties", object([(condition.field, value(of: condition))])),
        ])
    }

    private func value(of condition: RuleDefinition.Condition) -> JSONNode {
        guard let field = contract.field(named: condition.field) else { return .bool(false) }
        if let separator = field.separator {
            let mark = PatternText.literal(separator)
            let codes = PatternText.choice(condition.values.filter { !$0.contains(separator) })
            var members = [
                ("type", JSONNode.string("string")), ("pattern", .string("(^|\(mark))\(codes)(\(mark)|$)")),
            ]
            if condition.values.contains(where: placeholders.isText), let placeholder = placeholders.schema(for: field)
            {
                members.append(("not", placeholder))
            }
            return object(members)
        }
        let texts = condition.values.filter { !placeholders.isPlaceholder($0, in: field) }
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
