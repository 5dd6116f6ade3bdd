internal import Core

/// Two contracts side by side: what differs, and whether a record that is valid under one can be invalid under the
/// other.
///
/// The verdict errs on one side only. Without a reason no valid record becomes invalid; with a reason there may be one,
/// and with a witness there is.
package struct ContractComparison: Sendable {
    /// The differences, in the order of the contract.
    package let changes: [ContractChange]
    /// Why a record that is valid under the first can be invalid under the second; empty when none can.
    package let forward: [BreakingReason]
    /// The same, the other way round.
    package let backward: [BreakingReason]

    /// Compares `first` with `second`.
    ///
    /// - Parameter records: records that may be valid under one of the two, from which witnesses are made; without them
    ///   there are no witnesses.
    package init(_ first: ContractProgram, _ second: ContractProgram, records: [[UInt8]] = []) {
        let left = ContractLaw(first)
        let right = ContractLaw(second)
        changes = ContractChanges(first, second).all()
        forward = ContractComparison.reasons(left, right, records)
        backward = ContractComparison.reasons(right, left, records)
    }

    private static func reasons(_ former: ContractLaw, _ next: ContractLaw, _ records: [[UInt8]]) -> [BreakingReason] {
        if former.program === next.program { return [] }
        var search = WitnessSearch(former: former, next: next, records: records)
        let reasons =
            FieldImplication(former: former, next: next).reasons()
            + RuleImplication(former: former, next: next).reasons()
        return reasons.map { reason in
            var reason = reason
            reason.witness = search.witness(of: reason)
            return reason
        }
    }
}
