/// An object or array that the output opens, and closes unless nothing was written into it.
struct BlockPlan: Sendable {
    /// `"name":`; empty for an element of an array and for the document.
    var key: [UInt8]
    var isArray: Bool
    var conditions: [ConditionPlan]
    var operations: OperationSet
    /// Index of the step that closes it.
    var end: Int
    /// Row whose value must be new in the array with number ``array``.
    var uniqueRow: Int?
    /// Number of the array that it is an element of.
    var array: Int
}
