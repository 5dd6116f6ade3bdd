import ContractEngine

/// A code that one record carries, and what is asked of it.
struct CodeDemand: Sendable, Hashable {
    /// The code (``RelationName/code(_:)``); 0 where the record has no value.
    private(set) var value: UInt64
    /// Its fields, for whoever has to be told.
    let fields: [String]
    var unique = Policy.off
    var repetition = Policy.off
    var immutable = Policy.off

    /// The same code with another value.
    func with(_ value: UInt64) -> CodeDemand {
        var demand = self
        demand.value = value
        return demand
    }
}
