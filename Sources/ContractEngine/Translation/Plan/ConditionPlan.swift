/// A condition of a `when`.
struct ConditionPlan: Sendable {
    enum Test: Sendable {
        case among(Set<[UInt8]>)
        case notAmong(Set<[UInt8]>)
        case present(Bool)
        case starts([UInt8])
        case check(IdentifierKind)
    }

    let reference: ReferencePlan
    let test: Test
    /// Separator of the field's values; 0 when it has one value.
    let separator: UInt8
    /// Name for the coverage report.
    let label: String
}
