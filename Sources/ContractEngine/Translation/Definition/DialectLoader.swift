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
            let expected = mapping.dataset == MappingDefinition.anyDataset ? "any.json" : "\(mapping.dataset).json"
            if expected != file {
                reader.report("dataset", zh: "须与文件名一致", en: "must be the name of the file")
            }
            return mapping
        }
    }

    private func compile(_ dialect: DialectDefinition) -> Dialect {
        for mapping in dialect.mappings
        where mapping.dataset != MappingDefinition.anyDataset
            && contracts?.program(named: mapping.dataset, version: nil) == nil
        {
            collector.report(
                mapping.file,
                "dataset",
                zh: "没有数据集 \(mapping.dataset)",
                en: "there is no data set \(mapping.dataset)"
            )
        }
        for name in dialect.without.keys.sorted() where name != "*" {
            if contracts?.program(named: name, version: nil) == nil {
                collector.report(
                    dialect.file,
                    "without.\(name)",
                    zh: "没有数据集 \(name)",
                    en: "there is no data set \(name)"
                )
            } else if dialect.mapping(of: name) != nil {
                collector.report(dialect.file, "without.\(name)", zh: "该数据集已有对照", en: "the data set has a mapping")
            }
        }
        let translations = (contracts?.programs ?? []).compactMap { program -> Translation? in
            guard let mapping = dialect.mapping(of: program.name) else { return nil }
            checkFields(mapping, program)
            let directions = dialect.directions
            return Translation(
                dialect,
                mapping,
                program,
                writing: directions.contains(.write)
                    ? TranslationCompiler.plan(dialect, mapping, program, .write, collector) : nil,
                reading: directions.contains(.read)
                    ? TranslationCompiler.plan(dialect, mapping, program, .read, collector) : nil
            )
        }
        return Dialect(dialect, translations)
    }

    /// Fields that reasons are given for must exist, where the mapping is for one data set.
    private func checkFields(_ mapping: MappingDefinition, _ program: ContractProgram) {
        guard mapping.dataset != MappingDefinition.anyDataset else { return }
        let written = mapping.write.reduce(into: Set<String>()) { $0.formUnion(RestFields.references(of: $1)) }
        for (key, fields) in [
            ("unmapped", mapping.unmapped), ("lossy", mapping.lossy), ("unfilled", mapping.unfilled),
        ] {
            for name in fields.keys.sorted() where program.numbers[name] == nil {
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
