internal import Core

/// A record rule ready to run, of trivial bytes; fields by number, everything that needs storage by range or number.
struct RulePlan: Sendable {
    /// The field has one of the values (one of its items has).
    struct Condition: Sendable {
        let field: Int
        let values: CodePool.CodeSet
    }

    /// What an amount is measured by.
    struct Amount: Sendable {
        let unit: Int?
        let factors: [(code: [UInt8], factor: ExactDecimal)]
        let limit: ExactDecimal
    }

    /// What the rule says, and what it does to a record.
    struct Text: Sendable {
        /// `<number>.<id>`
        let id: String
        let severity: Severity
        let message: BilingualText
    }

    /// What the rule demands.
    enum Demand: Sendable {
        /// The fields at these places of ``RulePass/fields`` are there.
        case required(Range<Int>)
        /// The conditions do not hold together; reported at their last field.
        case forbidden(Int)
        case prefix(field: Int, prefix: Int)
        case compare(left: Int, ComparisonOperator, right: Int)
        /// The amount in the field keeps to ``RulePass/amounts`` of this number.
        case amount(field: Int, number: Int)
    }

    /// Places in ``RulePass/conditions``.
    let conditions: Range<Int>
    let demand: Demand
}
