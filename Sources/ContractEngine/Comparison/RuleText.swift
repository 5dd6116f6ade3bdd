internal import Core

/// A record rule as the JSON that was written: what is compared of two rules, whatever their kind.
struct RuleText: Equatable {
    /// Which side of a limit is the milder one.
    private enum Direction {
        case higher
        case lower
    }

    /// Keys that say nothing about what is demanded.
    private static let words: Set = ["id", "message", "source", "notes", "grade", "policy"]
    /// Fields without which a rule of the kind is skipped, by the keys that name them.
    private static let needed: [String: [String]] = [
        "prefix": ["field", "prefix"], "compare": ["left", "right"], "amount-at-most": ["field", "unit"],
        "clock": ["from", "to"], "ratio-at-most": ["field", "of"],
    ]
    /// Limits that can be moved without refusing more.
    private static let limits: [String: [String: Direction]] = [
        "amount-at-most": ["limit": .higher], "ratio-at-most": ["limit": .higher],
        "clock": ["atLeast": .lower, "atMost": .higher],
    ]

    /// The kind as it is written.
    let kind: String
    /// The conditions, each an object.
    let conditions: [JSONNode]
    /// What is demanded beside the conditions.
    private let body: [String: JSONNode]

    /// The text of `rule`.
    init(_ rule: RuleDefinition) {
        kind = rule.node["kind"]?.text ?? ""
        if case .array(let conditions)? = rule.node["when"] { self.conditions = conditions } else { conditions = [] }
        var body: [String: JSONNode] = [:]
        if case .object(let members) = rule.node {
            for member in members where !RuleText.words.contains(member.name) && member.name != "when" {
                body[member.name] = member.value
            }
        }
        self.body = body
    }

    /// Fields that must have a value, or the rule says nothing.
    var neededFields: [String] {
        let conditional = conditions.filter { $0["in"] != nil || $0["starts"] != nil || $0["present"] == .bool(true) }
        let keys = RuleText.needed[kind] ?? []
        return conditional.compactMap { $0["field"]?.text } + keys.compactMap { body[$0]?.text }
    }

    /// True when a record that keeps to this rule keeps to `other`, given that both read its fields the same way.
    func implies(_ other: RuleText) -> Bool {
        guard kind == other.kind else { return false }
        // Whenever the other applies, this one does.
        let applies = conditions.allSatisfy { wanted in
            other.conditions.contains { RuleText.condition($0, implies: wanted) }
        }
        guard applies else { return false }
        return Set(body.keys).union(other.body.keys).allSatisfy { key in
            if body[key] == other.body[key] { return true }
            guard let own = body[key], let value = other.body[key] else { return false }
            return isMilder(value, than: own, key)
        }
    }

    private func isMilder(_ value: JSONNode, than own: JSONNode, _ key: String) -> Bool {
        if kind == "required-when", key == "fields" { return RuleText.texts(value).isSubset(of: RuleText.texts(own)) }
        if kind == "compare", key == "operator" {
            guard let before = own.text.flatMap(ComparisonOperator.init),
                let after = value.text.flatMap(ComparisonOperator.init)
            else { return false }
            return before.implies(after)
        }
        guard let direction = RuleText.limits[kind]?[key], let before = RuleText.number(own),
            let after = RuleText.number(value)
        else { return false }
        let order = after.compared(to: before)
        return direction == .higher ? order >= 0 : order <= 0
    }

    /// True when `wanted` holds whenever `given` does.
    private static func condition(_ given: JSONNode, implies wanted: JSONNode) -> Bool {
        if given == wanted { return true }
        guard given["field"] == wanted["field"] else { return false }
        if let values = given["in"], let others = wanted["in"] { return texts(values).isSubset(of: texts(others)) }
        if let values = given["not-in"], let others = wanted["not-in"] {
            return texts(others).isSubset(of: texts(values))
        }
        if let start = given["starts"]?.text, let other = wanted["starts"]?.text {
            return start.utf8.starts(with: other.utf8)
        }
        return wanted["present"] == .bool(true) && (given["in"] != nil || given["starts"] != nil)
    }

    private static func texts(_ node: JSONNode) -> Set<String> {
        guard case .array(let elements) = node else { return [] }
        return Set(elements.compactMap(\.text))
    }

    private static func number(_ node: JSONNode) -> ExactDecimal? {
        switch node {
        case .string(let text), .number(let text): ExactDecimal(text)
        case .object, .array, .bool, .null: nil
        }
    }
}
