internal import Core

/// What a record rule of one contract can refuse although another contract lets it pass.
///
/// A rule is harmless when it never refuses, when it can never apply to a record of the former contract, or when the
/// former contract has one that is at least as strict and reads the same fields the same way. Nothing else is decided:
/// two different rules can amount to the same, and are then reported although they break nothing.
struct RuleImplication {
    let former: ContractLaw
    let next: ContractLaw

    /// All reasons, in the order of the rules.
    func reasons() -> [BreakingReason] {
        next.rules.compactMap { rule in
            guard rule.policy == .reject, !isVacuous(rule), !isImplied(rule) else { return nil }
            let before = former.rules.first { $0.id == rule.id }
            let words: (zh: String, en: String) =
                before == nil
                ? ("新增", "is new") : before?.policy == .reject ? ("有改动", "has changed") : ("改为拒绝", "refuses now")
            return BreakingReason(
                kind: .rule,
                rule: "\(next.program.stem).\(rule.id)",
                fields: next.fields(of: rule),
                message: BilingualText(
                    zh: "规则 \(rule.id) \(words.zh)：\(rule.message.zh)",
                    en: "rule \(rule.id) \(words.en): \(rule.message.en)"
                )
            )
        }
    }

    /// True when the rule looks at a value that no record of the former contract has.
    private func isVacuous(_ rule: RuleDefinition) -> Bool {
        former.refusesUnknown && RuleText(rule).neededFields.contains { former[$0] == nil }
    }

    private func isImplied(_ rule: RuleDefinition) -> Bool {
        if case .requiredWhen(let fields) = rule.demand,
            fields.allSatisfy({ former[$0]?.isRequiredOnAdd == true && readsAlike($0) })
        {
            return true
        }
        guard next.fields(of: rule).allSatisfy(readsAlike), readsTimeAlike else { return false }
        let text = RuleText(rule)
        return former.rules.contains { $0.policy == .reject && RuleText($0).implies(text) }
    }

    private func readsAlike(_ name: String) -> Bool {
        guard let field = next[name] else { return false }
        guard let before = former[name] else { return former.refusesUnknown }
        return before.reads(like: field)
    }

    /// Working days and the day of the record come from outside of the rule.
    private var readsTimeAlike: Bool {
        former.program.edition == next.program.edition && former.program.editionVersion == next.program.editionVersion
            && (!next.fields.contains(where: \.todayMeansNever) || RecordDay.isAlike(former, next))
    }
}
