import Core

/// Decides about admitted records by what the register knows; pure, so that it can be compared with a model.
struct RegistrationJudgement {
    /// The names of what a record concerns in the register.
    struct Keys {
        let message: EntryKey
        let record: EntryKey
        /// 0 for a record without a code.
        let code: UInt64

        init(_ admitted: AdmittedSubmission) {
            let (caseKey, envelope) = (admitted.caseKey, admitted.envelope)
            message = EntryKey(caseKey, "m", admitted.sender, envelope.id)
            record = EntryKey(caseKey, "r", admitted.sender, admitted.dataset, envelope[.datakey] ?? "")
            // Zero stands for no code.
            code =
                admitted.relation.code.map { EntryKey(caseKey, "c", admitted.sender, admitted.dataset, $0).high | 1 }
                ?? 0
        }
    }

    /// What becomes of `admitted`.
    ///
    /// - Parameter isReleased: true for a record that waited: those behind it in the queue do not hold it up.
    static func decision(
        on admitted: AdmittedSubmission,
        _ keys: Keys,
        _ register: CaseRegister,
        isReleased: Bool = false
    ) -> RegistrationDecision {
        if let known = register.message(keys.message) {
            guard known.digest == admitted.digest else { return .refused([.idReused]) }
            // A request asks for a new judgement of what was refused; what was accepted is so for good.
            if admitted.redrive == nil || known.refusal.isEmpty { return .repeated(known.refusal) }
        }
        let entry = register.entry(of: admitted.caseKey)
        if let entry {
            guard admitted.relation.isShared || register.isOwned(entry, by: admitted.sender) else {
                return .refused([.notOwner])
            }
            guard !entry.isClosed else { return .refused([.caseClosed]) }
        }
        if !isReleased, let parent = queue(of: admitted, keys, register) { return .parked(parent: parent) }
        let problems = problems(of: admitted, keys, register, entry)
        guard problems.isEmpty else { return .refused(problems) }
        if let parent = missingParent(of: admitted, register, entry) { return .parked(parent: parent) }
        return .accepted
    }

    /// True when a record that waits for `parent` need not wait any longer.
    static func isThere(_ parent: String, root: Bool, _ register: CaseRegister, _ entry: CaseEntry?) -> Bool {
        guard let entry else { return false }
        return root ? entry.roots > 0 : register.hasRecord(of: parent, in: entry)
    }

    /// Behind whom the record has to wait though its own parent may be there: records for the same key, or for the same
    /// parent, came before and wait still.
    private static func queue(_ parked: [ParkedRecord], _ key: EntryKey, _ parent: String?) -> String? {
        parked.first { $0.record == key || $0.parent == parent }?.parent
    }

    private static func queue(of admitted: AdmittedSubmission, _ keys: Keys, _ register: CaseRegister) -> String? {
        let parked = register.parked(in: admitted.caseKey)
        guard !parked.isEmpty else { return nil }
        return queue(parked.filter { $0.sender == admitted.sender }, keys.record, admitted.relation.parent)
    }

    private static func problems(
        of admitted: AdmittedSubmission,
        _ keys: Keys,
        _ register: CaseRegister,
        _ entry: CaseEntry?
    ) -> [RelationProblem] {
        let known = register.record(keys.record)
        let relation = admitted.relation
        switch (admitted.envelope.operation, known) {
        case (.add, nil):
            var problems: [RelationProblem] = []
            if relation.isRoot, let entry, register.hasRecord(of: admitted.dataset, in: entry) {
                problems.append(.caseTaken)
            }
            if keys.code != 0, register.isTaken(keys.code) { problems.append(.codeTaken) }
            return problems
        case (.add, _?):
            return [.dataKeyExists(dataset: admitted.dataset)]
        case (.change, nil), (.delete, nil):
            return [.dataKeyUnknown(dataset: admitted.dataset, operation: admitted.envelope.operation)]
        case (.change, let known?):
            var problems: [RelationProblem] = []
            if relation.timestamp != 0, relation.timestamp < known.timestamp {
                problems.append(.superseded(kept: known.timestamp, came: relation.timestamp))
            }
            if keys.code != 0, known.code != keys.code { problems.append(.codeChanged) }
            return problems
        case (.delete, _?):
            return []
        }
    }

    private static func missingParent(
        of admitted: AdmittedSubmission,
        _ register: CaseRegister,
        _ entry: CaseEntry?
    ) -> String? {
        let relation = admitted.relation
        guard admitted.envelope.operation == .add, let parent = relation.parent else { return nil }
        return isThere(parent, root: relation.parentIsRoot, register, entry) ? nil : parent
    }
}
