/// One data set of one dialect in one direction, compiled: what is read, and what is written in which order.
///
/// Immutable and shared by all workers.
struct TranslationPlan: Sendable {
    /// A member that a document must have.
    struct Mandatory: Sendable {
        let pointer: String
        let operations: OperationSet
        let rule: String
        /// Rows that write it.
        var rows: [Int] = []
        /// Where reading notes its value.
        var slot: Int?

        init(_ member: MandatoryMember, rule: String) {
            pointer = member.pointer
            operations = member.operations
            self.rule = rule
        }
    }

    let direction: DialectDirection
    /// What the edition takes for a placeholder, and the field of each slot; no field when reading, because the
    /// validator has to see placeholders.
    let fields: FieldPass
    let slotFields: [Int]
    let sources: SourceTree
    /// Rows for title fields, before everything else.
    let titleRows: [Int]
    let steps: [OutputStep]
    let rows: [RowPlan]
    let blocks: [BlockPlan]
    let lists: [EachPlan]
    let mandatory: [Mandatory]
    /// How members that nobody knows are called in the output.
    let rest: FieldRenaming
    /// Names that rows write beside the members passed on.
    let bodyNames: Set<String>
    let placeholders: Set<[UInt8]>
    let longestPlaceholder: Int
    let dialect: String
    let dataset: String
    /// The data set, with the version where the mapping is for that one alone; tells mappings apart in reports.
    let scope: String
    /// Number of the data set as text; nil when it has none.
    let number: String?
    /// Rows by whose values elements of arrays are told apart.
    let uniqueRows: Set<Int>
    /// Names of the rows for the coverage report, by number.
    let labels: [String]
}
