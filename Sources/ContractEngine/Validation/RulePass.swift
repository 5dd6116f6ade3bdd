internal import Core

/// The pass over the record rules, after all fields are known.
///
/// A rule is skipped when a field it looks at is absent or malformed: that was reported already.
struct RulePass {
    private let program: ContractProgram
    private let operation: RecordOperation

    /// A pass of `program` over a record that is added or changed.
    init(_ program: ContractProgram, _ operation: RecordOperation) {
        self.program = program
        self.operation = operation
    }

    /// Runs all rules.
    func run(
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>,
        _ problems: inout ProblemList
    ) {
        for rule in program.rules {
            guard holds(rule.conditions, bytes, tokens, values) else { continue }
            switch rule.demand {
            case .required(let fields):
                // A change brings only the columns it touches.
                guard operation == .add else { continue }
                for field in fields where values[field].token == 0 {
                    report(.ruleRequired, rule, field, &problems)
                }
            case .forbidden:
                guard let last = rule.conditions.last else { continue }
                report(.ruleForbidden, rule, last.field, &problems)
            case .prefix(let field, let prefix):
                guard values[field].isSound, values[prefix].isSound else { continue }
                let value = tokens[Int(values[field].token)]
                let start = tokens[Int(values[prefix].token)]
                if !extends(bytes, value, start, program.plans[field].separator) {
                    report(.rulePrefix, rule, field, &problems)
                }
            case .compare(let left, let comparison, let right):
                guard values[left].isSound, values[right].isSound else { continue }
                let first = tokens[Int(values[left].token)]
                let second = tokens[Int(values[right].token)]
                guard let order = order(bytes, first, second, program.plans[left].type) else { continue }
                if !comparison.holds(order) { report(.ruleComparison, rule, left, &problems) }
            case .amount(let field, let unit, let factors, let limit):
                guard values[field].isSound else { continue }
                let amount = tokens[Int(values[field].token)]
                var unitToken: JSONToken?
                if let unit {
                    guard values[unit].isSound else { continue }
                    unitToken = tokens[Int(values[unit].token)]
                }
                if exceeds(bytes, amount, unitToken, factors, limit) {
                    report(.ruleAmount, rule, field, &problems)
                }
            }
        }
    }

    private func report(_ code: RejectionCode, _ rule: RecordRule, _ field: Int, _ problems: inout ProblemList) {
        problems.append(
            Problem(
                code,
                at: "/\(program.fields[field].name)",
                rule: rule.id,
                severity: rule.severity,
                zh: rule.message.zh,
                en: rule.message.en
            )
        )
    }

    /// True when every condition holds; a field holds by any of its items.
    private func holds(
        _ conditions: [RecordRule.Condition],
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: Span<FieldValue>
    ) -> Bool {
        for condition in conditions {
            guard values[condition.field].isSound else { return false }
            let token = tokens[Int(values[condition.field].token)]
            let separator = program.plans[condition.field].separator
            if TokenText.isPlain(token) {
                guard hasItem(bytes.extracting(token.range), separator, condition.values) else { return false }
            } else {
                let text = TokenText.bytes(bytes, token)
                guard hasItem(text.span, separator, condition.values) else { return false }
            }
        }
        return true
    }

    private func hasItem(_ text: Span<UInt8>, _ separator: UInt8, _ values: CodeSet) -> Bool {
        guard separator != 0 else { return values.contains(text) }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != separator { end += 1 }
            if values.contains(text.extracting(start..<end)) { return true }
            start = end + 1
        }
        return false
    }

    private func extends(_ bytes: Span<UInt8>, _ value: JSONToken, _ prefix: JSONToken, _ separator: UInt8) -> Bool {
        if TokenText.isPlain(value), TokenText.isPlain(prefix) {
            return extends(bytes.extracting(value.range), bytes.extracting(prefix.range), separator)
        }
        let text = TokenText.bytes(bytes, value)
        let start = TokenText.bytes(bytes, prefix)
        return extends(text.span, start.span, separator)
    }

    /// True when every item of `text` starts with `prefix`; an empty item after the last separator does not count.
    private func extends(_ text: Span<UInt8>, _ prefix: Span<UInt8>, _ separator: UInt8) -> Bool {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, separator == 0 || text[end] != separator { end += 1 }
            guard end - start >= prefix.count else { return false }
            for offset in 0..<prefix.count where text[start + offset] != prefix[offset] { return false }
            start = end + 1
        }
        return true
    }

    private func order(_ bytes: Span<UInt8>, _ left: JSONToken, _ right: JSONToken, _ type: FieldType) -> Int? {
        if TokenText.isPlain(left), TokenText.isPlain(right) {
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
        _ amount: JSONToken,
        _ unit: JSONToken?,
        _ factors: [(code: [UInt8], factor: ExactDecimal)],
        _ limit: ExactDecimal
    ) -> Bool {
        guard let value = ExactDecimal(TokenText.bytes(bytes, amount).span) else { return false }
        guard let unit else { return value.compared(to: limit) > 0 }
        let code = TokenText.bytes(bytes, unit)
        // A unit without a factor is for the code list to judge.
        guard let factor = factors.first(where: { $0.code == code })?.factor else { return false }
        guard let product = value.multiplied(by: factor) else { return true }
        return product.compared(to: limit) > 0
    }
}
