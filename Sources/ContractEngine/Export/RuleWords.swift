internal import Core

/// One record rule in Chinese words, for Markdown and pages.
struct RuleWords {
    /// Id as it stands on problems.
    let id: String
    /// Code of the problem.
    let code: RejectionCode
    let policy: Policy
    /// The rule's own message.
    let message: String
    /// What exactly is compared, derived from the rule.
    let statement: String
    /// Fields the rule looks at, in the order of the statement.
    let fields: [String]

    /// The words about `rule` of `contract`.
    init(_ rule: RuleDefinition, of contract: ExportedContract) {
        id = "\(contract.definition.stem).\(rule.id)"
        policy = rule.policy
        message = rule.message.zh
        let when = rule.conditions.map(RuleWords.condition).joined(separator: "，且 ")
        let lead = when.isEmpty ? "" : "当 \(when) 时，"
        var fields = rule.conditions.map(\.field)
        switch rule.demand {
        case .requiredWhen(let names):
            code = .ruleRequired
            statement = lead + names.joined(separator: "、") + " 必填（修改时不适用）"
            fields += names
        case .forbiddenWhen:
            code = .ruleForbidden
            statement = "不得同时满足：\(when)"
        case .prefix(let field, let prefix):
            code = .rulePrefix
            statement = lead + "\(field) 的每一项须以 \(prefix) 的值开头"
            fields += [field, prefix]
        case .compare(let left, let comparison, let right):
            code = .ruleComparison
            statement = lead + "\(left) \(RuleWords.comparison(comparison)) \(right)"
            fields += [left, right]
        case .amountAtMost(let field, let unit, _, let limit):
            code = .ruleAmount
            let converted = unit.map { "按 \($0) 折算后" } ?? ""
            statement = lead + "\(field) \(converted)不得超过 \(limit.text) 元"
            fields += [field] + [unit].compactMap(\.self)
        }
        self.fields = fields
    }

    private static func condition(_ condition: RuleDefinition.Condition) -> String {
        "\(condition.field) 为 \(condition.values.joined(separator: "、"))"
    }

    private static func comparison(_ comparison: ComparisonOperator) -> String {
        switch comparison {
        case .less: "须早于或小于"
        case .atMost: "不得晚于或大于"
        case .equal: "须等于"
        case .notEqual: "不得等于"
        case .atLeast: "不得早于或小于"
        case .greater: "须晚于或大于"
        }
    }
}
