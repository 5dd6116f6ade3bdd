package import Core

/// Contracts in the forms that partners use.
package struct ContractExport: Sendable {
    /// The forms.
    package enum Form: String, CaseIterable, Sendable, Hashable {
        /// JSON Schema 2020-12, one file for each operation.
        case jsonSchema = "json-schema"
        /// XML Schema 1.0 for the XML dialects.
        case xsd
        /// A table for documents and wikis.
        case markdown
        /// A page for people.
        case html
    }

    /// What stands within the first 4 KB of every exported file, by which a later export knows its own files.
    package static let mark = "hutong contract export"

    private let programs: [ContractProgram]
    private let samples: SampleSuite
    private let form: Form
    private let operations: [RecordOperation]
    private let linked: Set<String>
    private let dialects: [Dialect]

    /// An export of `programs`.
    ///
    /// - Parameters:
    ///   - samples: the golden samples of the contracts, for pages.
    ///   - operations: the operations of schemas; the other forms tell of all.
    ///   - dialects: the dialects whose XML has schemas.
    package init(
        _ programs: [ContractProgram],
        samples: SampleSuite,
        as form: Form,
        operations: [RecordOperation] = [.add, .change],
        dialects: [Dialect] = []
    ) {
        self.programs = programs
        self.samples = samples
        self.form = form
        self.operations = operations
        self.dialects = dialects
        linked = Set(programs.map(\.name))
    }

    /// The files that say what `program` demands.
    package func files(of program: ContractProgram) -> [ExportFile] {
        let contract = ExportedContract(program)
        switch form {
        case .jsonSchema: return operations.map { JSONSchemaExporter.file(contract, operation: $0) }
        case .markdown: return [MarkdownExporter.file(contract)]
        case .html:
            return [HTMLExporter.file(contract, samples: samples.samples(of: program), linked: linked)]
        case .xsd:
            return dialects.flatMap { XSDExporter.files(contract, in: $0.definition, operations: operations) }
        }
    }

    /// The files that tell of all contracts together, such as an index.
    package func sharedFiles() -> [ExportFile] {
        switch form {
        case .html: [HTMLIndex.file(programs)]
        case .markdown: [MarkdownExporter.index(programs)]
        case .jsonSchema, .xsd: []
        }
    }
}
