internal import Core

/// All dialects of an installation, compiled against its contracts.
package struct DialectCatalog: Sendable {
    /// The dialects, by id.
    package let dialects: [Dialect]

    /// A catalog without dialects.
    package init() { dialects = [] }

    /// A catalog of `dialects`.
    init(_ dialects: [Dialect]) { self.dialects = dialects }

    /// Loads every dialect beneath `directory`, for example `Contracts`.
    ///
    /// - Throws: all mistakes of all files at once.
    package static func load(
        from directory: String,
        contracts: ContractCatalog
    ) throws(ContractLoadFailure) -> DialectCatalog {
        let collector = ProblemCollector()
        let dialects = DialectLoader(directory: directory, contracts: contracts, collector).dialects().map(\.dialect)
        guard collector.problems.isEmpty else {
            throw ContractLoadFailure(problems: collector.located(beneath: directory))
        }
        return DialectCatalog(dialects)
    }

    /// Tells payloads of these dialects apart.
    package var signature: DialectSignature { DialectSignature(dialects) }

    /// The dialect called `id`; nil when there is none.
    package subscript(_ id: String) -> Dialect? { dialects.first { $0.id == id } }
}
