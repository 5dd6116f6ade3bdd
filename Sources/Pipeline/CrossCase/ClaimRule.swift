import ContractEngine

/// What records of one data set claim beyond their case, in one version of its contract.
struct ClaimRule: Sendable, Hashable {
    let origin: ClaimOrigin
    let policy: Policy
    /// The data set in which the value is looked for: the record's own, or the parent's.
    let dataset: String
    /// The fields there that hold it.
    let fieldsThere: [String]
    /// The record's fields that hold it.
    let fields: [String]
    /// What separates several values in the first of them, ASCII; nil where there is one.
    var separator: UInt8?
}
