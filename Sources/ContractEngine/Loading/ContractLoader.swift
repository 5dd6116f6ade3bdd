internal import Core
internal import Foundation

/// Reads the files of all editions beneath a directory.
///
/// An edition is a directory two levels down with an `edition.json`: `national/v2`. What else stands in the
/// directory is not the loader's business.
struct ContractLoader {
    private let root: String
    private let collector: ProblemCollector

    /// A loader of the directory `root`.
    init(root: String, _ collector: ProblemCollector) {
        self.root = root
        self.collector = collector
    }

    /// All editions, in order; of use only when nothing was reported.
    func editions() -> [LoadedEdition] {
        var editions: [LoadedEdition] = []
        var foundEdition = false
        for name in directories("") {
            for version in directories(name) where exists("\(name)/\(version)/edition.json") {
                foundEdition = true
                if let edition = edition(name, version) { editions.append(edition) }
            }
        }
        if !foundEdition {
            collector.report(
                "",
                "",
                zh: "目录下没有版本清单 edition.json",
                en: "no edition.json beneath the directory"
            )
        }
        return editions
    }

    private func edition(_ name: String, _ version: String) -> LoadedEdition? {
        let path = "\(name)/\(version)"
        guard let reader = reader("\(path)/edition.json"), var edition = EditionDefinition(reader) else { return nil }
        if edition.name != name { reader.report("edition", zh: "须与目录名一致", en: "must be the name of the directory") }
        if edition.version != version {
            reader.report("version", zh: "须与目录名一致", en: "must be the name of the directory")
        }
        readLists("\(path)/codelists", &edition)
        if exists("\(path)/common.json"), let common = self.reader("\(path)/common.json") { edition.addGroups(common) }
        if exists("\(path)/identifiers.json"), let file = self.reader("\(path)/identifiers.json") {
            edition.addIdentifiers(file)
        }
        for domain in directories(path) where domain != "codelists" {
            for folder in directories("\(path)/\(domain)") {
                readContract("\(path)/\(domain)/\(folder)/contract.json", domain, folder, &edition)
            }
        }
        edition.contracts.sort { $0.number < $1.number }
        return LoadedEdition(definition: edition, programs: compile(edition))
    }

    private func readLists(_ path: String, _ edition: inout EditionDefinition) {
        for file in files(path) where file.hasSuffix(".json") {
            guard let reader = reader("\(path)/\(file)"), let list = CodeListDefinition(reader) else { continue }
            if "\(list.id).json" != file { reader.report("id", zh: "须与文件名一致", en: "must be the name of the file") }
            edition.lists[list.id] = list
        }
    }

    private func readContract(
        _ path: String,
        _ domain: String,
        _ folder: String,
        _ edition: inout EditionDefinition
    ) {
        guard exists(path) else {
            collector.report(path, "", zh: "缺少合约文件", en: "the contract file is missing")
            return
        }
        guard let reader = reader(path), let contract = ContractDefinition(reader) else { return }
        if contract.domain != domain {
            reader.report("domain", zh: "须与目录名一致", en: "must be the name of the directory")
        }
        if "\(contract.number)-\(contract.name)" != folder {
            reader.report(
                "contract",
                zh: "目录名须为 编号-名称",
                en: "the directory must be called <number>-<name>"
            )
        }
        for other in edition.contracts where other.name == contract.name || other.number == contract.number {
            reader.report(
                "contract",
                zh: "名称或编号已用于 \(other.file)",
                en: "name or number is taken by \(other.file)"
            )
        }
        edition.contracts.append(contract)
    }

    private func compile(_ edition: EditionDefinition) -> [ContractProgram] {
        let names = Set(edition.contracts.map(\.name))
        return edition.contracts.map { contract in
            if let parent = contract.parent, !names.contains(parent) {
                collector.report(contract.file, "parent", zh: "没有数据集 \(parent)", en: "there is no data set \(parent)")
            }
            return ContractProgram(contract, edition: edition, ContractCompiler(contract, edition: edition, collector))
        }
    }

    /// A reader of the JSON object in `file`; nil, reported, when it cannot be read or is not JSON.
    private func reader(_ file: String) -> DefinitionReader? {
        guard let data = FileManager.default.contents(atPath: location(file)) else {
            collector.report(file, "", zh: "无法读取", en: "cannot be read")
            return nil
        }
        do throws(ConfigurationProblem) {
            let node = try ConfigurationDocument.parse(Array(data), file: file)
            return DefinitionReader(node, file: file, path: "", collector)
        } catch {
            collector.add(error)
            return nil
        }
    }

    private func location(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: location(path)) }

    private func entries(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: location(path))) ?? [])
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    private func isDirectory(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: location(path))
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }

    private func directories(_ path: String) -> [String] {
        entries(path).filter { isDirectory(path.isEmpty ? $0 : "\(path)/\($0)") }
    }

    private func files(_ path: String) -> [String] { entries(path).filter { !isDirectory("\(path)/\($0)") } }
}
