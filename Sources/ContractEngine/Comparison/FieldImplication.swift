internal import Core

/// What a field of one contract can refuse although another contract lets it pass.
///
/// Each demand of `next` is looked at by itself: unless a demand of `former` is at least as strict, there is a reason.
/// So a demand that nothing is known about gives a reason too, and no change is called harmless by mistake.
struct FieldImplication {
    let former: ContractLaw
    let next: ContractLaw

    private let stem: String

    init(former: ContractLaw, next: ContractLaw) {
        self.former = former
        self.next = next
        stem = next.program.stem
    }

    /// All reasons, in the order of the fields.
    func reasons() -> [BreakingReason] {
        var reasons: [BreakingReason] = []
        for field in next.fields {
            if let before = former[field.name] {
                reasons += changed(before, field)
            } else {
                reasons += added(field)
            }
        }
        guard next.refusesUnknown else { return reasons }
        for field in former.fields where next[field.name] == nil {
            reasons.append(
                reason(
                    .unknown,
                    "unknown",
                    [field.name],
                    zh: "字段 \(field.name) 不再存在，会被作为未知字段拒绝",
                    en: "field \(field.name) is gone and is refused as unknown"
                )
            )
        }
        if !former.refusesUnknown {
            reasons.append(
                reason(.unknown, "unknown", [], zh: "未列出的字段不再只是警告", en: "fields beyond the contract are refused")
            )
        }
        return reasons
    }

    private func added(_ field: FieldLaw) -> [BreakingReason] {
        var reasons: [BreakingReason] = []
        if field.isRequiredOnAdd || field.isRequiredOnChange { reasons.append(required(field)) }
        if !former.refusesUnknown {
            reasons.append(
                reason(
                    .type,
                    "\(field.name).type",
                    [field.name],
                    zh: "字段 \(field.name) 原来可以是任何内容，现在有规定",
                    en: "field \(field.name) could be anything and now has a form"
                )
            )
        }
        return reasons
    }

    private func changed(_ before: FieldLaw, _ field: FieldLaw) -> [BreakingReason] {
        var reasons: [BreakingReason] = []
        if (field.isRequiredOnAdd && !before.isRequiredOnAdd)
            || (field.isRequiredOnChange && !before.isRequiredOnChange)
        {
            reasons.append(required(field))
        }
        if let type = type(before, field) { reasons.append(type) }
        if let length = length(before, field) { reasons.append(length) }
        if let digits = digits(before, field) { reasons.append(digits) }
        if let list = list(before, field) { reasons.append(list) }
        reasons += checks(before, field)
        if let placeholder = placeholder(before, field) { reasons.append(placeholder) }
        return reasons
    }

    private func required(_ field: FieldLaw) -> BreakingReason {
        reason(
            .required,
            "\(field.name).required",
            [field.name],
            zh: "字段 \(field.name) 成为必填",
            en: "field \(field.name) is required now"
        )
    }

    // MARK: - Type and digits

    private func type(_ before: FieldLaw, _ field: FieldLaw) -> BreakingReason? {
        guard field.isSure else { return nil }
        if before.isSure {
            if before.type == field.type { return nil }
            // Every date is a text.
            if before.type.isDate, field.type == .text { return nil }
        }
        // A string is no date, or no number; a number is no string.
        let constraint =
            before.type == .number || before.type == field.type
            ? "type" : field.type.isDate ? "date" : field.type == .number ? "digits" : "type"
        return reason(
            .type,
            "\(field.name).\(constraint)",
            [field.name],
            zh: "字段 \(field.name) 的类型须为 \(field.type.rawValue)，原为 \(before.type.rawValue)"
                + (before.isSure ? "" : "（原来只警告）"),
            en: "field \(field.name) must be of type \(field.type.rawValue), it was \(before.type.rawValue)"
                + (before.isSure ? "" : " and only warned")
        )
    }

    private func digits(_ before: FieldLaw, _ field: FieldLaw) -> BreakingReason? {
        guard field.isSure, field.type == .number, before.type == .number, let digits = field.digits else { return nil }
        if before.isSure, let old = before.digits, old.integer <= digits.integer, old.negative <= digits.negative,
            digits.fraction.map({ limit in old.fraction.map { $0 <= limit } ?? false }) ?? true
        {
            return nil
        }
        return reason(
            .digits,
            "\(field.name).digits",
            [field.name],
            zh: "字段 \(field.name) 的位数限制更严",
            en: "field \(field.name) may have fewer digits"
        )
    }

    // MARK: - Length

    private func length(_ before: FieldLaw, _ field: FieldLaw) -> BreakingReason? {
        guard let limit = field.length, !isWithin(before, limit, field) else { return nil }
        let most = limit.most.map(String.init) ?? ""
        let words: (zh: String, en: String) =
            limit.least == limit.most
            ? ("须恰为 \(most)", "must be exactly \(most)")
            : limit.most == nil
                ? ("不得少于 \(limit.least)", "must be at least \(limit.least)")
                : limit.least > 1
                    ? ("须为 \(limit.least) 至 \(most)", "must be \(limit.least) to \(most)")
                    : ("不得超过 \(most)", "must be at most \(most)")
        return reason(
            .length,
            "\(field.name).length",
            [field.name],
            zh: "字段 \(field.name) 的长度\(words.zh)" + (limit.isOfItems && field.separator != nil ? "（逐项）" : ""),
            en: "the length of field \(field.name) \(words.en)"
                + (limit.isOfItems && field.separator != nil ? " for each item" : "")
        )
    }

