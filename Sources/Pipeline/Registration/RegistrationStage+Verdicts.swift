import Core
import RoutingPolicy
import Telemetry

/// What is written for each decision.
extension RegistrationStage {
    func accept(
        _ admitted: AdmittedSubmission,
        _ found: [RelationProblem],
        in register: CaseRegister,
        _ effects: inout BatchEffects
    ) {
        let relation = admitted.relation
        let caseKey = admitted.caseKey
        let activity = configuration.closing?.activity(at: admitted.arrival) ?? 0
        register.touch(caseKey, by: admitted.sender, at: activity)
        if admitted.operation == .add, relation.isRoot, let entry = register.entry(of: caseKey),
            entry.roots == 0
        {
            let change = FactChange(fact: .registered, section: "", holds: true)
            effects.outputs.append(facts.record(of: change, by: admitted))
            // That its owner stated it needs no remembering.
            if !register.isOwned(entry, by: admitted.sender) {
                register.state(change, about: caseKey, by: admitted.sender)
            }
        }
        claims.apply(admitted, to: register, &effects.outputs)
        register.remember(relation.message, of: caseKey, digest: relation.content, refusal: [])
        if let corrected = relation.corrects { register.correct(corrected, of: caseKey) }
        effects.outputs.append(ledgerRecord(admitted))
        for change in relation.facts {
            effects.outputs.append(facts.record(of: change, by: admitted))
            register.state(change, about: caseKey, by: admitted.sender)
        }
        var remarks = admitted.remarks
        for problem in found { remarks.append(problem.problem(as: .warning)) }
        let written = found.isEmpty ? admitted.writtenRemarks : nil
        effects.outputs.append(receipt(admitted, remarks, written: written, isAccepted: true))
        effects.tally.accept(from: admitted.sender, remarks: remarks)
        effects.tally.receipt(to: admitted.sender, accepted: true)
    }

    func repeatVerdict(on admitted: AdmittedSubmission, _ refusal: RelationCodes, _ effects: inout BatchEffects) {
        var problems = ProblemList()
        for code in refusal.codes { problems.append(RelationProblem.repeated(code)) }
        problems.append(RelationProblem.duplicate)
        // Admission has looked at it again: what it remarks holds of the first one as well.
        problems.append(contentsOf: admitted.remarks)
        effects.outputs.append(receipt(admitted, problems, isAccepted: refusal.isEmpty))
        effects.tally.repeated(from: admitted.sender)
        effects.tally.receipt(to: admitted.sender, accepted: refusal.isEmpty)
    }

    func refuse(
        _ admitted: AdmittedSubmission,
        _ reasons: [RelationProblem],
        in register: CaseRegister,
        _ effects: inout BatchEffects
    ) {
        var problems = ProblemList()
        for reason in reasons { problems.append(reason.problem()) }
        problems.append(contentsOf: admitted.remarks)
        let refusal = RelationCodes(problems.problems.filter { $0.severity == .error }.map(\.code))
        // What may be accepted later is not remembered, nor a second message under an id that is taken. In a case that
        // nobody has founded nothing is: it may never be. Nor in one that is closed: it has been forgotten but for its
        // owner.
        if !refusal.isEmpty, let entry = register.entry(of: admitted.caseKey), !entry.isClosed {
            register.remember(
                admitted.relation.message,
                of: admitted.caseKey,
                digest: admitted.relation.content,
                refusal: refusal
            )
        }
        let entry = QuarantineEntry(
            record: admitted.original,
            platform: admitted.sender,
            trace: admitted.trace,
            problems: problems,
            withholdsPayload: admitted.isEncrypted,
            limits: configuration.limits,
            redrive: admitted.redrive
        )
        effects.outputs.append(entry.outbound)
        effects.outputs.append(receipt(admitted, problems, isAccepted: false))
        effects.tally.refuse(
            RefusedRecord(admitted.place, platform: admitted.sender, problems, entry.form),
            for: problems
        )
        effects.tally.receipt(to: admitted.sender, accepted: false)
    }

    func ledgerRecord(_ admitted: AdmittedSubmission) -> OutboundRecord {
        OutboundRecord(
            topic: topics.ledger,
            key: admitted[.partitionkey],
            value: admitted.record.value,
            headers: admitted.ledgerHeaders
        )
    }

    /// - Parameter written: `problems` as a receipt shows them, where they are known in that form.
    func receipt(
        _ admitted: AdmittedSubmission,
        _ problems: ProblemList,
        written: [UInt8]? = nil,
        isAccepted: Bool
    ) -> OutboundRecord {
        Receipt(of: admitted, problems: problems, ledger: isAccepted ? topics.ledger : nil, written: written).outbound
    }
}
