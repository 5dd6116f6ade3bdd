import ContractEngine
import Core

/// One contract for reading, and as JSON.
enum ContractDocument {
    /// Everything about `program` as lines: what it is, how sure, its fields and its rules.
    static func lines(_ program: ContractProgram, among catalog: ContractCatalog, on console: Console) -> [String] {
        head(program, among: catalog, on: console) + [""] + table(program, on: console) + rules(program, on: console)
    }

    private static func head(_ program: ContractProgram, among catalog: ContractCatalog, on console: Console)
        -> [String]
    {
        func line(_ zh: String, _ en: String, _ value: String) -> String? {
            value.isEmpty ? nil : console.say(zh: "\(zh)：\(value)", en: "\(en): \(value)")
        }
        let grades = program.grades.map { "\($0.grade.rawValue) \($0.count)" }.joined(separator: ", ")
        let others = versions(of: program, among: catalog).map { other in
            other.validity.text.isEmpty ? other.version : "\(other.version) (\(other.validity.text))"
        }
        return [
            "\(program.number.map { "\($0) " } ?? "")\(program.name) \(console.say(program.title))",
            "\(program.edition) \(program.editionVersion), \(program.version), \(program.schema)",
            line("接受期间", "accepted", program.validity.text),
            line("其他版本", "other versions", others.joined(separator: ", ")),
            line("概要", "profile", profile(program, on: console)),
            line("规则版本", "rule version", program.ruleVersion ?? ""),
            line("完整程度", "completeness", console.say(words(program.completeness))),
            line("字段来源等级", "grades of the fields", grades),
            line("来源", "source", program.source),
            line("主键", "key", program.key.joined(separator: ", ")),
            line("案件字段", "case field", program.routing.case),
            line("上级数据集", "parent", program.parent ?? ""),
        ].compactMap(\.self) + unchecked(program, on: console)
    }

    private static func profile(_ program: ContractProgram, on console: Console) -> String {
        guard let profile = program.profile else { return "" }
        return program.isOverlaid
            ? profile : console.say(zh: "\(profile)（此数据集无覆盖）", en: "\(profile) (no overlay for this data set)")
    }

    private static func words(_ completeness: Completeness) -> BilingualText {
        switch completeness {
        case .full: BilingualText(zh: "full，字段与规则齐全", en: "full: fields and rules")
        case .fieldsOnly: BilingualText(zh: "fields-only，仅知字段清单", en: "fields-only: just the list of fields is known")
        case .partial: BilingualText(zh: "partial，仅知部分字段", en: "partial: only some of the fields are known")
        }
    }

    /// What a record may get wrong without being told.
    private static func unchecked(_ program: ContractProgram, on console: Console) -> [String] {
        var lines: [String] = []
        func add(_ zh: String, _ en: String, _ names: [String]) {
            guard !names.isEmpty else { return }
            let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " …" : "")
            lines.append(console.say(zh: "未校验 \(zh)：\(shown)", en: "not checked, \(en): \(shown)"))
        }
        if program.completeness != .full {
            add(
                "长度",
                "lengths",
                program.fields.filter { $0.type == .text && $0.length == nil && $0.group == nil }.map(\.name)
            )
            add("是否必填", "whether required", program.fields.filter { !$0.isRequired && $0.group == nil }.map(\.name))
        }
        add("类型只警告", "types only warn", program.fields.filter { $0.typeGrade != .found }.map(\.name))
        add("代码表存疑，不拒绝", "lists in doubt never refuse", program.fields.filter(\.isSuspect).map(\.name))
        return lines
    }

    private static func versions(of program: ContractProgram, among catalog: ContractCatalog) -> [ContractProgram] {
        let all =
            program.profile.flatMap { catalog.profile($0)?.programs } ?? catalog.programs + catalog.versions
        return all.filter { $0.name == program.name && $0.edition == program.edition && $0.version != program.version }
    }

    // MARK: - Fields

    private static func table(_ program: ContractProgram, on console: Console) -> [String] {
        let header =
            console.language == .zh
            ? ["名称", "标题", "类型", "长度", "必填", "等级", "约束"]
            : ["name", "title", "type", "length", "required", "grade", "constraints"]
        let rows = program.fields.map { field in
            [
                field.name, field.title, field.type.rawValue, length(field), field.isRequired ? "*" : "",
                field.grade.rawValue, constraints(field),
            ]
        }
        return TextTable.lines([header] + rows)
    }

    private static func length(_ field: FieldDescription) -> String {
        if let integer = field.integerDigits { return field.fractionDigits.map { "\(integer).\($0)" } ?? "\(integer)" }
        let least = field.minimumLength.map { "≥\($0)" } ?? ""
        guard let length = field.length else { return least }
        return field.isFixed ? "=\(length)" : "\(least)≤\(length)"
    }

    private static func constraints(_ field: FieldDescription) -> String {
        var parts: [String] = []
        if let separator = field.separator { parts.append("…\(separator)…") }
        if let list = field.list { parts.append("list \(list)\(field.isSuspect ? "?" : "")") }
        if !field.values.isEmpty { parts.append(field.values.joined(separator: "|")) }
        parts += field.checks.map(\.rawValue)
        if field.todayMeansNever { parts.append("today = never") }
        if field.typeGrade != .found { parts.append("type \(field.typeGrade.rawValue)") }
        if let group = field.group { parts.append("(\(group))") }
        return parts.joined(separator: " ")
    }

    // MARK: - Rules

    private static func rules(_ program: ContractProgram, on console: Console) -> [String] {
        var lines: [String] = []
        if !program.rules.isEmpty {
            lines += ["", console.say(zh: "记录规则", en: "record rules")]
            lines += program.rules.map { "  \($0.id) (\($0.kind), \($0.policy.rawValue)): \(console.say($0.message))" }
        }
        if !program.registration.isEmpty {
            lines += [
                "", console.say(zh: "登记规则（跨记录，登记时执行）", en: "rules about other records, enforced at registration"),
            ]
            lines += program.registration.map { "  \(console.say(words($0))) (\($0.policy.rawValue))" }
        }
        return lines
    }

    private static func words(_ rule: RegistrationRule) -> BilingualText {
        let fields = rule.fields.joined(separator: ", ")
        let other = rule.contract ?? ""
        return switch rule.kind {
        case .unique: BilingualText(zh: "\(fields) 不得重复", en: "no other record has the same \(fields)")
        case .immutable: BilingualText(zh: "\(fields) 不得修改", en: "a change does not alter \(fields)")
        case .parent:
            BilingualText(zh: "\(fields) 须在 \(other) 中存在", en: "\(fields) was accepted as a record of \(other)")
        case .repeat:
            BilingualText(zh: "\(fields) 全部相同视为重复", en: "a record with the same \(fields) is a repetition")
        case .dealCodeWhenNoSection:
            BilingualText(zh: "没有 \(other) 时须填 \(fields)", en: "needs \(fields) while there is no \(other)")
        case .filingHeld: BilingualText(zh: "备案审核通过前不转发", en: "is held until its filing was reviewed")
        }
    }
}

