/// A value inside `concat`, `first` or `value`.
enum ExpressionPlan: Sendable {
    case reference(ReferencePlan, [ConversionPlan])
    case text([UInt8])
}
