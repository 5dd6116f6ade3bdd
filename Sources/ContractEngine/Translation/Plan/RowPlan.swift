/// One row, ready to run.
struct RowPlan: Sendable {
    enum Source: Sendable {
        case reference(ReferencePlan)
        case constant(ScalarValue)
        case concat([ExpressionPlan])
        case first([ExpressionPlan])
    }

    /// `"name":` as it is written; empty for an element of an array.
    var key: [UInt8]
    var source: Source
    var conversions: [ConversionPlan]
    var fallback: ScalarValue?
    var conditions: [ConditionPlan]
    var operations: OperationSet
    /// The title field that is set; nil when the value belongs to the output.
    var title: TitleField?
    /// True when the source is a date, so that zeros mean nothing.
    var isDate: Bool
    /// Place of the source, for problems.
    var pointer: String
    /// `<dialect>.<DATASET>.<to>`
    var rule: String
    /// True when the value is passed on as it is whenever it is there.
    var isPlain: Bool
}
