import ContractEngine
import Core
import RoutingPolicy

/// Judges the approver's signature of a record of 行政监管事项 in the content step of admission
/// (docs/specs/approver-signature.md §5).
struct ApproverStep {
    /// What the step found.
    struct Outcome {
        /// Problems for the receipt, with the weight that the registry gives them.
        var problems: [Problem] = []
        /// The signers' certificates.
        var certificates: [PresentedCertificate] = []
        /// True when the signature does not hold.
        var isRefused = false
    }

    private let check: ApproverCheck?

    /// A step by `check`; without one nothing is judged.
    init(_ check: ApproverCheck?) {
        self.check = check
    }

    /// The judgement of `record`, whose fields `value` gives; empty for other data sets, for a delete, which has no fields,
    /// and where the registry switches it off.
    func outcome(of record: AuthenticatedRecord, _ contract: ContractProgram, value: (String) -> String?) -> Outcome {
        guard let check, record.dataset == ApprovalText.dataset, record.envelope.operation != .delete,
            record.sender.approverSignature != .off
        else { return Outcome() }
        let severity: Severity = record.sender.approverSignature == .require ? .error : .warning
        guard let signature = value(ApprovalText.field), !signature.isEmpty else {
            // The contract demands the field of a new record and says so itself.
            guard record.envelope.operation == .change else { return Outcome() }
            return Outcome(problems: [ApproverStep.missing(severity)], isRefused: true)
        }
        let text = ApprovalText.bytes(contract, value: value)
        let finding = check.verify(signature, text, record.sender, record.record.timestamp)
        return Outcome(
            problems: finding.problems.map { ApproverStep.problem($0, severity) }
                + finding.warnings.map { ApproverStep.problem($0, .warning) },
            certificates: finding.certificates,
            isRefused: !finding.problems.isEmpty
        )
    }

    /// A problem of Trust as one of the field. What passes by itself keeps its code, so that the sender may try again.
    private static func problem(_ found: Problem, _ severity: Severity) -> Problem {
        let rule = found.rule.hasPrefix("trust.") ? String(found.rule.dropFirst(6)) : found.rule
        return Problem(
            found.code.isRetryable ? found.code : .approverSignatureInvalid,
            at: "/\(ApprovalText.field)",
            rule: "approver.\(rule)",
            severity: severity,
            zh: "审批人电子签名：\(found.message.zh)",
            en: "the approver's signature: \(found.message.en)"
        )
    }

    private static func missing(_ severity: Severity) -> Problem {
        Problem(
            .approverSignatureInvalid,
            at: "/\(ApprovalText.field)",
            rule: "approver.present",
            severity: severity,
            zh: "修改行政监管事项须附审批人电子签名",
            en: "a change of a supervision item needs the approver's signature"
        )
    }
}
