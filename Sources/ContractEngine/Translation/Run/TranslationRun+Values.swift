internal import Core

/// The values that rows and conditions ask for.
extension TranslationRun {
    func isPlaceholder(_ plan: TranslationPlan, _ token: JSONToken) -> Bool {
        guard token.kind == .string, Int(token.end - token.start) <= plan.longestPlaceholder else { return false }
        return plan.placeholders.contains(TokenText.bytes(payload.span, token))
    }

    func isZero(_ token: JSONToken) -> Bool {
        guard token.kind == .string else { return false }
        for index in token.range where payload[index] != 0x30 { return false }
        return true
    }

    /// The value at a token: absent when it is 0 or a placeholder.
    func scalar(_ plan: TranslationPlan, _ index: UInt32, isDate: Bool) -> ScalarValue? {
        guard index != 0 else { return .absent }
        let token = tape[Int(index)]
        if token.isContainer { return nil }
        if token.kind == .null || isPlaceholder(plan, token) || (isDate && isZero(token)) { return .absent }
        if token.kind == .string { return ScalarValue(text: TokenText.bytes(payload.span, token)) }
        return ScalarValue(.literal, Array(payload[token.range]))
    }

    func scalar(_ plan: TranslationPlan, title field: TitleField, slot: Int?) -> ScalarValue {
        if let slot, slots[slot] != 0, let scalar = scalar(plan, slots[slot], isDate: false) { return scalar }
        return title[field].map { ScalarValue(text: Array($0.utf8)) } ?? .absent
    }

    /// The value of a reference; nil when something of the wrong kind stands there.
    func value(_ plan: TranslationPlan, _ reference: ReferencePlan, isDate: Bool) -> TranslationValue? {
        switch reference {
        case .slot(let slot):
            if slots[slot] != 0, tape[Int(slots[slot])].kind == .array {
                return list(plan, elementsOf: Int(slots[slot]))
            }
            return scalar(plan, slots[slot], isDate: isDate).map { .one($0) }
        case .list(let list):
            var items: [ScalarValue] = []
            for index in lists[list] {
                guard let scalar = scalar(plan, index, isDate: isDate) else { return nil }
                items.append(scalar)
            }
            return .list(items)
        case .title(let field, let slot): return .one(scalar(plan, title: field, slot: slot))
        case .item(let number): return .one(items.indices.contains(number) ? ScalarValue(text: items[number]) : .absent)
        }
    }

    func list(_ plan: TranslationPlan, elementsOf start: Int) -> TranslationValue? {
        var items: [ScalarValue] = []
        var index = start + 1
        while index < Int(tape[start].link) {
            guard let scalar = scalar(plan, UInt32(truncatingIfNeeded: index), isDate: false) else { return nil }
            items.append(scalar)
            index = tape.indexAfter(index)
        }
        return .list(items)
    }

    /// The decoded text of a reference; empty when absent or of another kind.
    func text(_ plan: TranslationPlan, _ reference: ReferencePlan) -> [UInt8] {
        guard case .one(let scalar)? = value(plan, reference, isDate: false) else { return [] }
        return scalar.bytes
    }

    mutating func value(_ plan: TranslationPlan, _ row: RowPlan) -> TranslationValue? {
        var value: TranslationValue
        switch row.source {
        case .reference(let reference):
            guard let found = self.value(plan, reference, isDate: row.isDate) else {
                _ = refuseKind(row)
                return nil
            }
            value = found
        case .constant(let scalar): value = .one(scalar)
        case .concat(let parts):
            guard let text = joined(plan, parts, row.pointer, row.rule) else { return nil }
            if text.isAbsent { return .absent }
            value = text
        case .first(let parts):
            guard let found = first(plan, parts, row.pointer, row.rule) else { return nil }
            value = found
        }
        guard convert(plan, &value, row.conversions, row.pointer, row.rule) else { return nil }
        if case .list = value, !row.conversions.contains(where: \.givesList) {
            _ = refuseKind(row)
            return nil
        }
        return value
    }

