internal import Core

/// A record rule ready to run, of trivial bytes; fields by number, everything that needs storage by range or number.
struct RulePlan: Sendable {
    /// What is asked of a field.
    struct Condition: Sendable {
        enum Test: Sendable {
            case isOneOf(CodePool.CodeSet)
            case isNoneOf(CodePool.CodeSet)
            case isPresent(Bool)
            /// An item begins with the text of this number in ``RulePass/beginnings``.
            case starts(Int)
        }

        let field: Int
        let test: Test
    }

    /// How many days lie between two dates.
    struct Clock: Sendable {
        let from: Int
        let to: Int
        let least: Int?
        let most: Int?
        let countsWorkingDays: Bool
        let endsOnWorkingDay: Bool
    }

    /// Of what an amount is at most a part.
    struct Ratio: Sendable {
        let unit: Int?
        let whole: Int
        let wholeUnit: Int?
        let factors: [(code: [UInt8], factor: ExactDecimal)]
        let limit: ExactDecimal
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
        /// All fields of one of the groups at these places of ``RulePass/groups`` are there.
        case oneOf(Range<Int>)
        /// The fields at these places of ``RulePass/fields`` have the same number of items.
        case itemsMatch(Range<Int>)
        /// ``RulePass/clocks`` of this number is kept.
        case clock(Int)
        /// The amount in the field keeps to ``RulePass/ratios`` of this number.
        case ratio(field: Int, number: Int)
    }

    /// Places in ``RulePass/conditions``.
    let conditions: Range<Int>
    /// Places in ``RulePass/conditions``; when there are any and all hold, the rule does not apply.
    let exceptions: Range<Int>
    let demand: Demand
}
