internal import Core

/// A record rule ready to run; fields by number.
struct RecordRule: Sendable {
    /// The field has one of the values (one of its items has).
    struct Condition: Sendable {
        let field: Int
        let values: CodeSet
    }

    /// What the rule demands.
    enum Demand: Sendable {
        case required([Int])
        case forbidden
        case prefix(field: Int, prefix: Int)
        case compare(left: Int, ComparisonOperator, right: Int)
        case amount(field: Int, unit: Int?, factors: [(code: [UInt8], factor: ExactDecimal)], limit: ExactDecimal)
    }

    /// `<number>.<id>`
    let id: String
    let severity: Severity
    let conditions: [Condition]
    let demand: Demand
    let message: BilingualText
}
