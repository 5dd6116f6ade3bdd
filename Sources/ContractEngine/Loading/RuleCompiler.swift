internal import Core

/// Turns the record rules of one contract definition into plans, and reports what does not resolve.
struct RuleCompiler {
    private(set) var ruleIDs: [String] = []
    /// The codes of the fields' lists and of the conditions.
    private(set) var pool: CodePool

    private let fields: FieldNames
    /// The file of the rule at hand: rules come from the contract and from overlays.
    private var file: String
    private var rules: [RulePlan] = []
    private var texts: [RulePlan.Text] = []
    private var conditions: [RulePlan.Condition] = []
    private var requiredFields: [Int] = []
    private var amounts: [RulePlan.Amount] = []
    private var groups: [Range<Int>] = []
    private var beginnings: [[UInt8]] = []
    private var clocks: [RulePlan.Clock] = []
    private var ratios: [RulePlan.Ratio] = []

    /// Compiles the rules of `definition`, whose fields are `fields`; the codes of conditions are added to `pool`.
    init(_ definition: ContractDefinition, _ fields: FieldNames, pool: CodePool) {
        self.fields = fields
        self.pool = pool
        file = definition.file
        var seen: Set<String> = []
        for rule in definition.rules {
            file = rule.file
            if !seen.insert(rule.id).inserted || rule.id == "unknown" {
                report("\(rule.path).id", zh: "规则编号 \(rule.id) 重复", en: "rule id \(rule.id) is taken")
            }
            add(rule, stem: definition.stem)
        }
    }

    /// The pass over the rules, with the working days of `calendar`.
    func pass(calendar: WorkingCalendar) -> RulePass {
        RulePass(
            plans: rules,
            texts: texts,
            conditions: conditions,
            beginnings: beginnings,
            fields: requiredFields,
            groups: groups,
            amounts: amounts,
            ratios: ratios,
            clocks: clocks,
            calendar: calendar
        )
    }

    private func report(_ key: String, zh: String, en: String) {
        fields.report(file, key, zh: zh, en: en)
    }

    private func number(of name: String, _ key: String, type: FieldType? = nil) -> Int? {
        fields.number(of: name, file, key, type: type)
    }

    private mutating func add(_ rule: RuleDefinition, stem: String) {
        let conditions = add(rule.conditions)
        let exceptions = add(rule.exceptions)
        guard let demand = demand(rule), let severity = rule.policy.severity else { return }
        let id = "\(stem).\(rule.id)"
        ruleIDs.append(id)
        rules.append(RulePlan(conditions: conditions, exceptions: exceptions, demand: demand))
        texts.append(RulePlan.Text(id: id, severity: severity, message: rule.message))
    }

    private mutating func add(_ written: [RuleCondition]) -> Range<Int> {
        let first = conditions.count
        for condition in written {
            guard let field = number(of: condition.field, "\(condition.path).field") else { continue }
            let test: RulePlan.Condition.Test
            switch condition.test {
            case .isOneOf(let values): test = .isOneOf(pool.add(values))
            case .isNoneOf(let values): test = .isNoneOf(pool.add(values))
            case .isPresent(let isPresent): test = .isPresent(isPresent)
            case .starts(let text):
                test = .starts(beginnings.count)
                beginnings.append(Array(text.utf8))
            }
            conditions.append(RulePlan.Condition(field: field, test: test))
        }
        return first..<conditions.count
    }

    /// Resolves names of fields into ``requiredFields``.
    private mutating func add(_ names: [String], _ key: String) -> Range<Int> {
        let first = requiredFields.count
        requiredFields += names.enumerated().compactMap { number(of: $1, "\(key)[\($0)]") }
        return first..<requiredFields.count
    }

