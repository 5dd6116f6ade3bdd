package import Core

/// One destination's reading of an edition: every contract of the edition with what the profile changes.
package struct ContractProfile: Sendable {
    /// Id, the name of its directory.
    package let id: String
    /// Title.
    package let title: BilingualText
    /// Where it comes from.
    package let source: String
    /// How its validator reads values.
    package let options: ProfileOptions
    /// Wire names of the data sets for which the profile has an overlay, sorted.
    package let overlaid: [String]

    private let index: ContractIndex

    init(_ profile: LoadedProfile) {
        id = profile.definition.id
        title = profile.definition.title
        source = profile.definition.source
        options = profile.definition.options
        overlaid = profile.programs.filter { $0.definition.overlaid != nil }.map(\.name).sorted()
        index = ContractIndex(programs: profile.programs, versions: profile.versions)
    }

    /// The current version of every contract, as the profile has it.
    package var programs: [ContractProgram] { index.programs }

    /// The contract of data set `name`; see ``ContractCatalog/program(named:version:profile:)``.
    package func program(named name: String, version: String?) -> ContractProgram? {
        index.program(named: name, version: version)
    }

    /// The contract with the path `schema`, as the profile has it.
    package func program(schema: String) -> ContractProgram? { index.program(schema: schema) }
}
