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

    private let directory: String
    private let form: Form
    private let operations: [RecordOperation]

    /// An export of contracts that were loaded from `directory`, where their samples are read.
    ///
    /// - Parameter operations: the operations of JSON Schemas; the other forms tell of all.
    package init(directory: String, form: Form, operations: [RecordOperation]) {
        self.directory = directory
        self.form = form
        self.operations = operations
    }

    /// The files that say what `program` demands.
    package func files(of program: ContractProgram) -> [ExportFile] {
        let contract = ExportedContract(program)
        switch form {
        case .jsonSchema: return operations.map { JSONSchemaExporter.file(contract, operation: $0) }
        case .xsd, .markdown, .html: return []
        }
    }

    /// The files that tell of all `programs` together, such as an index.
    package func sharedFiles(of programs: [ContractProgram]) -> [ExportFile] {
        []
    }
}
