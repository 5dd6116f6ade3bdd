internal import Core

/// Looks for what compiles and is still a mistake: conditions that can never hold, rules that say nothing new, keys
/// that may be missing, and files that nobody refers to.
package struct ContractLint {
    private let collector = ProblemCollector()

    private init() {}

    /// Checks all files beneath `directory`: everything that keeps them from loading, or, when they load, everything
    /// that this lint knows. Samples are read, not run.
    /// - Parameter profile: id of the one profile to look at, with its edition; nil for everything.
    package static func run(directory: String, profile: String? = nil) -> ContractReport {
        let lint = ContractLint()
        let contents = ContractLoader(root: directory, lint.collector).contents()
        var report = ContractReport()
        for edition in contents.editions where profile == nil {
            for program in edition.programs + edition.versions { lint.count(program, in: directory, &report) }
            if lint.collector.problems.isEmpty { lint.check(edition.definition) }
        }
        for loaded in contents.profiles where profile == nil || profile == loaded.definition.id {
            for program in loaded.programs where program.isOverlaid { lint.count(program, in: directory, &report) }
            if lint.collector.problems.isEmpty { lint.check(loaded) }
            report.notes += lint.notes(on: loaded, in: directory)
        }
        if let profile, !contents.profiles.contains(where: { $0.definition.id == profile }) {
            lint.collector.report(
                "\(ProfileLoader.folder)/\(profile)/profile.json",
                "",
                zh: "没有概要 \(profile)",
                en: "there is no profile \(profile)"
            )
        }
        report.problems = lint.collector.located(beneath: directory)
        return report
    }

    private func count(_ program: ContractProgram, in directory: String, _ report: inout ContractReport) {
        report.count(program)
        for field in program.fields { report.grades[field.grade, default: 0] += 1 }
        let file = "\(program.directory)/samples.json"
        report.samples += SampleFile(path: "\(directory)/\(file)", file: file, collector).samples.count
    }

    /// Which versions the overlays of `profile` leave alone.
    private func notes(on profile: LoadedProfile, in directory: String) -> [ConfigurationProblem] {
        let notes = ProblemCollector()
        for contract in profile.edition.contracts where contract.overlaid != nil {
            let others = profile.edition.versions.filter { $0.name == contract.name }.map(\.version)
            guard !others.isEmpty else { continue }
            let list = others.joined(separator: ", ")
            notes.report(
                contract.file,
                "contract",
                zh: "覆盖只用于现行版本 \(contract.version)；其他版本 \(list) 只受概要的选项、字段组、标识规则与代码表影响",
                en:
                    "changes version \(contract.version), the current one, only; other versions (\(list)) are changed by "
                    + "the options, groups, identifiers and lists of the profile alone"
            )
        }
        return notes.located(beneath: directory)
    }

    /// What is said of an edition holds of a profile too; here for what the profile brings itself.
    private func check(_ profile: LoadedProfile) {
        let provenance = ProvenanceLint(collector)
        for contract in profile.edition.contracts where contract.overlaid != nil {
            check(contract, profile.edition)
            provenance.check(contract)
        }
        let used = Set(profile.programs.flatMap { $0.fields.compactMap(\.list) })
        for list in profile.edition.lists.values.sorted(by: { $0.file < $1.file })
        where list.file.hasPrefix("\(ProfileLoader.folder)/") {
            provenance.check(list)
            if !used.contains(list.id) {
                collector.report(list.file, "", zh: "没有字段使用此代码表", en: "no field uses this list")
            }
        }
    }

    private func check(_ edition: EditionDefinition) {
        let path = "\(edition.name)/\(edition.version)"
        var lists: Set<String> = []
        var groups: Set<String> = []
        let provenance = ProvenanceLint(collector)
        for contract in edition.contracts + edition.versions {
            let fields = contract.fields + contract.groups.flatMap { edition.groups[$0] ?? [] }
            lists.formUnion(fields.compactMap(\.list))
            groups.formUnion(contract.groups)
            check(contract, edition)
            provenance.check(contract)
        }
        for id in edition.groups.keys.sorted() { provenance.check(edition.groups[id] ?? []) }
        for list in edition.lists.values.sorted(by: { $0.file < $1.file }) { provenance.check(list) }
        for id in edition.lists.keys.sorted() where !lists.contains(id) {
            collector.report("\(path)/codelists/\(id).json", "", zh: "没有字段使用此代码表", en: "no field uses this list")
        }
        for (index, id) in edition.groupOrder.enumerated() where !groups.contains(id) {
            collector.report(
                "\(path)/common.json",
                "groups[\(index)].id",
                zh: "没有数据集使用字段组 \(id)",
                en: "no contract uses group \(id)"
            )
        }
    }

    private func check(_ contract: ContractDefinition, _ edition: EditionDefinition) {
        let fields = contract.fields + contract.groups.flatMap { edition.groups[$0] ?? [] }
        let byName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for name in contract.key where byName[name]?.isRequired == false {
            collector.report(
                contract.keyPlace.file,
                DefinitionPlace.item(name, of: "key", in: contract.keyPlace.node),
                zh: "键字段 \(name) 须为必填",
                en: "field \(name) identifies records and may be missing"
            )
        }
        let name = contract.routing.case
        if byName[name]?.isRequired == false, !contract.key.contains(name) {
            collector.report(
                contract.headFile,
                "routing.case",
                zh: "案件字段 \(name) 须为必填",
                en: "field \(name) tells the case and may be missing"
            )
        }
        for rule in contract.rules { check(rule, of: contract, byName, edition) }
    }

    private func check(
        _ rule: RuleDefinition,
        of contract: ContractDefinition,
        _ fields: [String: FieldDefinition],
        _ edition: EditionDefinition
    ) {
        for condition in rule.conditions + rule.exceptions {
            guard let field = fields[condition.field] else { continue }
            let key = if case .isNoneOf = condition.test { "not-in" } else { "in" }
            checkCodes(condition.values, of: field, edition) { index, _ in
                (rule.file, "\(condition.path).\(key)[\(index)]")
            }
        }
        let units = { (_: Int, code: String) in (rule.file, "\(rule.path).units.\(code)") }
        switch rule.demand {
        case .requiredWhen(let names):
            // A destination that demands a field always may still want more of it in one case.
            for (index, name) in names.enumerated()
            where fields[name]?.isRequired == true && contract.overlaid == nil {
                collector.report(
                    rule.file,
                    "\(rule.path).fields[\(index)]",
                    zh: "字段 \(name) 本已必填",
                    en: "field \(name) is required anyway"
                )
            }
        case .amountAtMost(_, let unit?, let factors, _):
            guard let field = fields[unit] else { return }
            checkCodes(factors.map(\.0), of: field, edition, at: units)
        case .prefix(let name, let prefix):
            guard let length = fields[name]?.length, let start = fields[prefix], start.isFixed,
                let least = start.length, length < least
            else { return }
            collector.report(
                rule.file,
                "\(rule.path).field",
                zh: "字段 \(name) 短于其前缀 \(prefix)",
                en: "field \(name) is shorter than \(prefix)"
            )
        case .oneOf(let alternatives):
            for (index, names) in alternatives.enumerated()
            where names.allSatisfy({ fields[$0]?.isRequired == true }) {
                collector.report(
                    rule.file,
                    "\(rule.path).alternatives[\(index)]",
                    zh: "字段组 \(names.joined(separator: ", ")) 本已必填",
                    en: "the fields \(names.joined(separator: ", ")) are required anyway"
                )
            }
        case .ratioAtMost(let ratio):
            for unit in [ratio.unit, ratio.wholeUnit].compactMap({ $0 }) {
                guard let field = fields[unit] else { continue }
                checkCodes(ratio.factors.map(\.0), of: field, edition, at: units)
            }
        case .forbiddenWhen, .compare, .amountAtMost, .itemsMatch, .clock:
            return
        }
    }

    /// Every one of `codes` must be something that `field` can hold.
    private func checkCodes(
        _ codes: [String],
        of field: FieldDefinition,
        _ edition: EditionDefinition,
        at place: (Int, String) -> (file: String, key: String)
    ) {
        var known: Set<String>?
        if let values = field.values { known = Set(values.map(\.code)) }
        if let list = field.list.flatMap({ edition.lists[$0] }), list.strictness == .reject {
            known = Set(list.values.map(\.code))
        }
        for (index, code) in codes.enumerated() {
            let isTooLong = field.length.map { code.unicodeScalars.count > $0 } ?? false
            guard isTooLong || known?.contains(code) == false else { continue }
            let place = place(index, code)
            collector.report(
                place.file,
                place.key,
                zh: "字段 \(field.name) 不可能取值 \(code)",
                en: "field \(field.name) can never be \(code)"
            )
        }
    }
}