    mutating func value(
        _ plan: TranslationPlan,
        _ expression: ExpressionPlan,
        _ pointer: String,
        _ rule: String
    ) -> TranslationValue? {
        switch expression {
        case .text(let text): return .one(ScalarValue(text: text))
        case .reference(let reference, let conversions, let isDate):
            guard var value = value(plan, reference, isDate: isDate) else {
                refuse(.fieldType, pointer, rule, zh: "须为单个值", en: "must be a single value")
                return nil
            }
            return convert(plan, &value, conversions, pointer, rule) ? value : nil
        case .concat(let parts, let conversions):
            guard var value = joined(plan, parts, pointer, rule) else { return nil }
            return convert(plan, &value, conversions, pointer, rule) ? value : nil
        case .first(let parts, let conversions):
            guard var value = first(plan, parts, pointer, rule) else { return nil }
            return convert(plan, &value, conversions, pointer, rule) ? value : nil
        }
    }

    /// The texts of all parts together, absent when one of them is; nil when one of them was refused.
    private mutating func joined(
        _ plan: TranslationPlan,
        _ parts: [ExpressionPlan],
        _ pointer: String,
        _ rule: String
    ) -> TranslationValue? {
        var text: [UInt8] = []
        for part in parts {
            guard let piece = value(plan, part, pointer, rule) else { return nil }
            guard case .one(let scalar) = piece, scalar.kind != .absent else { return .absent }
            text += scalar.bytes
        }
        return .one(ScalarValue(text: text))
    }

    /// The first part that is present; nil when one before it was refused.
    private mutating func first(
        _ plan: TranslationPlan,
        _ parts: [ExpressionPlan],
        _ pointer: String,
        _ rule: String
    ) -> TranslationValue? {
        for part in parts {
            guard let piece = value(plan, part, pointer, rule) else { return nil }
            if !piece.isAbsent { return piece }
        }
        return .absent
    }

    mutating func convert(
        _ plan: TranslationPlan,
        _ value: inout TranslationValue,
        _ conversions: [ConversionPlan],
        _ pointer: String,
        _ rule: String
    ) -> Bool {
        for conversion in conversions {
            var unit = ScalarValue.absent
            if case .scaleByUnit(let reference, _, _) = conversion,
                case .one(let scalar)? = self.value(plan, reference, isDate: false)
            {
                unit = scalar
            }
            if let fault = conversion.apply(to: &value, unit: unit, trace: &trace) {
                refuse(fault.code, pointer, rule, zh: fault.zh, en: fault.en)
                return false
            }
        }
        return true
    }

    mutating func holds(_ plan: TranslationPlan, _ conditions: [ConditionPlan]) -> Bool {
        for condition in conditions {
            let isMet = isMet(plan, condition)
            trace?.decide(plan, condition.label, isMet)
            guard isMet else { return false }
        }
        return true
    }

    func isMet(_ plan: TranslationPlan, _ condition: ConditionPlan) -> Bool {
        guard let value = value(plan, condition.reference, isDate: false) else { return false }
        let texts: [[UInt8]]
        switch value {
        case .one(let scalar) where scalar.kind == .absent: texts = []
        case .one(let scalar):
            texts = condition.separator == 0 ? [scalar.bytes] : TextConversion.items(scalar.bytes, condition.separator)
        case .list(let items): texts = items.filter { $0.kind != .absent }.map(\.bytes)
        }
        switch condition.test {
        case .among(let values): return texts.contains { values.contains($0) }
        case .notAmong(let values): return !texts.contains { values.contains($0) }
        case .present(let isPresent): return texts.isEmpty != isPresent
        case .starts(let prefix): return texts.contains { $0.starts(with: prefix) }
        case .check(let kind): return texts.contains { kind.accepts($0.span) }
        }
    }
}