extension ContractDocument {
    /// `program` as one JSON object; without `catalog` other versions are left out.
    static func json(_ program: ContractProgram, among catalog: ContractCatalog?) -> [UInt8] {
        var writer = JSONWriter(capacity: 16384)
        writer.beginObject()
        writer.member("contract", program.name)
        if let number = program.number { writer.member("number", number) }
        writer.member("version", program.version)
        writer.member("schema", program.schema)
        if let profile = program.profile { writer.member("profile", profile) }
        if let from = program.validity.from { writer.member("validFrom", ValidityPeriod.digits(from)) }
        if let until = program.validity.until { writer.member("validUntil", ValidityPeriod.digits(until)) }
        if let catalog {
            writer.key("otherVersions")
            writer.beginArray()
            for other in versions(of: program, among: catalog) { writer.string(other.version) }
            writer.endArray()
        }
        writer.key("title")
        writer.bilingual(program.title)
        writer.member("domain", program.domain)
        writer.member("completeness", program.completeness.rawValue)
        if let version = program.ruleVersion { writer.member("ruleVersion", version) }
        writer.member("source", program.source)
        writer.key("grades")
        writer.beginObject()
        for (grade, count) in program.grades { writer.member(grade.rawValue, count) }
        writer.endObject()
        writer.member("case", program.routing.case)
        writer.key("fields")
        writer.beginArray()
        for field in program.fields { write(field, to: &writer) }
        writer.endArray()
        write(program.rules, program.registration, to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ field: FieldDescription, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", field.name)
        writer.member("title", field.title)
        writer.member("type", field.type.rawValue)
        if let length = field.length { writer.member("length", length) }
        if let length = field.minimumLength { writer.member("minLength", length) }
        writer.member("fixed", field.isFixed)
        writer.member("required", field.isRequired)
        if let separator = field.separator { writer.member("separator", String(separator)) }
        if let list = field.list { writer.member("list", list) }
        if let group = field.group { writer.member("group", group) }
        writer.member("grade", field.grade.rawValue)
        if field.typeGrade != .found { writer.member("typeGrade", field.typeGrade.rawValue) }
        writer.endObject()
    }

    private static func write(
        _ rules: [RuleDescription],
        _ registration: [RegistrationRule],
        to writer: inout JSONWriter
    ) {
        writer.key("rules")
        writer.beginArray()
        for rule in rules {
            writer.beginObject()
            writer.member("id", rule.id)
            writer.member("kind", rule.kind)
            writer.member("policy", rule.policy.rawValue)
            writer.key("message")
            writer.bilingual(rule.message)
            writer.endObject()
        }
        writer.endArray()
        writer.key("registration")
        writer.beginArray()
        for rule in registration {
            writer.beginObject()
            writer.member("kind", rule.kind.rawValue)
            writer.member("policy", rule.policy.rawValue)
            writer.key("fields")
            writer.beginArray()
            for field in rule.fields { writer.string(field) }
            writer.endArray()
            if let contract = rule.contract { writer.member("contract", contract) }
            writer.endObject()
        }
        writer.endArray()
    }
}
