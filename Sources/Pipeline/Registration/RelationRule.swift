/// How records of one data set, in one version of its contract, stand to others.
struct RelationRule: Sendable {
    /// True when the case belongs to the platform that registers it first, and to nobody else.
    var isOwned = true
    /// True for 招标项目 and its like, which found their case.
    var isRoot = false
    /// The records that must be there.
    var parents: [ParentRule] = []
    /// What must not occur twice, must not change, or is what others find the record by.
    var codes: [CodeRule] = []
    /// What is said of values that reach beyond the case.
    var claims: [ClaimRule] = []

    /// What a record asks for of whose body nothing is known: that its case was founded. Nil where it may stand alone.
    var founder: ParentDemand? {
        guard !isRoot, let parent = parents.first(where: { $0.fieldsThere == nil }) ?? parents.first else { return nil }
        return ParentDemand(dataset: parent.dataset, code: nil, isWaitedFor: parent.isWaitedFor)
    }
}
