import Core

/// What must hold between the views of a flow table and its groups: each field that a view shows is in exactly one.
struct FieldGroupRules {
    let groups: [Declared<FieldGroup>]
    let views: [Declared<View>]
    let log: MistakeLog

    func check() {
        var first: [String: String] = [:]
        var ids: [String: String] = [:]
        for group in groups {
            if let other = ids.updateValue(group.path, forKey: group.value.id) {
                log.report(.duplicate, at: "\(group.path).id", zh: "与 \(other) 重复", en: "the same as \(other)")
            }
            for (index, field) in group.value.fields.enumerated() {
                let path = "\(group.path).fields[\(index)]"
                guard let other = first.updateValue(path, forKey: field) else { continue }
                log.report(.duplicate, at: path, zh: "与 \(other) 重复", en: "the same as \(other)")
            }
        }
        let known = FieldGroups(groups.map(\.value))
        for view in views {
            for (index, field) in view.value.fields.enumerated()
            where known.number(of: field.name, in: view.value.contract) == nil {
                log.report(
                    .untreated,
                    at: "\(view.path).fields[\(index)]",
                    zh: "字段 \(field.name) 不属于任何字段组(groups)，显示后无从记账",
                    en: "the field \(field.name) is in none of the groups, so showing it could not be accounted for"
                )
            }
        }
    }
}
