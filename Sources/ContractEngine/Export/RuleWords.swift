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
            let except = rule.exceptions.map(RuleWords.condition).joined(separator: "，且 ")
            statement =
                lead + "\(field) \(converted)不得超过 \(limit.text) 元" + (except.isEmpty ? "" : "；\(except) 时除外")
            fields += [field] + [unit].compactMap(\.self) + rule.exceptions.map(\.field)
        case .oneOf(let groups):
            code = .ruleRequired
            let choices = groups.map { $0.joined(separator: "、") }.joined(separator: "；或 ")
            statement = lead + "至少填齐一组：\(choices)（修改时不适用）"
            fields += groups.flatMap(\.self)
        case .itemsMatch(let names):
            code = .ruleComparison
            statement = lead + names.joined(separator: "、") + " 的项数须相同"
            fields += names
        case .clock(let clock):
            code = .ruleClock
            let unit = clock.countsWorkingDays ? "个工作日" : "日"
            let bounds = [clock.least.map { "至少 \($0) \(unit)" }, clock.most.map { "至多 \($0) \(unit)" }]
            statement =
                lead + "自 \(clock.from) 至 \(clock.to) \(bounds.compactMap(\.self).joined(separator: "，"))"
                + (clock.endsOnWorkingDay ? "，止于工作日" : "")
            fields += [clock.from, clock.to]
        case .ratioAtMost(let ratio):
            code = .ruleAmount
            statement = lead + "\(ratio.field) 不得超过 \(ratio.whole) 的 \(ratio.limit.text) 倍（折算单位后）"
            fields += [ratio.field, ratio.whole] + [ratio.unit, ratio.wholeUnit].compactMap(\.self)
        }
        self.fields = fields
    }

    private static func condition(_ condition: RuleCondition) -> String {
        switch condition.test {
        case .isOneOf(let values): "\(condition.field) 为 \(values.joined(separator: "、"))"
        case .isNoneOf(let values): "\(condition.field) 不为 \(values.joined(separator: "、"))"
        case .isPresent(let isPresent): "\(condition.field) \(isPresent ? "已填" : "未填")"
        case .starts(let text): "\(condition.field) 以 \(text) 开头"
        }
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
