internal import Core

/// Reads the profiles: what one destination changes in an edition. The one place where the two are merged; from here
/// on a profile is an edition like any other.
struct ProfileLoader {
    /// Directory of the profiles.
    static let folder = "profiles"

    private let directory: DefinitionDirectory
    private let collector: ProblemCollector

    /// A loader of the profiles beneath `directory`.
    init(_ directory: DefinitionDirectory, _ collector: ProblemCollector) {
        self.directory = directory
        self.collector = collector
    }

    /// All profiles, in the order of their ids.
    func profiles(of editions: [EditionDefinition]) -> [LoadedProfile] {
        directory.directories(ProfileLoader.folder).compactMap { id in
            let path = "\(ProfileLoader.folder)/\(id)"
            guard directory.exists("\(path)/profile.json") else {
                collector.report("\(path)/profile.json", "", zh: "缺少概要文件", en: "the profile file is missing")
                return nil
            }
            guard let reader = directory.reader("\(path)/profile.json"), let profile = ProfileDefinition(reader) else {
                return nil
            }
            if profile.id != id { reader.report("profile", zh: "须与目录名一致", en: "must be the name of the directory") }
            guard let base = editions.first(where: { "\($0.name)/\($0.version)" == profile.base }) else {
                reader.report("base", zh: "没有版本 \(profile.base)", en: "there is no edition \(profile.base)")
                return nil
            }
            return load(profile, at: path, base)
        }
    }

    private func load(_ profile: ProfileDefinition, at path: String, _ base: EditionDefinition) -> LoadedProfile {
        var edition = base
        edition.profile = profile.id
        edition.options = profile.options
        edition.identifiers.merge(profile.identifiers) { $1 }
        if let policy = profile.placeholders { edition.placeholders?.policy = policy }
        for list in directory.lists("\(path)/codelists") { edition.lists[list.id] = list }
        changeGroups(profile, &edition)
        if let separator = profile.options.separator { setSeparator(separator, &edition) }
        readOverlays(path, &edition)
        // What is wrong with the edition itself was reported for the edition.
        let local = ProblemCollector(knowing: collector)
        let compilation = EditionCompilation(edition, local)
        let loaded = LoadedProfile(
            definition: profile,
            edition: edition,
            programs: edition.hasGroups ? edition.contracts.map(compilation.program) : [],
            versions: edition.hasGroups ? edition.versions.map(compilation.program) : []
        )
        let known = Set(collector.problems)
        for problem in local.problems where !known.contains(problem) {
            let isOwn = problem.file.hasPrefix(path)
            collector.report(
                problem.file,
                problem.key,
                zh: isOwn ? problem.message.zh : "在概要 \(profile.id) 中：\(problem.message.zh)",
                en: isOwn ? problem.message.en : "in profile \(profile.id): \(problem.message.en)"
            )
        }
        return loaded
    }

    private func changeGroups(_ profile: ProfileDefinition, _ edition: inout EditionDefinition) {
        for (id, place, rows) in profile.groups {
            guard var fields = edition.groups[id] else {
                if collector.isBroken(id) { continue }
                place.report("id", zh: "没有字段组 \(id)", en: "there is no group \(id)")
                continue
            }
            var touched: Set<String> = []
            OverlayRows.apply(
                rows,
                to: &fields,
                named: "name",
                &touched,
                id: \.name,
                node: \.node,
                read: { row, _ in FieldDefinition(row, group: id) }
            )
            edition.groups[id] = fields
        }
    }

    /// Gives every field of several values the separator of the destination; overlays come after and may differ.
    private func setSeparator(_ separator: UInt8, _ edition: inout EditionDefinition) {
        func change(_ field: inout FieldDefinition) {
            guard field.separator != nil else { return }
            field.separator = separator
            let text = JSONNode.string(String(Unicode.Scalar(separator)))
            let row = JSONNode.object([JSONNode.Member(name: "separator", value: text)])
            field.node = OverlayRows.merge(row, into: field.node)
        }
        for place in edition.contracts.indices {
            for row in edition.contracts[place].fields.indices { change(&edition.contracts[place].fields[row]) }
        }
        for place in edition.versions.indices {
            for row in edition.versions[place].fields.indices { change(&edition.versions[place].fields[row]) }
        }
        for id in edition.groups.keys {
            edition.groups[id] = edition.groups[id]?.map { field in
                var field = field
                change(&field)
                return field
            }
        }
    }

    private func readOverlays(_ path: String, _ edition: inout EditionDefinition) {
        let places = Dictionary(
            edition.contracts.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        for domain in directory.directories(path) where domain != "codelists" {
            for folder in directory.directories("\(path)/\(domain)") {
                let file = "\(path)/\(domain)/\(folder)/overlay.json"
                guard directory.exists(file) else {
                    collector.report(file, "", zh: "缺少覆盖文件", en: "the overlay file is missing")
                    continue
                }
                guard let reader = directory.reader(file), let overlay = OverlayDefinition(reader) else { continue }
                guard let place = places[overlay.contract] else {
                    if collector.isBroken(overlay.contract) { continue }
                    overlay.report(
                        "contract",
                        zh: "没有数据集 \(overlay.contract)",
                        en: "there is no data set \(overlay.contract)"
                    )
                    continue
                }
                let contract = edition.contracts[place]
                if contract.overlaid != nil {
                    overlay.report("contract", zh: "已有 \(contract.file)", en: "has one already: \(contract.file)")
                }
                if contract.domain != domain || contract.folder != folder {
                    overlay.report(
                        "contract",
                        zh: "须位于 \(contract.domain)/\(contract.folder)",
                        en: "must stand in \(contract.domain)/\(contract.folder)"
                    )
                }
                edition.contracts[place] = overlay.applied(to: contract, groups: edition.groups)
            }
        }
    }
}
