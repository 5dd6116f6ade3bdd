import Core

extension CaseRegister {
    /// Does to the live records of the case what `admitted`, which was accepted, says.
    func apply(_ operation: RecordOperation, _ admitted: AdmittedSubmission) {
        let relation = admitted.relation
        switch operation {
        case .add:
            add(
                relation.record,
                to: admitted.caseKey,
                dataset: admitted.dataset,
                timestamp: relation.timestamp,
                codes: relation.remembered,
                isRoot: relation.isRoot
            )
        case .change:
            change(
                relation.record,
                of: admitted.caseKey,
                at: relation.timestamp,
                codes: relation.remembered
            )
        case .delete:
            remove(relation.record, of: admitted.caseKey)
        }
    }
}
