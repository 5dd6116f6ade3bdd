internal import Core

/// One field in Chinese words, for Markdown and pages.
struct FieldPhrases {
    /// What a tag is about, which decides its colour.
    enum Tone: String {
        case required
        case key
        case shape
        case list
        case reject
        case warn
    }

    /// A short remark on a field.
    struct Tag {
        let text: String
        let tone: Tone
        /// Id of the code list the tag names; nil for other tags.
        var list: String?
    }

    let name: String
    let title: String
    let type: String
    let length: String
    let tags: [Tag]
    let notes: String?
    /// How sure the row is, where it was not read in the source.
    let grade: String?

    /// The words about `field` of `contract`.
    init(_ field: ExportedField, of contract: ExportedContract) {
        let definition = field.definition
        name = field.name
        title = definition.title
        type = FieldPhrases.type(definition.type)
        length = FieldPhrases.length(field)
        notes = definition.notes
        grade = FieldPhrases.grade(definition.grade)
        var tags: [Tag] = []
        if contract.definition.key.contains(field.name) { tags.append(Tag(text: "键", tone: .key)) }
        if field.isRequiredOnAdd {
            tags.append(Tag(text: field.isRequiredOnChange ? "必填，修改时也须填" : "必填", tone: .required))
        }
        if definition.isFixed { tags.append(Tag(text: "定长", tone: .shape)) }
        if let separator = field.separator { tags.append(Tag(text: "多值，以 \(separator) 分隔", tone: .shape)) }
        if definition.values != nil { tags.append(Tag(text: "固定取值", tone: .list, list: field.name)) }
        if let list = field.list {
            tags.append(Tag(text: "代码表 \(list.id)\(FieldPhrases.strictness(field, list))", tone: .list, list: list.id))
        }
        for check in field.checks {
            tags.append(
                Tag(text: check.kind.expectation.zh, tone: check.policy == .reject ? .reject : .warn)
            )
        }
        if field.hasUnsureType { tags.append(Tag(text: "类型待核实，只警告", tone: .warn)) }
        self.tags = tags
    }

    private static func strictness(_ field: ExportedField, _ list: CodeListDefinition) -> String {
        if list.strictness == .absent { return "，取值未公布" }
        return field.closedCodes == nil ? "，表外警告" : ""
    }

    private static func type(_ type: FieldType) -> String {
        switch type {
        case .text: "C 字符"
        case .number: "N 数字"
        case .dateTime: "T14 年月日时分秒"
        case .minute: "T12 年月日时分"
        case .date: "T8 年月日"
        }
    }

    private static func length(_ field: ExportedField) -> String {
        let definition = field.definition
        if let digits = definition.digits {
            return digits.fraction == 0 ? "≤ \(digits.integer) 位" : "≤ \(digits.integer) 位，小数 ≤ \(digits.fraction) 位"
        }
        switch definition.type {
        case .dateTime: return "14"
        case .minute: return "12"
        case .date: return "8"
        case .text, .number: break
        }
        switch (definition.minimumLength, definition.length) {
        case (nil, nil): return ""
        case (nil, let most?): return definition.isFixed ? "= \(most)" : "≤ \(most)"
        case (let least?, nil): return "≥ \(least)"
        case (let least?, let most?): return "\(least) 至 \(most)"
        }
    }

    /// The grade in words; nil for what was read in the source.
    static func grade(_ grade: SourceGrade) -> String? {
        switch grade {
        case .found: nil
        case .labelSupplied: "名称补充"
        case .inferred: "推断"
        case .recalled: "凭通识，未核实"
        }
    }
}
