/// Looks for what compiles and is still a mistake: conditions that can never hold, rules that say nothing new, keys
/// that may be missing, and files that nobody refers to.
package struct ContractLint {
    private let collector = ProblemCollector()

    private init() {}

    /// Checks all files beneath `directory`: everything that keeps them from loading, or, when they load, everything
    /// that this lint knows. Samples are read, not run.
    package static func run(directory: String) -> ContractReport {
        let lint = ContractLint()
        let editions = ContractLoader(root: directory, lint.collector).editions()
        var report = ContractReport()
        for edition in editions {
            report.contracts += edition.programs.count
            report.fields += edition.programs.reduce(0) { $0 + $1.fields.count }
            for program in edition.programs {
                let file = "\(program.directory)/samples.json"
                report.samples += SampleFile(path: "\(directory)/\(file)", file: file, lint.collector).samples.count
            }
            if lint.collector.problems.isEmpty { lint.check(edition.definition) }
        }
        report.problems = lint.collector.problems
        return report
    }

    private func check(_ edition: EditionDefinition) {
        let path = "\(edition.name)/\(edition.version)"
        var lists: Set<String> = []
        var groups: Set<String> = []
        for contract in edition.contracts {
            let fields = contract.fields + contract.groups.flatMap { edition.groups[$0] ?? [] }
            lists.formUnion(fields.compactMap(\.list))
            groups.formUnion(contract.groups)
            let byName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            for name in contract.key + [contract.routing.case] where byName[name]?.isRequired == false {
                report(
                    contract,
                    "key",
                    zh: "键字段 \(name) 须为必填",
                    en: "field \(name) identifies records and may be missing"
                )
            }
            for rule in contract.rules { check(rule, of: contract, byName, edition) }
        }
        for id in edition.lists.keys.sorted() where !lists.contains(id) {
            collector.report("\(path)/codelists/\(id).json", "", zh: "没有字段使用此代码表", en: "no field uses this list")
        }
        for id in edition.groups.keys.sorted() where !groups.contains(id) {
            collector.report(
                "\(path)/common.json",
                "groups",
                zh: "没有数据集使用字段组 \(id)",
                en: "no contract uses group \(id)"
            )
        }
    }

    private func check(
        _ rule: RuleDefinition,
        of contract: ContractDefinition,
        _ fields: [String: FieldDefinition],
        _ edition: EditionDefinition
    ) {
        for condition in rule.conditions {
            guard let field = fields[condition.field] else { continue }
            checkCodes(condition.values, of: field, "\(rule.path).when", contract, edition)
        }
        switch rule.demand {
        case .requiredWhen(let names):
            for name in names where fields[name]?.isRequired == true {
                report(
                    contract,
                    "\(rule.path).fields",
                    zh: "字段 \(name) 本已必填",
                    en: "field \(name) is required anyway"
                )
            }
        case .amountAtMost(_, let unit?, let factors, _):
            guard let field = fields[unit] else { return }
            checkCodes(factors.map(\.0), of: field, "\(rule.path).units", contract, edition)
        case .prefix(let name, let prefix):
            guard let length = fields[name]?.length, let start = fields[prefix], start.isFixed,
                let least = start.length, length < least
            else { return }
            report(
                contract,
                rule.path,
                zh: "字段 \(name) 短于其前缀 \(prefix)",
                en: "field \(name) is shorter than \(prefix)"
            )
        case .forbiddenWhen, .compare, .amountAtMost:
            return
        }
    }

    /// Every one of `codes` must be something that `field` can hold.
    private func checkCodes(
        _ codes: [String],
        of field: FieldDefinition,
        _ key: String,
        _ contract: ContractDefinition,
        _ edition: EditionDefinition
    ) {
        var known: Set<String>?
        if let values = field.values { known = Set(values.map(\.code)) }
        if let list = field.list.flatMap({ edition.lists[$0] }), list.strictness == .reject {
            known = Set(list.values.map(\.code))
        }
        for code in codes {
            let isTooLong = field.length.map { code.unicodeScalars.count > $0 } ?? false
            guard isTooLong || known?.contains(code) == false else { continue }
            report(
                contract,
                key,
                zh: "字段 \(field.name) 不可能取值 \(code)",
                en: "field \(field.name) can never be \(code)"
            )
        }
    }

    private func report(_ contract: ContractDefinition, _ key: String, zh: String, en: String) {
        collector.report(contract.file, key, zh: zh, en: en)
    }
}
