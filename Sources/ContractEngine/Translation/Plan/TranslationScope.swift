internal import Core

/// What a plan is made of: one mapping of a dialect, for one data set and in one direction.
struct TranslationScope {
    let dialect: DialectDefinition
    let mapping: MappingDefinition
    let program: ContractProgram
    let direction: DialectDirection
    /// Fields that only other versions of the data set have, which share the mapping: rows may name them, and find
    /// nothing there.
    let others: Set<String>
    private let collector: ProblemCollector

    /// The scope of `mapping`; what does not resolve in it is reported to `collector`.
    init(
        _ dialect: DialectDefinition,
        _ mapping: MappingDefinition,
        _ program: ContractProgram,
        _ direction: DialectDirection,
        others: Set<String>,
        _ collector: ProblemCollector
    ) {
        self.dialect = dialect
        self.mapping = mapping
        self.program = program
        self.direction = direction
        self.others = others
        self.collector = collector
    }

    func report(_ key: String, zh: String, en: String) {
        let place = mapping.dataset == MappingDefinition.anyDataset ? " (\(program.name))" : ""
        collector.report(mapping.file, key, zh: zh + place, en: en + place)
    }

    /// True when the definition of code table `name` was reported.
    func isBroken(table name: String) -> Bool { collector.isBroken("tables.\(name)") }

    /// True for a row that has nothing to do in this version: it writes a field that only others have and nothing in
    /// its place, or reads one. A member that is then read by no row is unknown, and reported as such.
    func isOfOtherVersions(_ row: MappingRow) -> Bool {
        if direction == .read { return others.contains(row.target) }
        guard case .reference(let name) = row.source, row.fallback == nil else { return false }
        return others.contains(name)
    }

    /// The rule that problems of the row for `target` name.
    func rule(_ target: String) -> String { "\(dialect.id).\(program.name).\(target)" }

    /// The tokens of `pointer`; nil, reported at `key`, when it is none.
    func tokens(_ pointer: String, _ key: String) -> [String]? {
        if let tokens = PointerText.tokens(pointer) { return tokens }
        report(key, zh: "\(pointer) 不是指针", en: "\(pointer) is no pointer")
        return nil
    }

    /// Reports at `key` that the data set has no field `name`.
    func reportNoField(_ name: String, _ key: String) {
        report(
            key,
            zh: "数据集 \(program.name) 没有字段 \(name)",
            en: "data set \(program.name) has no field \(name)"
        )
    }
}
