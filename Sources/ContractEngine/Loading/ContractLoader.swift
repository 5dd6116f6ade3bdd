internal import Core
internal import Foundation

/// Reads the files of all editions and profiles beneath a directory.
///
/// An edition is a directory two levels down with an `edition.json`: `national/v2`; a profile is a directory of
/// `profiles` with a `profile.json`. What else stands in the directory is not the loader's business.
struct ContractLoader {
    private let directory: DefinitionDirectory
    private let collector: ProblemCollector

    /// A loader of the directory `root`.
    init(root: String, _ collector: ProblemCollector) {
        directory = DefinitionDirectory(root: root, collector)
        self.collector = collector
    }

    /// All editions and profiles, in order; of use only when nothing was reported.
    func contents() -> LoadedContents {
        var contents = LoadedContents()
        var foundEdition = false
        for name in directory.directories("") where name != ProfileLoader.folder {
            for version in directory.directories(name) where directory.exists("\(name)/\(version)/edition.json") {
                foundEdition = true
                if let edition = edition(name, version) { contents.editions.append(edition) }
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
        contents.profiles = ProfileLoader(directory, collector).profiles(of: contents.editions.map(\.definition))
        return contents
    }

    private func edition(_ name: String, _ version: String) -> LoadedEdition? {
        let path = "\(name)/\(version)"
        let reader = directory.reader("\(path)/edition.json")
        var edition = reader.flatMap { EditionDefinition($0) } ?? EditionDefinition(unread: name, version)
        if let text = reader?.node("edition")?.text, text != name {
            reader?.report("edition", zh: "须与目录名一致", en: "must be the name of the directory")
        }
        if let text = reader?.node("version")?.text, text != version {
            reader?.report("version", zh: "须与目录名一致", en: "must be the name of the directory")
        }
        edition.name = name
        edition.version = version
        for list in directory.lists("\(path)/codelists") { edition.lists[list.id] = list }
        if directory.exists("\(path)/common.json") {
            let common = directory.reader("\(path)/common.json")
            if let common { edition.addGroups(common) }
            edition.hasGroups = common != nil
        }
        if directory.exists("\(path)/identifiers.json"), let file = directory.reader("\(path)/identifiers.json") {
            edition.addIdentifiers(file)
        }
        if directory.exists("\(path)/placeholders.json"),
            let file = directory.reader("\(path)/placeholders.json")
        {
            edition.placeholders = PlaceholderDefinition(file)
        }
        if directory.exists("\(path)/calendar.json"), let file = directory.reader("\(path)/calendar.json") {
            edition.calendar = CalendarDefinition(file)
        }
        readContracts(path, &edition)
        let compilation = EditionCompilation(edition, collector)
        return LoadedEdition(
            definition: edition,
            programs: edition.hasGroups ? edition.contracts.map(compilation.program) : [],
            versions: edition.hasGroups ? edition.versions.map(compilation.program) : []
        )
    }

    private func readContracts(_ path: String, _ edition: inout EditionDefinition) {
        var files: [String: String] = [:]
        for domain in directory.directories(path) where domain != "codelists" {
            for folder in directory.directories("\(path)/\(domain)") {
                let place = "\(path)/\(domain)/\(folder)"
                guard let (contract, reader) = contract(place, domain) else {
                    markBroken(folder)
                    for version in directory.directories(place) { _ = self.contract("\(place)/\(version)", domain) }
                    continue
                }
                if contract.folder != folder {
                    reader.report(
                        "contract",
                        zh: "目录名须为 \(contract.folder)",
                        en: "the directory must be called \(contract.folder)"
                    )
                }
                let identities = [contract.name, contract.number.map(String.init)].compactMap(\.self)
                for other in Set(identities.compactMap { files.updateValue(contract.file, forKey: $0) }).sorted() {
                    reader.report("contract", zh: "名称或编号已用于 \(other)", en: "name or number is taken by \(other)")
                }
                edition.contracts.append(contract)
                for version in directory.directories(place) {
                    guard let other = self.version(version, of: contract, place, domain) else { continue }
                    edition.versions.append(other)
                }
            }
        }
        edition.contracts.sort { ($0.number ?? .max, $0.name) < ($1.number ?? .max, $1.name) }
        edition.versions.sort { ($0.number ?? .max, $0.name, $0.version) < ($1.number ?? .max, $1.name, $1.version) }
    }

    /// Notes that the data set in `folder`, `<number>-<NAME>` or `<NAME>`, is there and cannot be read.
    private func markBroken(_ folder: String) {
        let parts = folder.split(separator: "-", maxSplits: 1)
        collector.markBroken(String(parts.last ?? ""))
    }

    /// The contract in the directory `place`.
    private func contract(_ place: String, _ domain: String) -> (ContractDefinition, DefinitionReader)? {
        let path = "\(place)/contract.json"
        guard directory.exists(path) else {
            collector.report(path, "", zh: "缺少合约文件", en: "the contract file is missing")
            return nil
        }
        guard let reader = directory.reader(path), let contract = ContractDefinition(reader) else { return nil }
        if contract.domain != domain {
            reader.report("domain", zh: "须与目录名一致", en: "must be the name of the directory")
        }
        return (contract, reader)
    }

    /// Another version of `current`, from the directory named after it.
    private func version(
        _ version: String,
        of current: ContractDefinition,
        _ place: String,
        _ domain: String
    ) -> ContractDefinition? {
        guard let (read, reader) = contract("\(place)/\(version)", domain) else { return nil }
        var contract = read
        contract.isCurrent = false
        if contract.name != current.name || contract.number != current.number {
            reader.report(
                "contract",
                zh: "名称和编号须与当前版本一致",
                en: "name and number must be those of the current version"
            )
        }
        if contract.version != version {
            reader.report("version", zh: "须与目录名一致", en: "must be the name of the directory")
        }
        if contract.version == current.version {
            reader.report("version", zh: "与当前版本相同", en: "is that of the current version")
        }
        return contract
    }
}
