internal import Core

/// The record rules that JSON Schema can express, as `if` and `then`.
struct JSONSchemaRule {
    let contract: ExportedContract

    /// The schema that refuses a record exactly when `rule` does; nil when JSON Schema has no words for the rule, and
    /// for a rule that never refuses.
    func schema(_ rule: RuleDefinition, operation: RecordOperation) -> JSONNode? {
        guard rule.policy == .reject else { return nil }
        switch rule.demand {
        case .requiredWhen(let fields):
            // A change brings only the columns it touches.
            return operation == .add ? implication(rule, present(fields)) : nil
        case .forbiddenWhen:
            return described(rule, [("not", conjunction(rule.conditions.map(condition)))])
        case .oneOf(let alternatives):
            guard operation == .add else { return nil }
            return implication(rule, object([("anyOf", .array(alternatives.map(present)))]))
        case .prefix, .compare, .amountAtMost, .itemsMatch, .clock, .ratioAtMost: return nil
        }
    }

    /// True when a schema can say the kind of rule at all.
    static func isExpressible(_ rule: RuleDefinition) -> Bool {
        switch rule.demand {
        case .requiredWhen, .forbiddenWhen, .oneOf: true
        case .prefix, .compare, .amountAtMost, .itemsMatch, .clock, .ratioAtMost: false
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

    /// Holds when all of `fields` have a value.
    private func present(_ fields: [String]) -> JSONNode {
        object([
            ("required", .array(fields.map { .string($0) })),
            (
                "properties",
                object(fields.map { ($0, object([("not", object([("$ref", .string("#/$defs/absent"))]))])) })
            ),
        ])
    }

    /// Holds when the condition does.
    private func condition(_ condition: RuleCondition) -> JSONNode {
        switch condition.test {
        case .isOneOf(let values): return required(condition.field, oneOf(values, condition.field))
        case .isNoneOf(let values):
            let others = object([("not", oneOf(values, condition.field))])
            return object([("allOf", .array([present([condition.field]), required(condition.field, others)]))])
        case .isPresent(true): return present([condition.field])
        case .isPresent(false): return object([("not", present([condition.field]))])
        case .starts(let text):
            let start =
                contract.field(named: condition.field)?.separator.map { "(^|\(PatternText.literal($0)))" } ?? "^"
            let pattern = JSONNode.string(start + PatternText.literal(text))
            return required(condition.field, object([("type", .string("string")), ("pattern", pattern)]))
        }
    }

    private func required(_ field: String, _ schema: JSONNode) -> JSONNode {
        object([("required", .array([.string(field)])), ("properties", object([(field, schema)]))])
    }

    /// Holds for a value of `name` of which an item is one of `choice`.
    private func oneOf(_ choice: [String], _ name: String) -> JSONNode {
        guard let field = contract.field(named: name) else { return .bool(false) }
        if let separator = field.separator {
            let mark = PatternText.literal(separator)
            let codes = PatternText.choice(choice.filter { !$0.contains(separator) })
            return object([("type", .string("string")), ("pattern", .string("(^|\(mark))\(codes)(\(mark)|$)"))])
        }
        var values = choice.map { JSONNode.string($0) }
        if field.definition.type == .number {
            values += choice.filter { Int($0).map(String.init) == $0 }.map { .number($0) }
        }
        return object([("enum", .array(values))])
    }

    private func object(_ members: [(String, JSONNode)]) -> JSONNode {
        .object(members.map { JSONNode.Member(name: $0.0, value: $0.1) })
    }
}