    /// True when everything that `before` lets pass has the length `limit` of `field`.
    private func isWithin(_ before: FieldLaw, _ limit: FieldLaw.Length, _ field: FieldLaw) -> Bool {
        let old: FieldLaw.Length
        switch before.type {
        case .text: old = before.length ?? FieldLaw.Length(least: 0, most: nil, isOfItems: false)
        case .number: return false
        case .dateTime, .minute, .date:
            guard before.isSure else { return false }
            let count = before.type == .dateTime ? 14 : before.type == .minute ? 12 : 8
            old = FieldLaw.Length(least: count, most: count, isOfItems: false)
        }
        let mostFits = limit.most.map { limit in old.most.map { $0 <= limit } ?? false } ?? true
        // Of an item nothing is known but that it is no longer than the text; one that is empty has no character.
        let splitsAlike = before.separator == field.separator && before.dropsEmptyItems == field.dropsEmptyItems
        if limit.isOfItems {
            if old.isOfItems { return splitsAlike && old.least >= limit.least && mostFits }
            return limit.least == 0 && mostFits
        }
        if old.isOfItems { return limit.most == nil && limit.least <= 1 }
        return mostFits && (limit.least <= 1 || old.least >= limit.least)
    }

    // MARK: - Lists and identifiers

    private func list(_ before: FieldLaw, _ field: FieldLaw) -> BreakingReason? {
        guard let codes = field.codes, !isListed(before, codes, field) else { return nil }
        let gone = before.codes.map { $0.codes.subtracting(codes.codes).sorted() } ?? []
        let shown = gone.prefix(8).joined(separator: ", ") + (gone.count > 8 ? " …" : "")
        return reason(
            .list,
            "\(field.name).list",
            [field.name],
            zh: gone.isEmpty ? "字段 \(field.name) 的取值受限于代码表" : "字段 \(field.name) 不再接受 \(shown)",
            en: gone.isEmpty
                ? "the values of field \(field.name) are limited to a list"
                : "field \(field.name) no longer takes \(shown)"
        )
    }

    /// True when every value that `before` lets pass is among `codes`.
    private func isListed(_ before: FieldLaw, _ codes: FieldLaw.Codes, _ field: FieldLaw) -> Bool {
        guard let old = before.codes, old.codes.isSubset(of: codes.codes), hasSameFaults(before, field) else {
            return false
        }
        guard let separator = field.separator, !codes.isOfText else {
            // The whole text is looked up.
            return before.separator == nil || old.isOfText
        }
        if before.separator == nil || old.isOfText {
            return !old.codes.contains { $0.utf8.contains(separator) }
        }
        // An empty item is in no list.
        return before.separator == separator && (field.dropsEmptyItems || !before.dropsEmptyItems)
    }

    private func checks(_ before: FieldLaw, _ field: FieldLaw) -> [BreakingReason] {
        field.checks.keys.sorted { $0.rawValue < $1.rawValue }.compactMap { kind in
            if let old = before.checks[kind], let new = field.checks[kind], old.isSubset(of: new),
                hasSameFaults(before, field), before.separator == field.separator,
                field.separator == nil || field.dropsEmptyItems || !before.dropsEmptyItems
            {
                return nil
            }
            return reason(
                .identifier,
                "\(field.name).\(kind.rawValue)",
                [field.name],
                zh: "字段 \(field.name) 须为合法的\(kind.expectation.zh)",
                en: "field \(field.name) must be a valid \(kind.expectation.en)"
            )
        }
    }

    /// True when lists and identifiers of both are applied to the same values: what has a fault is not looked at.
    private func hasSameFaults(_ before: FieldLaw, _ field: FieldLaw) -> Bool {
        before.type == field.type && (before.isSure || before.digits == field.digits)
    }

    // MARK: - Placeholders

    /// A placeholder is absent to one contract and may be a value to the other.
    private func placeholder(_ before: FieldLaw, _ field: FieldLaw) -> BreakingReason? {
        let becomesValue =
            !before.placeholders.isSubset(of: field.placeholders) && (field.type != .text || field.judgesText)
        let isNeeded = field.isRequiredOnAdd || field.isRequiredOnChange
        let becomesAbsent = isNeeded && !field.isFilledByPlaceholder && !wasAbsent(before, field)
        guard becomesValue || becomesAbsent else { return nil }
        return becomesValue
            ? reason(
                .placeholder,
                "\(field.name)",
                [field.name],
                zh: "字段 \(field.name) 的占位符被当作值校验",
                en: "a placeholder in field \(field.name) is checked as a value"
            )
            : reason(
                .placeholder,
                "\(field.name).required",
                [field.name],
                zh: "必填字段 \(field.name) 不再接受占位符",
                en: "a placeholder no longer passes in the required field \(field.name)"
            )
    }

    /// True when every placeholder of `field` was one before and did not pass for a value where one is required.
    private func wasAbsent(_ before: FieldLaw, _ field: FieldLaw) -> Bool {
        if field.placeholders.isEmpty, !field.todayMeansNever { return true }
        let wasNeeded =
            (!field.isRequiredOnAdd || before.isRequiredOnAdd)
            && (!field.isRequiredOnChange || before.isRequiredOnChange)
        return before.type == field.type && wasNeeded && !before.isFilledByPlaceholder
            && field.placeholders.isSubset(of: before.placeholders)
            && (!field.todayMeansNever || before.todayMeansNever && RecordDay.isAlike(former, next))
    }

    private func reason(
        _ kind: BreakingReason.Kind,
        _ rule: String,
        _ fields: [String],
        zh: String,
        en: String
    ) -> BreakingReason {
        BreakingReason(
            kind: kind,
            rule: "\(stem).\(rule)",
            fields: fields,
            message: BilingualText(zh: zh, en: en)
        )
    }
}
