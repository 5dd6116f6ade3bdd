/// All contracts of all editions of an installation.
package struct ContractCatalog: Sendable {
    /// The contracts, by edition and number.
    package let programs: [ContractProgram]

    private let byName: [String: [ContractProgram]]
    private let bySchema: [String: ContractProgram]

    private init(_ programs: [ContractProgram]) {
        self.programs = programs
        byName = Dictionary(grouping: programs, by: \.name)
        bySchema = Dictionary(programs.map { ($0.schema, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Loads every edition beneath `directory`, for example `Contracts`.
    ///
    /// - Throws: all mistakes of all files at once.
    package static func load(from directory: String) throws(ContractLoadFailure) -> ContractCatalog {
        let collector = ProblemCollector()
        let programs = ContractLoader(root: directory, collector).editions().flatMap(\.programs)
        guard collector.problems.isEmpty else { throw ContractLoadFailure(problems: collector.problems) }
        return ContractCatalog(programs)
    }

    /// The contract of data set `name`.
    ///
    /// - Parameter version: version of the edition (`v2`) or of the contract (`2.0`); nil for the newest edition.
    package func program(named name: String, version: String?) -> ContractProgram? {
        guard let candidates = byName[name] else { return nil }
        guard let version else { return candidates.last }
        return candidates.last { $0.editionVersion == version || $0.version == version }
    }

    /// The contract whose ``ContractProgram/schema`` is `schema`, for example `/contracts/national/v2/TENDER_PROJECT`.
    package func program(schema: String) -> ContractProgram? {
        bySchema[schema]
    }
}
