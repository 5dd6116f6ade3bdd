/// A list that is built from fields with several values.
struct EachPlan: Sendable {
    enum Element: Sendable {
        case steps([OutputStep])
        case value(ExpressionPlan)
    }

    /// `"name":`; empty when the elements are appended to an array that is open already.
    var key: [UInt8]
    var appends: Bool
    var items: [ReferencePlan]
    /// Names of the fields, for problems.
    var pointers: [String]
    /// Separator of the items; nil when each field is one item.
    var separator: UInt8?
    /// True when a field may have fewer items than the first, which are absent then.
    var allowsShort: Bool
    var element: Element
    var conditions: [ConditionPlan]
    var operations: OperationSet
    var uniqueRow: Int?
    /// Number of the array that the elements belong to.
    var array: Int
    var rule: String
    /// Number of the row in the coverage report and among the rows written.
    var row: Int
}
