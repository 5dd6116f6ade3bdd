/// Looks for demands that nothing stands behind: required flags, limits and codes without a source.
struct ProvenanceLint {
    private let collector: ProblemCollector

    /// A lint that reports to `collector`.
    init(_ collector: ProblemCollector) {
        self.collector = collector
    }

    /// Checks the rows of `contract`.
    func check(_ contract: ContractDefinition) {
        check(contract.fields)
        guard contract.completeness == .fieldsOnly else { return }
        // Of such a data set nothing but names is known; whoever limits a field has to say where from.
        for field in contract.fields {
            if field.isRequired && field.requiredSource == nil && field.group == nil {
                collector.report(
                    field.file,
                    "\(field.path).required",
                    zh: "仅有字段清单的数据集中，必填须以 requiredSource 说明来源",
                    en: "needs a requiredSource where only the list of fields is known"
                )
            }
            let isLimited = field.length != nil || field.minimumLength != nil || field.digits != nil
            if isLimited && field.grade != .found {
                collector.report(
                    field.file,
                    "\(field.path).length",
                    zh: "仅有字段清单的数据集中，来源等级不是 FOUND 的字段不得限定长度",
                    en: "limits a field that is not FOUND where only the list of fields is known"
                )
            }
        }
    }

    /// Checks the rows of a group or a contract.
    func check(_ fields: [FieldDefinition]) {
        for field in fields where field.isRequired && field.grade != .found && field.requiredSource == nil {
            collector.report(
                field.file,
                "\(field.path).required",
                zh: "来源等级为 \(field.grade.rawValue) 的字段须以 requiredSource 说明为何必填",
                en: "needs a requiredSource: the field is \(field.grade.rawValue)"
            )
        }
    }

    /// Checks the values of `list`.
    func check(_ list: CodeListDefinition) {
        guard !list.values.isEmpty else { return }
        if list.source?.isEmpty ?? true {
            collector.report(list.file, "source", zh: "有取值的代码表须说明来源", en: "a list with values needs a source")
        }
        for (number, value) in list.values.enumerated() where value.grade == nil && list.grade == nil {
            collector.report(
                list.file,
                "values[\(number)].grade",
                zh: "代码 \(value.code) 没有来源等级",
                en: "the code \(value.code) has no grade, and neither has the list"
            )
        }
        if list.strictness == .reject, let value = list.values.first(where: { ($0.grade ?? list.grade) == .recalled }) {
            collector.report(
                list.file,
                "policy",
                zh: "代码 \(value.code) 仅凭记忆，代码表不得 reject",
                en: "must not reject: the code \(value.code) is RECALLED"
            )
        }
    }
}
