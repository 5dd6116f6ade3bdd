internal import Core

/// The pass over the record rules, after all fields are known.
///
/// A rule is skipped when a field it looks at is absent or malformed: that was reported already.
struct RulePass: Sendable {
    let plans: [RulePlan]
    let texts: [RulePlan.Text]
    let conditions: [RulePlan.Condition]
    /// The fields of all `required-when` rules, one rule behind the other.
    let fields: [Int]
    let amounts: [RulePlan.Amount]

    /// Runs all rules over a record that is added or changed.
    ///
    /// - Parameter program: the contract the rules belong to.
    func run(
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>,
        _ operation: RecordOperation,
        _ program: ContractProgram,
        _ problems: inout ProblemList
    ) {
        for number in plans.indices {
            let plan = plans[number]
            guard holds(plan.conditions, bytes, tokens, values, program.fieldPass) else { continue }
            switch plan.demand {
            case .required(let places):
                // A change brings only the columns it touches.
                guard case .add = operation else { continue }
                for place in places where values[fields[place]].isMissing {
                    report(.ruleRequired, number, fields[place], program, &problems)
                }
            case .forbidden(let field):
                report(.ruleForbidden, number, field, program, &problems)
            case .prefix(let field, let prefix):
                guard values[field].isSound, values[prefix].isSound else { continue }
                let value = tokens[Int(values[field].token)]
                let start = tokens[Int(values[prefix].token)]
                if !extends(bytes, value, start, program.fieldPass.plans[field]) {
                    report(.rulePrefix, number, field, program, &problems)
                }
            case .compare(let left, let comparison, let right):
                guard values[left].isSound, values[right].isSound else { continue }
                let first = tokens[Int(values[left].token)]
                let second = tokens[Int(values[right].token)]
                guard let order = order(bytes, first, second, program.fieldPass.plans[left].type) else { continue }
                if !comparison.holds(order) { report(.ruleComparison, number, left, program, &problems) }
            case .amount(let field, let amount):
                guard values[field].isSound else { continue }
                let value = tokens[Int(values[field].token)]
                var unit: JSONToken?
                if let unitField = amounts[amount].unit {
                    guard values[unitField].isSound else { continue }
                    unit = tokens[Int(values[unitField].token)]
                }
                if exceeds(bytes, value, unit, amounts[amount]) {
                    report(.ruleAmount, number, field, program, &problems)
                }
            }
        }
    }

    @inline(never)
    private func report(
        _ code: RejectionCode,
        _ number: Int,
        _ field: Int,
        _ program: ContractProgram,
        _ problems: inout ProblemList
    ) {
        let text = texts[number]
        problems.append(
            Problem(
                code,
                at: "/\(program.fields[field].name)",
                rule: text.id,
                severity: text.severity,
                zh: text.message.zh,
                en: text.message.en
            )
        )
    }

    /// True when every condition holds; a field holds by any of its items.
    private func holds(
        _ places: Range<Int>,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>,
        _ pass: FieldPass
    ) -> Bool {
        for place in places {
            let condition = conditions[place]
            guard values[condition.field].isSound else { return false }
            let token = tokens[Int(values[condition.field].token)]
            let separator = pass.plans[condition.field].separator
            if !token.isEscaped {
                guard hasItem(bytes.extracting(token.range), separator, condition.values, pass.pool) else {
                    return false
                }
            } else {
                let text = TokenText.bytes(bytes, token)
                guard hasItem(text.span, separator, condition.values, pass.pool) else { return false }
            }
        }
        return true
    }

    private func hasItem(_ text: Span<UInt8>, _ separator: UInt8, _ values: CodePool.CodeSet, _ pool: CodePool) -> Bool
    {
        guard separator != 0 else { return pool.contains(text, in: values) }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != separator { end += 1 }
            if pool.contains(text.extracting(start..<end), in: values) { return true }
            start = end + 1
        }
        return false
    }

    private func extends(_ bytes: Span<UInt8>, _ value: JSONToken, _ prefix: JSONToken, _ plan: FieldPlan) -> Bool {
        if !value.isEscaped, !prefix.isEscaped {
            return extends(bytes.extracting(value.range), bytes.extracting(prefix.range), plan)
        }
        let text = TokenText.bytes(bytes, value)
        let start = TokenText.bytes(bytes, prefix)
        return extends(text.span, start.span, plan)
    }

    /// True when every item of `text` starts with `prefix`; an empty item after the last separator does not count.
    private func extends(_ text: Span<UInt8>, _ prefix: Span<UInt8>, _ plan: FieldPlan) -> Bool {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, plan.separator == 0 || text[end] != plan.separator { end += 1 }
            if end == start, plan.flags.contains(.dropsEmptyItems) {
                start = end + 1
                continue
            }
            guard end - start >= prefix.count else { return false }
            for offset in 0..<prefix.count where text[start + offset] != prefix[offset] { return false }
            start = end + 1
        }
        return true
    }

    private func order(_ bytes: Span<UInt8>, _ left: JSONToken, _ right: JSONToken, _ type: FieldType) -> Int? {
        if !left.isEscaped, !right.isEscaped {
            return order(bytes.extracting(left.range), bytes.extracting(right.range), type)
        }
        let first = TokenText.bytes(bytes, left)
        let second = TokenText.bytes(bytes, right)
        return order(first.span, second.span, type)
    }

    /// Numbers by value; dates digit by digit, a date against the first eight digits of a time.
    private func order(_ left: Span<UInt8>, _ right: Span<UInt8>, _ type: FieldType) -> Int? {
        if type == .number {
            guard let first = ExactDecimal(left), let second = ExactDecimal(right) else { return nil }
            return first.compared(to: second)
        }
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return 0
    }

    private func exceeds(
        _ bytes: Span<UInt8>,
        _ value: JSONToken,
        _ unit: JSONToken?,
        _ amount: RulePlan.Amount
    ) -> Bool {
        guard let value = ExactDecimal(TokenText.bytes(bytes, value).span) else { return false }
        guard let unit else { return value.compared(to: amount.limit) > 0 }
        let code = TokenText.bytes(bytes, unit)
        // A unit without a factor is for the code list to judge.
        guard let factor = amount.factors.first(where: { $0.code == code })?.factor else { return false }
        guard let product = value.multiplied(by: factor) else { return true }
        return product.compared(to: amount.limit) > 0
    }
}
