/// A parent that one record names.
struct ParentDemand: Sendable, Hashable {
    /// Wire name of the parent's data set.
    let dataset: String
    /// Code of the parent (``RelationName/code(_:)``); nil where any founding record of the case will do.
    let code: UInt64?
    /// True when the record waits for it; else its absence is remarked.
    var isWaitedFor = true
}
