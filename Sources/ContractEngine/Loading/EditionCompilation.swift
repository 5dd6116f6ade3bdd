internal import Core

/// Compiles the contracts of one edition, and sees to what only the whole edition can tell.
struct EditionCompilation {
    private let edition: EditionDefinition
    private let names: Set<String>
    private let collector: ProblemCollector

    /// A compilation of contracts of `edition`.
    init(_ edition: EditionDefinition, _ collector: ProblemCollector) {
        self.edition = edition
        self.collector = collector
        names = Set(edition.contracts.map(\.name))
    }

    /// The program of `contract`; of use only when nothing was reported.
    func program(_ contract: ContractDefinition) -> ContractProgram {
        if let parent = contract.parent, !names.contains(parent), !collector.isBroken(parent) {
            collector.report(contract.headFile, "parent", zh: "没有数据集 \(parent)", en: "there is no data set \(parent)")
        }
        for rule in contract.registration {
            guard let other = rule.contract, !names.contains(other), !collector.isBroken(other) else { continue }
            collector.report(
                rule.file,
                "\(rule.path).contract",
                zh: "没有数据集 \(other)",
                en: "there is no data set \(other)"
            )
        }
        return ContractProgram(contract, edition: edition, ContractCompiler(contract, edition: edition, collector))
    }
}
