/// A code table in one direction.
struct CodeTablePlan: Sendable {
    let name: String
    let entries: [[UInt8]: [UInt8]]
    let unmapped: CodeTableDefinition.Unmapped
    /// Name and direction for the coverage report.
    let label: String
}
