package import ContractEngine
package import Core
import Platform
package import RoutingPolicy
import Telemetry
import Trust

/// The first stage: judges every submission by itself, and passes it on to registration or refuses it, with a receipt.
///
/// A submission passes the steps in the order of trust: `InboundRecord` → ``Submission`` (attributes read) →
/// ``AuthenticatedRecord`` (signature holds) → ``AdmittedRecord`` (contract holds). Problems of envelope, policy and
/// signature are reported together; content is judged only when all of these are in order, so nobody learns anything
/// from a payload that is not shown to be the sender's own, or that the sender may not send.
///
/// The time of every decision is the record's log-append time.
package final class AdmissionStage: Stage {
    private let configuration: AdmissionConfiguration
    private let policy: ExchangePolicy
    private let facts: FactsTable
    private let envelopeCheck: EnvelopeCheck
    private let policyCheck: PolicyCheck
    private let sealCheck: SealCheck
    private let ciphertextCheck: CiphertextCheck
    private let authentication: Authentication
    private var contentCheck: ContentCheck
    private let redriveStep: RedriveStep
    private let sealedDigest: SealedDigest
    private let trust: TrustBoard?
    private var breaker: SenderBreaker?
    private var wanted = WantedCertificates()
    /// Certificates asked for in the batch in work.
    private var asked: [Certificate] = []
    /// The uses of the batch in hand.
    private var usage = CertificateUsage()
    /// True when the facts were read to their end for the batch in hand.
    private var knowsEveryFact = false
    /// The sealed submissions of the batch in hand that came too early.
    private var early = EarlyDisclosures()

    /// A stage over `policy`, `contracts`, `signatures` and `facts`; payloads that look like one of `dialects` are told
    /// so when they are refused. With a board of `trust` the signatures follow what it shows; `approvers` judges the
    /// signatures inside 行政监管事项, nil leaves them alone. From `submissions` it reads again what requests of
    /// `redrive.<plane>` name; without it such requests are passed over. `encryption` judges the certificates for which sealed
    /// content is encrypted. `relations` are those of `contracts` and the
    /// policy's flows; nil works them out.
    package init(
        configuration: AdmissionConfiguration,
        policy: ExchangePolicy,
        contracts: ContractCatalog,
        signatures: SignatureCheck,
        facts: FactsTable,
        dialects: DialectSignature = DialectSignature(),
        trust: TrustBoard? = nil,
        approvers: ApproverCheck? = nil,
        submissions: (any PartitionSource)? = nil,
        encryption: EncryptionCheck = .none,
        relations: RelationRules? = nil,
        sealedDigest: SealedDigest = SealedDigest()
    ) {
        breaker = configuration.breaker.map(SenderBreaker.init)
        redriveStep = RedriveStep(
            registry: policy.registry,
            submissions: submissions,
            sealedDigest: sealedDigest
        )
        self.sealedDigest = sealedDigest
        self.configuration = configuration
        self.policy = policy
        self.facts = facts
        self.trust = trust
        envelopeCheck = EnvelopeCheck(configuration: configuration, contracts: contracts)
        let prefix = configuration.schemaPrefix
        policyCheck = PolicyCheck(policy: policy) { contracts.program(schema: prefix + $0) != nil }
        sealCheck = SealCheck(flows: policy.flows, facts: facts)
        ciphertextCheck = CiphertextCheck(policy: policy, encryption: encryption)
        authentication = Authentication(check: signatures)
        contentCheck = ContentCheck(
            contracts: contracts,
            schemaPrefix: prefix,
            policy: policy,
            relations: relations,
            dialects: dialects,
            approvers: approvers
        )
    }

    /// Follows the facts of the planes, so that releases made elsewhere are known here, and the trust store in force.
    package func refresh() throws(BusFailure) {
        try facts.refresh()
        if let trust { authentication.check.follow?(trust.current) }
    }

    /// The certificates asked for stay asked for.
    package func committed() {
        asked = []
        breaker?.commit()
    }

    /// Forgets what the last batch asked for.
    package func discard() {
        wanted.forget(asked)
        asked = []
        breaker?.discard()
    }

    /// Senders whose submissions are nearly all refused are slowed down.
    package var quotas: [String: Int] { breaker?.quotas ?? [:] }

    /// An admitted record, or a quarantine record and a receipt, for every record of `batch`, and what certificates were
    /// used for.
    ///
    /// - Throws: ``BusFailure`` when a submission that is to be judged once more cannot be read.
    package func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        let redriven = try redriveStep.outcomes(of: batch)
        var effects = BatchEffects()
        effects.outputs.reserveCapacity(batch.records.count * 2)
        effects.tally.verification = .zero
        effects.tally.validation = .zero
        usage.removeAll()
        early.removeAll()
        knowsEveryFact = false
        for record in batch.records {
            let place = RecordPlace(of: record)
            switch redriven[place] {
            case nil: try admit(record, redrive: nil, at: now, &effects)
            case .found(let submission): try admit(submission, redrive: place.text, at: now, &effects)
            case .refused(let request, let problem): refuse(request, asked: place, problem, &effects)
            case .unreadable: effects.tally.skip()
            }
        }
        if trust != nil, let found = authentication.check.takeAsked?(), !found.isEmpty {
            asked = found
            effects.outputs += wanted.records(for: found, at: now)
        }
        for change in breaker?.settle(at: now) ?? [] { effects.tally.breaker(change) }
        effects.outputs += usage.records(component: configuration.componentsCode)
        effects.outputs += early.alerts.map(\.outbound)
        return effects
    }

    /// - Parameter redrive: the request after which `record` is judged once more.
    private func admit(
        _ record: InboundRecord,
        redrive: String?,
        at now: Instant,
        _ effects: inout BatchEffects
    ) throws(BusFailure) {
        let submission = Submission(record, registry: policy.registry)
        effects.tally.receive(from: submission.platformID, bytes: submission.payload.count)
        let seal = try seal(of: submission)
        let trace = SubmissionTrace(of: record)
        let outcome = judge(submission, trace, seal: seal, at: now, &effects.tally)
        // What comes at the operator's request says nothing about the sender of today.
        if redrive == nil { note(submission.platformID, outcome) }
        switch outcome {
        case .admitted(var admitted):
            concern(submission, &admitted)
            effects.outputs.append(admitted.outbound(trace, redrive: redrive))
            effects.tally.accept(from: submission.platformID)
        case .refused(let problems):
            if redrive == nil { tell(of: submission, seal) }
            refuse(submission, trace, problems, withholdsPayload: seal.withholdsPayload, redrive, &effects)
        }
    }

    /// Whether sealed data may be looked at. A sender who waited for the verdict on the record that opens is not refused
    /// because the fact, which stands in another topic, is still on its way here: once in a batch it is waited for.
    private func seal(of submission: Submission) throws(BusFailure) -> SealCheck.State {
        let state = sealCheck.state(of: submission)
        guard case .sealed = state, !knowsEveryFact, facts.isCaughtUp else { return state }
        knowsEveryFact = true
        try facts.refreshToEnd()
        return sealCheck.state(of: submission)
    }

    /// What supervision says of a case goes to the platform that registered it, and to no other trading platform.
    private func concern(_ submission: Submission, _ admitted: inout AdmittedRecord) {
        guard let platform = submission.platform, let dataset = submission.dataset,
            policy.flows.concernsOwner(dataset, from: platform.role)
        else { return }
        admitted.concerned = facts.owner(of: submission.envelope.partitionKey)
        guard admitted.concerned == nil else { return }
        admitted.warnings.append(
            Problem(
                .parentMissing,
                at: "/@attributes/partitionkey",
                rule: "policy.case-owner",
                severity: .warning,
                zh: "没有交易平台登记过此项目，本记录不送达交易平台",
                en: "no trading platform has registered this case: the record goes to none"
            )
        )
    }

    /// Notes sealed data that a platform may send, and sent too early.
    private func tell(of submission: Submission, _ seal: SealCheck.State) {
        guard case .sealed(let rule) = seal, let platform = submission.platform,
            policy.admission(of: rule.dataset, from: platform, at: submission.record.timestamp).isEmpty
        else { return }
        early.add(submission, of: platform, rule)
    }

    private func note(_ platform: String, _ outcome: ContentCheck.Outcome) {
        let isRefused = if case .refused = outcome { true } else { false }
        breaker?.note(platform, isRefused: isRefused)
    }

    private func judge(
        _ submission: Submission,
        _ trace: SubmissionTrace,
        seal: SealCheck.State,
        at now: Instant,
        _ tally: inout BatchTally
    ) -> ContentCheck.Outcome {
        // Without a time that the sender had no hand in, nothing that follows could be decided.
        if let problem = envelopeCheck.problemOfTime(of: submission) {
            var problems = ProblemList()
            problems.append(problem)
            return .refused(problems)
        }
        var problems = envelopeCheck.problems(of: submission)
        let forbidden = policyCheck.problems(of: submission)
        for problem in forbidden { problems.append(problem) }
        var isForbidden = !forbidden.isEmpty
        if forbidden.isEmpty {
            for problem in policyCheck.missingAttributes(of: submission) { problems.append(problem) }
            switch seal {
            case .sealed(let rule): problems.append(sealCheck.problem(of: rule))
            case .suspended(let rule): problems.append(SealRefusal.suspended(rule))
            case .open, .released, .undetermined, .encrypted: break
            }
            if let dataset = submission.dataset, let sender = submission.platform {
                let found = ciphertextCheck.problems(of: submission, dataset: dataset, sender: sender)
                for problem in found { problems.append(problem) }
                isForbidden = !found.isEmpty
            }
        }
        let authenticated: AuthenticatedRecord
        switch authenticate(submission, &tally) {
        case .authenticated(let record):
            authenticated = record
        case .refused(let refusal, _):
            for problem in refusal { problems.append(problem) }
            return .refused(problems)
        case .notChecked:
            return .refused(problems)
        }
        // What the sender may not send, or not yet, is not looked into.
        switch seal {
        case .sealed, .suspended: return .refused(problems)
        case .open, .released, .undetermined, .encrypted: break
        }
        guard !isForbidden else { return .refused(problems) }
        if case .encrypted = seal {
            for problem in ciphertextCheck.problems(of: authenticated, at: now) { problems.append(problem) }
            return contentCheck.outcome(ofEncrypted: authenticated, digest: trace.digest, after: problems)
        }
        return judgeContent(of: authenticated, digest: trace.digest, seal: seal, after: problems, &tally)
    }

    private func authenticate(_ submission: Submission, _ tally: inout BatchTally) -> Authentication.Outcome {
        let start = SystemClock.monotonicNanoseconds()
        let outcome = authentication.outcome(of: submission, limits: configuration.limits)
        tally.verification = (tally.verification ?? .zero) + AdmissionStage.elapsed(since: start)
        switch outcome {
        case .authenticated(let record):
            tally.verify(form: record.signer.form, algorithm: record.signer.algorithm, valid: true)
            note(record.signer.certificate, .messageSignature, submission, isRefused: false)
        case .refused(_, let certificate):
            note(certificate, .messageSignature, submission, isRefused: true)
            let stated = SignatureStatement(submission.record.headers)
            tally.verify(form: stated.form, algorithm: stated.algorithm, valid: false)
        case .notChecked:
            break
        }
        return outcome
    }

    /// Counts one use of `certificate`, where there is one, by the sender of `submission`.
    private func note(
        _ certificate: PresentedCertificate?,
        _ scene: UsageScene,
        _ submission: Submission,
        isRefused: Bool
    ) {
        guard let certificate, let platform = submission.platform else { return }
        usage.add(certificate, scene, of: platform, at: submission.record.timestamp, isRefused: isRefused)
    }

    private func judgeContent(
        of record: AuthenticatedRecord,
        digest: String,
        seal: SealCheck.State,
        after earlier: ProblemList,
        _ tally: inout BatchTally
    ) -> ContentCheck.Outcome {
        var sealProblem: Problem?
        // A delete has no body, or is refused for having one; there is no section to name.
        if case .undetermined(let rule) = seal, record.envelope.operation != .delete {
            sealProblem = SealRefusal.sectionless(rule)
        }
        let start = SystemClock.monotonicNanoseconds()
        let outcome = contentCheck.outcome(of: record, digest: digest, unlessSealed: sealProblem)
        tally.validation = (tally.validation ?? .zero) + AdmissionStage.elapsed(since: start)
        let approval = contentCheck.approval
        for certificate in approval.certificates {
            usage.add(
                certificate,
                .signature,
                of: record.sender,
                at: record.record.timestamp,
                isRefused: approval.isRefused
            )
        }
        var problems = earlier
        switch outcome {
        case .admitted(let admitted):
            tally.validate(record.dataset, accepted: true)
            guard problems.refuses else { return outcome }
            problems.append(contentsOf: admitted.warnings)
        case .refused(let content):
            tally.validate(record.dataset, accepted: false)
            problems.append(contentsOf: content)
        }
        return .refused(problems)
    }

    private func refuse(
        _ submission: Submission,
        _ trace: SubmissionTrace,
        _ problems: ProblemList,
        withholdsPayload: Bool,
        _ redrive: String?,
        _ effects: inout BatchEffects
    ) {
        let record = submission.record
        let entry = QuarantineEntry(
            record: record,
            platform: submission.platformID,
            trace: trace,
            problems: problems,
            withholdsPayload: withholdsPayload,
            limits: configuration.limits,
            tellsProblems: !withholdsPayload,
            redrive: redrive,
            concealed: withholdsPayload ? sealedDigest.text(of: trace.digest, from: submission.platformID) : nil
        )
        effects.outputs.append(entry.outbound)
        let receipt = Receipt(
            of: record,
            submission.envelope,
            platform: submission.platformID,
            trace: trace,
            problems: problems,
            redrive: redrive
        )
        effects.outputs.append(receipt.outbound)
        effects.tally.refuse(
            RefusedRecord(RecordPlace(of: record), platform: submission.platformID, problems, entry.form),
            for: problems
        )
        effects.tally.receipt(to: submission.platformID, accepted: false)
    }

    /// A submission that cannot be judged once more: its entry in quarantine says so, and its verdict stays what it was,
    /// so its sender is told nothing.
    private func refuse(
        _ request: RedriveRequest,
        asked place: RecordPlace,
        _ problem: Problem,
        _ effects: inout BatchEffects
    ) {
        guard let platform = redriveStep.owner(of: request) else { return effects.tally.skip() }
        effects.tally.receive(from: platform.id, bytes: 0)
        var problems = ProblemList()
        problems.append(problem)
        // Nothing of the submission is known here but where it stood.
        let record = InboundRecord(
            source: request.origin.partition,
            offset: request.origin.offset,
            timestamp: request.time,
            key: nil,
            value: nil,
            headers: []
        )
        let entry = QuarantineEntry(
            record: record,
            platform: platform.id,
            trace: SubmissionTrace(
                origin: request.origin.text,
                time: request.time.rfc3339,
                digest: request.digest
            ),
            problems: problems,
            withholdsPayload: true,
            limits: configuration.limits,
            redrive: place.text
        )
        effects.outputs.append(entry.outbound)
        effects.tally.refuse(
            RefusedRecord(RecordPlace(of: record), platform: platform.id, problems, .digest),
            for: problems
        )
    }

    private static func elapsed(since start: UInt64) -> Duration {
        .nanoseconds(Int64(clamping: SystemClock.monotonicNanoseconds() &- start))
    }
}
