internal import Core

/// Compiles the contracts of one edition, and sees to what only the whole edition can tell.
struct EditionCompilation {
    private let edition: EditionDefinition
    private let contracts: [String: ContractDefinition]
    private let collector: ProblemCollector

    /// A compilation of contracts of `edition`.
    init(_ edition: EditionDefinition, _ collector: ProblemCollector) {
        self.edition = edition
        self.collector = collector
        contracts = Dictionary(edition.contracts.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The program of `contract`; of use only when nothing was reported.
    func program(_ contract: ContractDefinition) -> ContractProgram {
        if let parent = contract.parent, contracts[parent] == nil, !collector.isBroken(parent) {
            collector.report(contract.headFile, "parent", zh: "没有数据集 \(parent)", en: "there is no data set \(parent)")
        }
        for rule in contract.registration {
            guard let other = rule.contract, !collector.isBroken(other) else { continue }
            guard let found = contracts[other] else {
                collector.report(
                    rule.file,
                    "\(rule.path).contract",
                    zh: "没有数据集 \(other)",
                    en: "there is no data set \(other)"
                )
                continue
            }
            // A parent whose own file is at fault may lack its key because of that.
            let isSound = !collector.problems.contains { $0.file == found.headFile }
            if rule.kind == .parent, rule.policy != .off, isSound, EditionCompilation.field(of: rule, in: found) == nil
            {
                collector.report(
                    rule.file,
                    "\(rule.path).field",
                    zh: "须为 \(other) 也有的一个字段，否则其 key 须为单个字段",
                    en: "must be one field that \(other) has too, else its key must be a single field"
                )
            }
        }
        return ContractProgram(contract, edition: edition, ContractCompiler(contract, edition: edition, collector))
    }

    /// The field of `parent` that has to hold the value by which a child names it: the one of the same name, else its key.
    private static func field(of rule: RegistrationRule, in parent: ContractDefinition) -> String? {
        guard rule.fields.count == 1 else { return nil }
        if parent.fields.contains(where: { $0.name == rule.fields[0] }) { return rule.fields[0] }
        return parent.key.count == 1 ? parent.key[0] : nil
    }
}
