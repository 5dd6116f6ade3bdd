import ContractEngine
import Core

/// Decides about admitted records by what the register knows; pure, so that it can be compared with a model.
struct RegistrationJudgement {
    /// What becomes of `admitted`.
    ///
    /// - Parameter isReleased: true for a record that waited: those behind it in the queue do not hold it up.
    static func decision(
        on admitted: AdmittedSubmission,
        _ register: CaseRegister,
        isReleased: Bool = false
    ) -> RegistrationDecision {
        let relation = admitted.relation
        if let known = register.message(relation.message) {
            // What its sender said in its place counts, whether or not it came here before.
            if known.isUnseen || known.isCorrected && !known.refusal.isEmpty && admitted.redrive != nil {
                return .refused([.corrected])
            }
            guard known.digest == relation.content else { return .refused([.idReused]) }
            // A request asks for a new judgement of what was refused; what was accepted is so for good.
            if admitted.redrive == nil || known.refusal.isEmpty { return .repeated(known.refusal) }
        }
        if let entry = register.entry(of: admitted.caseKey) {
            guard relation.isShared || register.isOwned(entry, by: admitted.sender) else {
                return .refused([.notOwner])
            }
            guard !entry.isClosed else { return .refused([.caseClosed(since: entry.active)]) }
        }
        if let target = relation.corrects, register.message(target)?.isCorrected == true {
            return .refused([.correctedBefore])
        }
        if !isReleased, let parent = queue(of: admitted, register) { return .parked(parent: parent) }
        let found = problems(of: admitted, register)
        let problems = found.filter { $0.policy == .reject }.map(\.problem)
        guard problems.isEmpty else { return .refused(problems) }
        // A change needs no parent: its record is there. It only keeps its place behind others (above).
        let missing =
            admitted.operation == .add
            ? relation.parents.filter { !isThere($0, register, admitted.caseKey) } : []
        if let parent = missing.first(where: \.isWaitedFor) { return .parked(parent: parent) }
        return .accepted(
            found.map(\.problem) + missing.map { .parentAbsent(parent: $0.dataset) }
        )
    }

    /// True when a record that waits for `parent` need not wait any longer.
    static func isThere(_ parent: ParentDemand, _ register: CaseRegister, _ caseKey: String) -> Bool {
        if let code = parent.code { return register.isTaken(code) }
        return register.entry(of: caseKey).map { $0.roots > 0 } ?? false
    }

    /// Behind whom the record has to wait though its own parent may be there: records for the same key, or for the same
    /// parent, came before and wait still.
    private static func queue(of admitted: AdmittedSubmission, _ register: CaseRegister) -> ParentDemand? {
        let parked = register.parked(in: admitted.caseKey)
        guard !parked.isEmpty else { return nil }
        let relation = admitted.relation
        return parked.first {
            $0.sender == admitted.sender && ($0.record == relation.record || relation.parents.contains($0.parent))
        }?.parent
    }

    /// What is wrong with the record as the case stands, and what that does to it.
    private static func problems(
        of admitted: AdmittedSubmission,
        _ register: CaseRegister
    ) -> [(problem: RelationProblem, policy: Policy)] {
        let relation = admitted.relation
        let known = register.record(relation.record)
        switch (admitted.operation, known) {
        case (.add, nil):
            return relation.codes.flatMap { code -> [(RelationProblem, Policy)] in
                guard code.value != 0, register.isTaken(code.value) else { return [] }
                return [
                    (.codeTaken(fields: code.fields), code.unique),
                    (.contentRepeated(fields: code.fields), code.repetition),
                ].filter { $0.1 != .off }
            }
        case (.add, _?):
            return [(.dataKeyExists(dataset: admitted.dataset), .reject)]
        case (.change, nil), (.delete, nil):
            let operation = admitted.operation
            return [(.dataKeyUnknown(dataset: admitted.dataset, operation: operation), .reject)]
        case (.change, let known?):
            var problems: [(RelationProblem, Policy)] = []
            if relation.timestamp != 0, relation.timestamp < known.timestamp {
                problems.append((.superseded(kept: known.timestamp, came: relation.timestamp), .reject))
            }
            // What the record claims beyond its case stands behind its codes, and is even.
            for (code, before) in zip(relation.codes, register.codes(of: relation.record))
            where code.value != 0 && before & 1 != 0 && code.value != before && code.immutable != .off {
                problems.append((.codeChanged(fields: code.fields), code.immutable))
            }
            return problems
        case (.delete, _?):
            return []
        }
    }
}
