/// All contracts of all editions of an installation, in all their versions, and the profiles that rest on them.
package struct ContractCatalog: Sendable {
    /// The profiles, by id.
    package let profiles: [ContractProfile]

    private let index: ContractIndex

    init(editions: [LoadedEdition], profiles: [LoadedProfile]) {
        index = ContractIndex(
            programs: editions.flatMap(\.programs),
            versions: editions.flatMap(\.versions)
        )
        self.profiles = profiles.map(ContractProfile.init)
    }

    /// The current version of every contract, by edition and number; without profiles.
    package var programs: [ContractProgram] { index.programs }

    /// The other accepted versions, by edition, number and version; without profiles.
    package var versions: [ContractProgram] { index.versions }

    /// Loads every edition and every profile beneath `directory`, for example `Contracts`.
    ///
    /// - Throws: all mistakes of all files at once.
    package static func load(from directory: String) throws(ContractLoadFailure) -> ContractCatalog {
        let collector = ProblemCollector()
        let contents = ContractLoader(root: directory, collector).contents()
        guard collector.problems.isEmpty else {
            throw ContractLoadFailure(problems: collector.located(beneath: directory))
        }
        return ContractCatalog(editions: contents.editions, profiles: contents.profiles)
    }

    /// The contract of data set `name`.
    ///
    /// - Parameters:
    ///   - version: version of the contract (`2.0`) or of the edition (`v2`); nil for the current one of the newest
    ///     edition.
    ///   - profile: id of a profile; nil for the edition as it stands.
    package func program(named name: String, version: String?, profile: String? = nil) -> ContractProgram? {
        guard let profile else { return index.program(named: name, version: version) }
        return self.profile(profile)?.program(named: name, version: version)
    }

    /// The contract that `ce_dataschema` names: `/contracts/national/v2/TENDER_PROJECT` is the current version,
    /// `/contracts/national/v2/TENDER_PROJECT/1.0` that version.
    package func program(schema: String) -> ContractProgram? {
        index.program(schema: schema)
    }

    /// The profile `id`; nil when there is none.
    package func profile(_ id: String) -> ContractProfile? {
        profiles.first { $0.id == id }
    }
}
