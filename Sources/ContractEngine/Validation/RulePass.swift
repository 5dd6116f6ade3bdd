internal import Core

/// The pass over the record rules, after all fields are known.
///
/// A rule is skipped when a field it looks at is absent or malformed: that was reported already.
struct RulePass: Sendable {
    let plans: [RulePlan]
    let texts: [RulePlan.Text]
    let conditions: [RulePlan.Condition]
    /// Texts with which conditions want an item to begin.
    let beginnings: [[UInt8]]
    /// The fields of all rules that take several, one rule behind the other.
    let fields: [Int]
    /// The groups of `one-of` rules, as places in ``fields``.
    let groups: [Range<Int>]
    let amounts: [RulePlan.Amount]
    let ratios: [RulePlan.Ratio]
    let clocks: [RulePlan.Clock]
    let calendar: WorkingCalendar

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
            guard holds(plan.conditions, bytes, tokens, values, operation, program.fieldPass) else { continue }
            if !plan.exceptions.isEmpty,
                holds(plan.exceptions, bytes, tokens, values, operation, program.fieldPass)
            {
                continue
            }
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
            case .oneOf(let places):
                guard case .add = operation, !hasGroup(places, values) else { continue }
                report(.ruleRequired, number, fields[groups[places.lowerBound].lowerBound], program, &problems)
            case .itemsMatch(let places):
                guard !haveSameItems(places, bytes, tokens, values, program.fieldPass) else { continue }
                report(.ruleComparison, number, fields[places.lowerBound + 1], program, &problems)
            case .clock(let clock):
                guard !isKept(clocks[clock], bytes, tokens, values) else { continue }
                report(.ruleClock, number, clocks[clock].to, program, &problems)
            case .ratio(let field, let ratio):
                guard exceeds(ratios[ratio], field, bytes, tokens, values) else { continue }
                report(.ruleAmount, number, field, program, &problems)
            }
        }
    }

    /// True when all fields of one group are there.
    private func hasGroup(_ places: Range<Int>, _ values: Span<FieldValue>) -> Bool {
        for group in groups[places] {
            var isWhole = true
            for place in group where values[fields[place]].isMissing { isWhole = false }
            if isWhole { return true }
        }
        return false
    }

    /// True when the fields have the same number of items, or one of them is not to be looked at.
    private func haveSameItems(
        _ places: Range<Int>,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>,
        _ pass: FieldPass
    ) -> Bool {
        for place in places where !values[fields[place]].isSound { return true }
        var first = -1
        for place in places {
            let field = fields[place]
            let text = TokenText.bytes(bytes, tokens[Int(values[field].token)])
            let count = items(text.span, pass.plans[field])
            if first < 0 { first = count }
            if count != first { return false }
        }
        return true
    }

    /// How many items `text` has as the field is read.
    private func items(_ text: Span<UInt8>, _ plan: FieldPlan) -> Int {
        var count = 0
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != plan.separator { end += 1 }
            if end > start || !plan.flags.contains(.dropsEmptyItems) { count += 1 }
            start = end + 1
        }
        return count
    }

    /// True when the days between two dates keep to `clock`, or one of the dates is not to be looked at.
    private func isKept(
        _ clock: RulePlan.Clock,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>
    ) -> Bool {
        guard let start = day(clock.from, bytes, tokens, values), let end = day(clock.to, bytes, tokens, values) else {
            return true
        }
        let days = clock.countsWorkingDays ? calendar.workedDays(from: start, to: end) : end - start
        if let least = clock.least, days < least { return false }
        if let most = clock.most, days > most { return false }
        return !clock.endsOnWorkingDay || calendar.isWorked(end)
    }

    private func day(
        _ field: Int,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>
    ) -> Int? {
        guard values[field].isSound else { return nil }
        let token = tokens[Int(values[field].token)]
        if !token.isEscaped { return CalendarText.date(bytes.extracting(token.range))?.daysSinceEpoch }
        return CalendarText.date(TokenText.bytes(bytes, token).span)?.daysSinceEpoch
    }

    /// True when the amount in `field` is more than the part of the whole that `ratio` allows; false when one of the
    /// two or their units is not to be looked at, and when the whole is not positive.
    private func exceeds(
        _ ratio: RulePlan.Ratio,
        _ field: Int,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>
    ) -> Bool {
        func amount(_ field: Int, _ unit: Int?) -> (value: ExactDecimal, factor: ExactDecimal?)? {
            guard values[field].isSound,
                let value = ExactDecimal(TokenText.bytes(bytes, tokens[Int(values[field].token)]).span)
            else { return nil }
            guard let unit else { return (value, nil) }
            guard values[unit].isSound else { return nil }
            let code = TokenText.bytes(bytes, tokens[Int(values[unit].token)])
            // A unit without a factor is for the code list to judge.
            guard let factor = ratio.factors.first(where: { $0.code == code })?.factor else { return nil }
            return (value, factor)
        }
        guard let part = amount(field, ratio.unit), let whole = amount(ratio.whole, ratio.wholeUnit),
            !whole.value.isNegative, whole.value.coefficient > 0
        else { return false }
        guard let left = part.factor.map({ part.value.multiplied(by: $0) }) ?? part.value else { return true }
        guard let scaled = whole.factor.map({ whole.value.multiplied(by: $0) }) ?? whole.value,
            let right = scaled.multiplied(by: ratio.limit)
        else { return false }
        return left.compared(to: right) > 0
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

    /// True when every condition holds; a field of several values holds by any of its items.
    private func holds(
        _ places: Range<Int>,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>,
        _ operation: RecordOperation,
        _ pass: FieldPass
    ) -> Bool {
        for place in places {
            let condition = conditions[place]
            let value = values[condition.field]
            if case .isPresent(let isPresent) = condition.test {
                guard (value.token != 0) == isPresent else { return false }
                // A change brings only the columns it touches: what is not there may well be known.
                if !isPresent, operation != .add { return false }
                continue
            }
            guard value.isSound else { return false }
            let token = tokens[Int(value.token)]
            let separator = pass.plans[condition.field].separator
            if !token.isEscaped {
                guard holds(bytes.extracting(token.range), separator, condition.test, pass.pool) else { return false }
            } else {
                let text = TokenText.bytes(bytes, token)
                guard holds(text.span, separator, condition.test, pass.pool) else { return false }
            }
        }
        return true
    }

    private func holds(
        _ text: Span<UInt8>,
        _ separator: UInt8,
        _ test: RulePlan.Condition.Test,
        _ pool: CodePool
    ) -> Bool {
        switch test {
        case .isOneOf(let values): hasItem(text, separator, values, pool)
        case .isNoneOf(let values): !hasItem(text, separator, values, pool)
        case .starts(let number): hasItem(text, separator, beginningWith: beginnings[number])
        case .isPresent(let isPresent): isPresent
        }
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

    private func hasItem(_ text: Span<UInt8>, _ separator: UInt8, beginningWith start: [UInt8]) -> Bool {
        var isAtStart = true
        for index in 0..<text.count {
            if isAtStart, text.count - index >= start.count {
                var offset = 0
                while offset < start.count, text[index + offset] == start[offset] { offset += 1 }
                if offset == start.count { return true }
            }
            isAtStart = separator != 0 && text[index] == separator
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
