package import Core

extension FlowTable {
    /// Compares the table with the contracts in force: every data set of the catalogue has a declared treatment, every
    /// declared one has a contract, and every field that a view, a seal or a fact names exists.
    ///
    /// - Parameters:
    ///   - catalogue: the data sets that have a contract, each with the wire names of its fields.
    ///   - file: name to stand in the mistakes.
    package func lint(against catalogue: [DatasetName: Set<String>], file: String) -> [ConfigurationProblem] {
        let log = MistakeLog(file: file)
        let declared = Set(datasets)
        for dataset in catalogue.keys.sorted(by: { ($0.number ?? .max, $0.name) < ($1.number ?? .max, $1.name) })
        where !declared.contains(dataset) {
            log.report(
                .untreated,
                at: "datasets",
                zh: "数据集 \(dataset.text) 未声明处理方式",
                en: "data set \(dataset.text) has no declared treatment"
            )
        }
        for (index, dataset) in datasets.enumerated() where catalogue[dataset] == nil {
            log.report(
                .dangling,
                at: "datasets[\(index)]",
                zh: "没有 \(dataset.text) 的数据规范",
                en: "there is no contract \(dataset.text)"
            )
        }
        let fields = Dictionary(catalogue.map { ($0.key.name, $0.value) }) { first, _ in first }
        func check(_ name: String, of dataset: String, at key: String) {
            guard let known = fields[dataset], !known.contains(name) else { return }
            log.report(.dangling, at: key, zh: "\(dataset) 没有字段 \(name)", en: "\(dataset) has no field \(name)")
        }
        for (index, view) in views.enumerated() {
            for (position, field) in view.fields.enumerated() {
                check(field.name, of: view.contract, at: "views[\(index)].fields[\(position)].name")
            }
        }
        for (index, seal) in seals.enumerated() {
            check(seal.section, of: seal.dataset, at: "sealed[\(index)].section")
        }
        for (index, fact) in facts.enumerated() {
            check(fact.sections, of: fact.dataset, at: "facts[\(index)].sections")
            if let when = fact.when { check(when.field, of: fact.dataset, at: "facts[\(index)].when.field") }
        }
        return log.mistakes
    }
}
