/// One data set of one dialect, compiled in the directions that the dialect has.
///
/// Immutable and shared by all workers.
package final class Translation: Sendable {
    /// Id of the dialect.
    package let dialect: String
    /// The contract of the national record.
    package let program: ContractProgram
    /// What the dialect calls the data set; the names that a document may say.
    package let names: [String]
    /// Syntax of the documents.
    package let format: DialectFormat
    /// Media type of the documents.
    package let contentType: String
    /// Root element and lists of an XML dialect.
    package let form: XMLDocumentForm

    let writing: TranslationPlan?
    let reading: TranslationPlan?

    init(
        _ dialect: DialectDefinition,
        _ mapping: MappingDefinition,
        _ program: ContractProgram,
        writing: TranslationPlan?,
        reading: TranslationPlan?
    ) {
        self.dialect = dialect.id
        self.program = program
        names = mapping.names.isEmpty ? [program.name] : mapping.names
        format = dialect.format
        contentType = dialect.contentType
        var form = dialect.xml
        form.root = form.root ?? mapping.root ?? mapping.names.first ?? program.name
        self.form = form
        self.writing = writing
        self.reading = reading
    }

    /// One row, for listings.
    package struct Line: Sendable, Hashable {
        /// Which way it is used.
        package let direction: DialectDirection
        /// Place of the source; empty for a constant or a list.
        package let source: String
        /// Place of the target.
        package let target: String
    }

    /// The rows in the order in which they are written.
    package var lines: [Line] {
        [writing, reading].compactMap { $0 }.flatMap { plan in
            let prefix = "\(plan.dialect).\(plan.dataset)."
            return plan.rows.map { row in
                Line(direction: plan.direction, source: row.pointer, target: String(row.rule.dropFirst(prefix.count)))
            }
        }
    }

    /// True when records can be translated in `direction`.
    package func has(_ direction: DialectDirection) -> Bool {
        direction == .write ? writing != nil : reading != nil
    }
}