    private mutating func demand(_ rule: RuleDefinition) -> RulePlan.Demand? {
        switch rule.demand {
        case .requiredWhen(let fields):
            return .required(add(fields, "\(rule.path).fields"))
        case .forbiddenWhen:
            return conditions.last.map { .forbidden($0.field) }
        case .prefix(let name, let prefix):
            guard let field = number(of: name, "\(rule.path).field", type: .text),
                let start = number(of: prefix, "\(rule.path).prefix", type: .text)
            else { return nil }
            return .prefix(field: field, prefix: start)
        case .compare(let left, let comparison, let right):
            guard let first = number(of: left, "\(rule.path).left"),
                let second = number(of: right, "\(rule.path).right")
            else { return nil }
            let types = [fields.descriptions[first].type, fields.descriptions[second].type]
            guard types == [.number, .number] || types.allSatisfy(\.isDate) else {
                report(
                    "\(rule.path).\(types[0] == .text ? "left" : "right")",
                    zh: "只能比较两个日期或两个数字",
                    en: "compares two dates or two numbers only"
                )
                return nil
            }
            return .compare(left: first, comparison, right: second)
        case .amountAtMost(let name, let unitName, let factors, let limit):
            guard let field = number(of: name, "\(rule.path).field", type: .number) else { return nil }
            var unit: Int?
            if let unitName {
                guard let number = number(of: unitName, "\(rule.path).unit") else { return nil }
                unit = number
            }
            guard areExact(field, beside: 14, "\(rule.path).field") else { return nil }
            amounts.append(
                RulePlan.Amount(unit: unit, factors: factors.map { (Array($0.0.utf8), $0.1) }, limit: limit)
            )
            return .amount(field: field, number: amounts.count - 1)
        case .oneOf(let alternatives):
            let first = groups.count
            for (index, names) in alternatives.enumerated() {
                groups.append(add(names, "\(rule.path).alternatives[\(index)]"))
            }
            return .oneOf(first..<groups.count)
        case .itemsMatch(let names):
            for (index, name) in names.enumerated() {
                guard let field = fields.numbers[name], fields.descriptions[field].separator == nil else { continue }
                report("\(rule.path).fields[\(index)]", zh: "字段 \(name) 没有分隔符", en: "field \(name) has no separator")
            }
            return .itemsMatch(add(names, "\(rule.path).fields"))
        case .clock(let clock): return self.clock(clock, rule)
        case .ratioAtMost(let ratio): return self.ratio(ratio, rule)
        }
    }

    private mutating func clock(_ clock: RuleDefinition.Clock, _ rule: RuleDefinition) -> RulePlan.Demand? {
        guard let from = number(of: clock.from, "\(rule.path).from"), let to = number(of: clock.to, "\(rule.path).to")
        else { return nil }
        guard fields.descriptions[from].type.isDate, fields.descriptions[to].type.isDate else {
            let key = fields.descriptions[from].type.isDate ? "to" : "from"
            report("\(rule.path).\(key)", zh: "只能计算两个日期之间的期限", en: "counts days between two dates only")
            return nil
        }
        clocks.append(
            RulePlan.Clock(
                from: from,
                to: to,
                least: clock.least,
                most: clock.most,
                countsWorkingDays: clock.countsWorkingDays,
                endsOnWorkingDay: clock.endsOnWorkingDay
            )
        )
        return .clock(clocks.count - 1)
    }

    private mutating func ratio(_ ratio: RuleDefinition.Ratio, _ rule: RuleDefinition) -> RulePlan.Demand? {
        guard let field = number(of: ratio.field, "\(rule.path).field", type: .number),
            let whole = number(of: ratio.whole, "\(rule.path).of", type: .number)
        else { return nil }
        var units: [Int?] = []
        for (name, key) in [(ratio.unit, "unit"), (ratio.wholeUnit, "ofUnit")] {
            guard let name else {
                units.append(nil)
                continue
            }
            guard let unit = number(of: name, "\(rule.path).\(key)") else { return nil }
            units.append(unit)
        }
        let scale = ratio.factors.map(\.1.digits).max() ?? 0
        guard areExact(field, beside: scale, "\(rule.path).field"),
            areExact(whole, beside: scale + ratio.limit.digits, "\(rule.path).of")
        else { return nil }
        ratios.append(
            RulePlan.Ratio(
                unit: units[0],
                whole: whole,
                wholeUnit: units[1],
                factors: ratio.factors.map { (Array($0.0.utf8), $0.1) },
                limit: ratio.limit
            )
        )
        return .ratio(field: field, number: ratios.count - 1)
    }

    /// True when an amount of the field times constants of `digits` digits is never rounded.
    private func areExact(_ field: Int, beside digits: Int, _ key: String) -> Bool {
        let most = ExactDecimal.maximumDigits - digits
        let description = fields.descriptions[field]
        if let integer = description.integerDigits, let fraction = description.fractionDigits,
            integer + fraction <= most
        {
            return true
        }
        report(key, zh: "须限定位数(合计不超过 \(most) 位)", en: "needs digits, at most \(most) together")
        return false
    }
}
