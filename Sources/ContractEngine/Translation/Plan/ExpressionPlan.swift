/// A value inside `concat`, `first` or `value`.
enum ExpressionPlan: Sendable {
    /// With true for a date, so that zeros mean nothing.
    case reference(ReferencePlan, [ConversionPlan], isDate: Bool)
    case text([UInt8])
    case concat([ExpressionPlan], [ConversionPlan])
    case first([ExpressionPlan], [ConversionPlan])
}
