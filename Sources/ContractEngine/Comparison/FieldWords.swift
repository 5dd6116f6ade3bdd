internal import Core

/// A row of the field table in words.
enum FieldWords {
    /// Type, length and lists in one line.
    static func summary(_ field: FieldDescription) -> String {
        [
            field.type.rawValue + length(field), field.separator.map { "…\($0)…" } ?? "",
            field.list.map { "list \($0)" } ?? "", field.values.joined(separator: "|"),
            field.checks.map(\.rawValue).joined(separator: ", "),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What differs between two rows of one field.
    static func changes(_ old: FieldDescription, _ new: FieldDescription) -> [ContractChange] {
        func change(_ zh: String, _ en: String, _ before: String, _ after: String) -> ContractChange? {
            guard before != after else { return nil }
            let (left, right) = (before.isEmpty ? "—" : before, after.isEmpty ? "—" : after)
            return ContractChange(
                .field,
                new.name,
                zh: "\(zh)由 \(left) 改为 \(right)",
                en: "\(en) \(left) becomes \(right)"
            )
        }
        var changes = [
            change("标题", "title", old.title, new.title),
            change("类型", "type", old.type.rawValue, new.type.rawValue),
            change("长度", "length", length(old), length(new)),
            change("分隔符", "separator", old.separator.map(String.init) ?? "", new.separator.map(String.init) ?? ""),
            change("代码表", "list", old.list ?? "", new.list ?? ""),
            change("取值", "values", old.values.joined(separator: "|"), new.values.joined(separator: "|")),
            change("标识规则", "checks", checks(old), checks(new)),
            change("类型来源等级", "grade of the type", old.typeGrade.rawValue, new.typeGrade.rawValue),
            change("来源等级", "grade", old.grade.rawValue, new.grade.rawValue),
            change("字段组", "group", old.group ?? "", new.group ?? ""),
        ].compactMap(\.self)
        func flag(_ before: Bool, _ after: Bool, zh: (String, String), en: (String, String)) {
            guard before != after else { return }
            changes.append(ContractChange(.field, new.name, zh: after ? zh.0 : zh.1, en: after ? en.0 : en.1))
        }
        flag(old.isRequired, new.isRequired, zh: ("改为必填", "不再必填"), en: ("is required", "is no longer required"))
        flag(
            old.isSuspect,
            new.isSuspect,
            zh: ("代码表存疑", "代码表不再存疑"),
            en: ("its list is in doubt", "its list is no longer in doubt")
        )
        flag(
            old.todayMeansNever,
            new.todayMeansNever,
            zh: ("当日日期视为未发生", "当日日期不再视为未发生"),
            en: ("the day of the record means that there is no date", "the day of the record is a date")
        )
        return changes
    }

    private static func length(_ field: FieldDescription) -> String {
        if let integer = field.integerDigits { return "\(integer).\(field.fractionDigits ?? 0)" }
        let least = field.minimumLength.map { "≥\($0)" } ?? ""
        guard let length = field.length else { return least }
        return field.isFixed ? "=\(length)" : "\(least)≤\(length)"
    }

    private static func checks(_ field: FieldDescription) -> String {
        field.checks.map(\.rawValue).joined(separator: ", ")
    }
}
