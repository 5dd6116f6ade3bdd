internal import Core

/// The differences of two contracts, in words; what they mean for records is another matter.
struct ContractChanges {
    private let first: ContractProgram
    private let second: ContractProgram

    /// The differences between `first` and `second`.
    init(_ first: ContractProgram, _ second: ContractProgram) {
        self.first = first
        self.second = second
    }

    /// All of them, in the order of the contract.
    func all() -> [ContractChange] {
        head() + options() + fields() + lists() + identifiers() + rules() + registration()
    }

    private func change(_ part: ContractChange.Part, _ subject: String, _ old: String, _ new: String) -> ContractChange?
    {
        guard old != new else { return nil }
        let (before, after) = (old.isEmpty ? "—" : old, new.isEmpty ? "—" : new)
        return ContractChange(part, subject, zh: "\(before) 改为 \(after)", en: "\(before) becomes \(after)")
    }

    private func head() -> [ContractChange] {
        [
            change(.head, "contract", first.name, second.name),
            change(.head, "version", first.version, second.version),
            change(.head, "profile", first.profile ?? "", second.profile ?? ""),
            change(.head, "valid", first.validity.text, second.validity.text),
            change(.head, "title", first.title.zh, second.title.zh),
            change(.head, "completeness", first.completeness.rawValue, second.completeness.rawValue),
            change(.head, "ruleVersion", first.ruleVersion ?? "", second.ruleVersion ?? ""),
            change(.head, "key", first.key.joined(separator: ", "), second.key.joined(separator: ", ")),
            change(.head, "parent", first.parent ?? "", second.parent ?? ""),
        ].compactMap(\.self)
    }

    private func options() -> [ContractChange] {
        let (old, new) = (first.options, second.options)
        return [
            change(.option, "fixedLength", old.fixedLength.rawValue, new.fixedLength.rawValue),
            change(.option, "maximumLength", old.maximumLength.rawValue, new.maximumLength.rawValue),
            change(.option, "values", old.values.rawValue, new.values.rawValue),
            change(.option, "emptyItems", old.emptyItems.rawValue, new.emptyItems.rawValue),
            change(.option, "minus", old.minus.rawValue, new.minus.rawValue),
            change(.option, "fraction", old.fraction.rawValue, new.fraction.rawValue),
            change(.option, "unknownFields", old.unknownFields.rawValue, new.unknownFields.rawValue),
        ].compactMap(\.self) + placeholders()
    }

    private func placeholders() -> [ContractChange] {
        let old = first.editionDefinition.placeholders
        let new = second.editionDefinition.placeholders
        return [
            change(.option, "placeholders", old?.policy.rawValue ?? "off", new?.policy.rawValue ?? "off"),
            change(
                .option,
                "placeholders.texts",
                (old?.texts ?? []).joined(separator: " "),
                (new?.texts ?? []).joined(separator: " ")
            ),
            change(
                .option,
                "placeholders.dates",
                (old?.dates ?? []).joined(separator: " "),
                (new?.dates ?? []).joined(separator: " ")
            ),
        ].compactMap(\.self)
    }

    // MARK: - Fields

    private func fields() -> [ContractChange] {
        let before = Dictionary(first.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(second.fields.map(\.name))
        var changes = first.fields.filter { !after.contains($0.name) }.map { field in
            ContractChange(.field, field.name, zh: "字段删除（\(field.title)）", en: "the field is gone (\(field.title))")
        }
        for field in second.fields {
            guard let old = before[field.name] else {
                changes.append(
                    ContractChange(
                        .field,
                        field.name,
                        zh: "新增字段（\(field.title)），\(field.isRequired ? "必填" : "选填")：\(FieldWords.summary(field))",
                        en:
                            "new \(field.isRequired ? "required" : "optional") field (\(field.title)): \(FieldWords.summary(field))"
                    )
                )
                continue
            }
            changes += FieldWords.changes(old, field)
        }
        return changes
    }

    // MARK: - Lists and identifiers

    private func lists() -> [ContractChange] {
        let used = Set(first.fields.compactMap(\.list)).union(second.fields.compactMap(\.list))
        return used.sorted().flatMap { id -> [ContractChange] in
            guard let old = first.editionDefinition.lists[id], let new = second.editionDefinition.lists[id] else {
                return []
            }
            let before = Set(old.values.map(\.code))
            let after = Set(new.values.map(\.code))
            let gone = before.subtracting(after).sorted().joined(separator: ", ")
            let added = after.subtracting(before).sorted().joined(separator: ", ")
            return [
                gone.isEmpty ? nil : ContractChange(.list, id, zh: "删除代码 \(gone)", en: "codes gone: \(gone)"),
                added.isEmpty ? nil : ContractChange(.list, id, zh: "新增代码 \(added)", en: "new codes: \(added)"),
                change(.list, id, old.strictness.rawValue, new.strictness.rawValue),
            ].compactMap(\.self)
        }
    }

    private func identifiers() -> [ContractChange] {
        let used = Set(first.fields.flatMap(\.checks)).union(second.fields.flatMap(\.checks))
        return used.sorted { $0.rawValue < $1.rawValue }.flatMap { kind -> [ContractChange] in
            let old = first.editionDefinition.identifier(kind)
            let new = second.editionDefinition.identifier(kind)
            return [
                change(.list, kind.rawValue, old.policy.rawValue, new.policy.rawValue),
                change(
                    .list,
                    "\(kind.rawValue).allow",
                    old.allowed.sorted().joined(separator: ", "),
                    new.allowed.sorted().joined(separator: ", ")
                ),
            ].compactMap(\.self)
        }
    }

    // MARK: - Rules

    private func rules() -> [ContractChange] {
        let before = Dictionary(first.definition.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(second.definition.rules.map(\.id))
        var changes = first.definition.rules.filter { !after.contains($0.id) }.map { rule in
            ContractChange(.rule, rule.id, zh: "规则删除：\(rule.message.zh)", en: "the rule is gone: \(rule.message.en)")
        }
        for rule in second.definition.rules {
            guard let old = before[rule.id] else {
                changes.append(
                    ContractChange(
                        .rule,
                        rule.id,
                        zh: "新增规则（\(rule.policy.rawValue)）：\(rule.message.zh)",
                        en: "new rule (\(rule.policy.rawValue)): \(rule.message.en)"
                    )
                )
                continue
            }
            if let policy = change(.rule, rule.id, old.policy.rawValue, rule.policy.rawValue) { changes.append(policy) }
            if RuleText(old) != RuleText(rule) {
                changes.append(
                    ContractChange(
                        .rule,
                        rule.id,
                        zh: "内容有改动：\(rule.message.zh)",
                        en: "demands something else: \(rule.message.en)"
                    )
                )
            }
        }
        return changes
    }

    private func registration() -> [ContractChange] {
        func identity(_ rule: RegistrationRule) -> String {
            ([rule.kind.rawValue] + rule.fields + [rule.contract].compactMap(\.self)).joined(separator: " ")
        }
        let before = Dictionary(first.registration.map { (identity($0), $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(second.registration.map { (identity($0), $0) }, uniquingKeysWith: { first, _ in first })
        return Set(before.keys).union(after.keys).sorted().compactMap { key in
            change(.registration, key, before[key]?.policy.rawValue ?? "", after[key]?.policy.rawValue ?? "")
        }
    }
}
