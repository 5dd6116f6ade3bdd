/// Contracts ready for look-up by name and by schema path.
struct ContractIndex: Sendable {
    /// The current version of each data set.
    let programs: [ContractProgram]
    /// The other versions that are accepted.
    let versions: [ContractProgram]

    private let byName: [String: [ContractProgram]]
    private let bySchema: [String: ContractProgram]

    /// An index of the current versions `programs` and of the other `versions`.
    init(programs: [ContractProgram], versions: [ContractProgram]) {
        self.programs = programs
        self.versions = versions
        byName = Dictionary(grouping: versions + programs, by: \.name)
        var bySchema: [String: ContractProgram] = [:]
        bySchema.reserveCapacity(programs.count * 2 + versions.count)
        for program in versions + programs { bySchema[program.versionedSchema] = program }
        for program in programs { bySchema[program.schema] = program }
        self.bySchema = bySchema
    }

    /// The contract of data set `name` in `version`, which is that of a contract or of an edition; nil for the current
    /// one of the last edition.
    func program(named name: String, version: String?) -> ContractProgram? {
        guard let candidates = byName[name] else { return nil }
        guard let version else { return candidates.last }
        return candidates.last { $0.version == version } ?? candidates.last { $0.editionVersion == version }
    }

    /// The contract with the path `schema`, with or without version.
    func program(schema: String) -> ContractProgram? { bySchema[schema] }

    /// Every version of the data set `name`, the current one last.
    func versions(of name: String) -> [ContractProgram] { byName[name] ?? [] }
}
