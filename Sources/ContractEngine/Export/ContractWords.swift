internal import Core

/// A contract in Chinese words: what Markdown and pages show.
struct ContractWords {
    /// A rejection code that records of the data set can get.
    struct Code {
        let code: RejectionCode
        let meaning: String
        /// Some problem of this code refuses the record.
        let refuses: Bool
        /// Some problem of this code only warns.
        let warns: Bool
    }

    let contract: ExportedContract
    let fields: [FieldPhrases]
    let rules: [RuleWords]
    let codes: [Code]
    /// Label and value of what is said of the data set as a whole.
    let facts: [(label: String, value: String)]

    /// The words about `contract`.
    init(_ contract: ExportedContract) {
        self.contract = contract
        fields = contract.fields.map { FieldPhrases($0, of: contract) }
        rules = contract.rules.map { RuleWords($0, of: contract) }
        codes = ContractWords.codes(contract, rules)
        facts = ContractWords.facts(contract)
    }

    var program: ContractProgram { contract.program }

    /// Number and Chinese title.
    var heading: String { (program.number.map { "\($0) " } ?? "") + program.title.zh }

    /// The domain in Chinese.
    static func domain(_ domain: String) -> String {
        let names = [
            "engineering": "工程建设项目招标投标", "procurement": "政府采购", "land": "土地使用权", "mining": "矿业权",
            "property": "国有产权", "carbon": "碳排放权", "sewage": "排污权", "medicine": "药品与医用耗材", "other": "其他交易",
            "subject": "交易主体", "expert": "专家", "credit": "信用", "supervision": "监管", "attachment": "附件",
            "sector": "行业监管", "exchange": "交换回执",
        ]
        return names[domain] ?? domain
    }

    static func completeness(_ completeness: Completeness) -> String {
        switch completeness {
        case .full: "完整"
        case .fieldsOnly: "只有字段表，约束不全"
        case .partial: "部分字段"
        }
    }

    private static func facts(_ contract: ExportedContract) -> [(label: String, value: String)] {
        let program = contract.program
        let version = [
            program.version, "\(program.edition)/\(program.editionVersion)", program.ruleVersion.map { "规则 \($0)" },
            completeness(program.completeness), program.profile.map { "目的地概要 \($0)" },
        ]
        let routing = [
            "案件 \(program.routing.case)", program.routing.sector.map { "交易分类 \($0)" },
            program.routing.region.map { "行政区域 \($0)" }, program.routing.department.map { "监督部门 \($0)" },
        ]
        var facts = [
            (label: "版本", value: version.compactMap(\.self).joined(separator: "，")),
            (label: "dataschema", value: program.schema),
            (label: "键", value: program.key.isEmpty ? "无，以属性 datakey 区分" : program.key.joined(separator: "、")),
            (label: "路由字段", value: routing.compactMap(\.self).joined(separator: "，")),
        ]
        if let parent = program.parent { facts.append((label: "上级数据集", value: parent)) }
        if let placeholders = contract.placeholders {
            let effect = placeholders.policy == .reject ? "必填处不算填写" : "只警告"
            facts.append((label: "占位符", value: "视为未填，\(effect)：" + placeholders.texts.joined(separator: " ")))
        }
        facts.append((label: "来源", value: contract.definition.source))
        return facts
    }

    private static func codes(_ contract: ExportedContract, _ rules: [RuleWords]) -> [Code] {
        var refusing: Set<RejectionCode> = [
            .jsonSyntax, .jsonEncoding, .jsonDuplicateKey, .jsonTooDeep, .jsonNumberTooLong, .recordNotObject,
            .fieldUnknown, .fieldType, .bodyMismatch, .bodyForbidden,
        ]
        var warning: Set<RejectionCode> = []
        if contract.placeholders != nil { warning.insert(.fieldPlaceholder) }
        if contract.fields.contains(where: { $0.definition.type == .text }) {
            warning.formUnion([.fieldText, .fieldTruncated])
        }
        if contract.program.validity != .always { refusing.insert(.contractNotValid) }
        for field in contract.fields {
            let definition = field.definition
            if field.isRequiredOnAdd { refusing.insert(.fieldMissing) }
            if definition.length != nil || definition.minimumLength != nil { refusing.insert(.fieldLength) }
            let unsure = field.hasUnsureType
            if unsure { warning.insert(.fieldType) }
            if definition.type == .number { insert(.fieldNumber, refuses: !unsure) }
            if definition.type.isDate { insert(.fieldDate, refuses: !unsure) }
            if definition.values != nil || field.list.map({ $0.strictness != .absent }) == true {
                insert(.fieldCode, refuses: field.closedCodes != nil)
            }
            if field.list?.strictness == .absent { warning.insert(.codeListAbsent) }
            for check in field.checks { insert(.fieldIdentifier, refuses: check.policy == .reject) }
        }
        for rule in rules { insert(rule.code, refuses: rule.policy == .reject) }
        func insert(_ code: RejectionCode, refuses: Bool) {
            if refuses { refusing.insert(code) } else { warning.insert(code) }
        }
        return RejectionCode.allCases.compactMap { code in
            guard refusing.contains(code) || warning.contains(code), let meaning = RejectionMeaning.text(code) else {
                return nil
            }
            return Code(code: code, meaning: meaning, refuses: refusing.contains(code), warns: warning.contains(code))
        }
    }
}
