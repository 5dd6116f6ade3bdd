internal import Core
internal import Foundation

/// Reads the files of all dialects beneath a directory and compiles them against the contracts.
struct DialectLoader {
    private let root: String
    private let contracts: ContractCatalog?
    private let collector: ProblemCollector

    /// A loader of `directory`, which holds the directory `dialects`.
    init(directory: String, contracts: ContractCatalog?, _ collector: ProblemCollector) {
        root = "\(directory)/dialects"
        self.contracts = contracts
        self.collector = collector
    }

    /// All dialects, by id; of use only when nothing was reported.
    func dialects() -> [(definition: DialectDefinition, dialect: Dialect)] {
        definitions().map { ($0, compile($0)) }
    }

    /// The files of all dialects, by id, not compiled.
    func definitions() -> [DialectDefinition] {
        entries("").compactMap { id in
            let path = "\(id)/dialect.json"
            guard exists(path) else { return nil }
            let reader = reader(path)
            let dialect = reader.flatMap { DialectDefinition($0) }
            // The mistakes of the mappings are told beside those of a dialect that cannot be used.
            let mappings = mappings(of: id)
            guard var dialect, let reader else { return nil }
            if dialect.id != id { reader.report("dialect", zh: "须与目录名一致", en: "must be the name of the directory") }
            dialect.mappings = mappings
            if id == Dialect.national, !dialect.mappings.isEmpty {
                reader.report("dialect", zh: "national 不得有对照文件", en: "national has no mappings")
            }
            return dialect
        }
    }

    private func mappings(of id: String) -> [MappingDefinition] {
        entries("\(id)/mappings").filter { $0.hasSuffix(".json") }.compactMap { file in
            guard let reader = reader("\(id)/mappings/\(file)"), let mapping = MappingDefinition(reader) else {
                return nil
            }
            let name = mapping.dataset == MappingDefinition.anyDataset ? "any" : mapping.dataset
            if file != name + (mapping.version.map { "@\($0)" } ?? "") + ".json" {
                reader.report("dataset", zh: "须与文件名一致", en: "must be the name of the file")
            }
            return mapping
        }
    }

    private func compile(_ dialect: DialectDefinition) -> Dialect {
        for mapping in dialect.mappings { checkPlace(mapping) }
        for name in dialect.without.keys.sorted() where name != "*" {
            guard let program = contracts?.program(named: name, version: nil) else {
                collector.report(
                    dialect.file,
                    "without.\(name)",
                    zh: "没有数据集 \(name)",
                    en: "there is no data set \(name)"
                )
                continue
            }
            if dialect.mapping(of: program) != nil {
                collector.report(dialect.file, "without.\(name)", zh: "该数据集已有对照", en: "the data set has a mapping")
            }
        }
        return Dialect(
            dialect,
            (contracts?.programs ?? []).compactMap { translation(of: $0, dialect) },
            versions: (contracts?.versions ?? []).compactMap { translation(of: $0, dialect) }
        )
    }

    /// The data set, and the version where it names one, must be there.
    private func checkPlace(_ mapping: MappingDefinition) {
        if mapping.dataset != MappingDefinition.anyDataset,
            contracts?.program(named: mapping.dataset, version: nil) == nil
        {
            collector.report(
                mapping.file,
                "dataset",
                zh: "没有数据集 \(mapping.dataset)",
                en: "there is no data set \(mapping.dataset)"
            )
        } else if let version = mapping.version,
            contracts?.versions.contains(where: { $0.name == mapping.dataset && $0.version == version }) != true
        {
            collector.report(
                mapping.file,
                "version",
                zh: "数据集 \(mapping.dataset) 没有另一版本 \(version)；当前版本的对照不写版本",
                en: "data set \(mapping.dataset) has no other version \(version); "
                    + "the mapping of the current one names none"
            )
        }
    }

    /// The translation of the records of one version of a data set. A mapping that several versions share may name
    /// the fields of any of them.
    private func translation(of program: ContractProgram, _ dialect: DialectDefinition) -> Translation? {
        guard let mapping = dialect.mapping(of: program) else { return nil }
        var others: Set<String> = []
        if mapping.version == nil {
            for other in (contracts?.programs ?? []) + (contracts?.versions ?? [])
            where other.name == program.name && other.schema != program.schema {
                others.formUnion(other.numbers.keys.filter { program.numbers[$0] == nil })
            }
        }
        // What is wrong with a mapping was reported for the current version already.
        let local = ProblemCollector(knowing: collector)
        checkFields(mapping, program, others: others, local)
        let translation = Translation(
            dialect,
            mapping,
            program,
            writing: dialect.directions.contains(.write)
                ? TranslationCompiler.plan(dialect, mapping, program, .write, others: others, local) : nil,
            reading: dialect.directions.contains(.read)
                ? TranslationCompiler.plan(dialect, mapping, program, .read, others: others, local) : nil
        )
        let known = program.isCurrent ? [] : Set(collector.problems)
        for problem in local.problems where !known.contains(problem) { collector.add(problem) }
        return translation
    }

    /// Fields that reasons are given for must exist, where the mapping is for one data set.
    private func checkFields(
        _ mapping: MappingDefinition,
        _ program: ContractProgram,
        others: Set<String>,
        _ collector: ProblemCollector
    ) {
        guard mapping.dataset != MappingDefinition.anyDataset else { return }
        let written = mapping.write.reduce(into: Set<String>()) { $0.formUnion(RestFields.references(of: $1)) }
        for (key, fields) in [
            ("unmapped", mapping.unmapped), ("lossy", mapping.lossy), ("unfilled", mapping.unfilled),
        ] {
            for name in fields.keys.sorted() where program.numbers[name] == nil && !others.contains(name) {
                collector.report(
                    mapping.file,
                    "\(key).\(name)",
                    zh: "数据集 \(program.name) 没有字段 \(name)",
                    en: "data set \(program.name) has no field \(name)"
                )
            }
        }
        for name in mapping.unmapped.keys.sorted() where written.contains(name) {
            collector.report(
                mapping.file,
                "unmapped.\(name)",
                zh: "字段 \(name) 已有行写出",
                en: "field \(name) is written by a row"
            )
        }
    }

    private func reader(_ file: String) -> DefinitionReader? {
        guard let data = FileManager.default.contents(atPath: "\(root)/\(file)") else {
            collector.report("dialects/\(file)", "", zh: "无法读取", en: "cannot be read")
            return nil
        }
        do throws(ConfigurationProblem) {
            let node = try ConfigurationDocument.parse(Array(data), file: "dialects/\(file)")
            return DefinitionReader(node, file: "dialects/\(file)", path: "", collector)
        } catch {
            collector.add(error)
            return nil
        }
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }

    private func entries(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")) ?? [])
            .filter { !$0.hasPrefix(".") }.sorted()
    }
}
