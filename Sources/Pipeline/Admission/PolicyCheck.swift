import Core
import RoutingPolicy

/// Whether the sender may send this kind of record, and whether its flows can be decided.
struct PolicyCheck {
    let policy: ExchangePolicy
    /// True for data sets that have a contract.
    let hasContract: (String) -> Bool

    /// What forbids `submission`.
    func problems(of submission: Submission) -> [Problem] {
        guard let platform = submission.platform else {
            return [
                Problem(
                    .platformUnknown,
                    rule: "policy.platform",
                    zh: "主题所属平台 \(submission.platformID) 未登记",
                    en: "the platform \(submission.platformID) of this topic is not registered"
                )
            ]
        }
        let dataset = submission.dataset
        var problems = sourceProblems(of: submission, owner: platform)
        problems += policy.admission(of: dataset, from: platform, at: submission.record.timestamp)
        if let dataset, policy.flows.declares(dataset), !hasContract(dataset) {
            problems.append(ExchangePolicy.unknown(dataset))
        }
        return problems
    }

    /// The source must be the platform that owns the topic; one that nobody has registered is unknown.
    private func sourceProblems(of submission: Submission, owner: RegisteredPlatform) -> [Problem] {
        guard let code = submission.envelope.sourcePlatformCode, !owner.isNamed(code) else { return [] }
        guard policy.registry.platform(code: code) != nil else {
            return [
                Problem(
                    .platformUnknown,
                    at: "/@attributes/source",
                    rule: "policy.platform",
                    zh: "ce_source 中的平台代码未登记",
                    en: "the platform code in ce_source is not registered"
                )
            ]
        }
        return [
            Problem(
                .sourceMismatch,
                at: "/@attributes/source",
                rule: "policy.source",
                zh: "ce_source 中的平台代码不是本主题所属平台 \(owner.id) 的代码",
                en: "the platform code in ce_source is not that of platform \(owner.id), which owns the topic"
            )
        ]
    }

    /// The routing attributes that are missing: without them no flow could be decided.
    func missingAttributes(of submission: Submission) -> [Problem] {
        guard let platform = submission.platform, let dataset = submission.dataset else { return [] }
        return policy.requiredAttributes(of: dataset, from: platform.role)
            .filter { name in
                submission.envelope[name] == nil
                    && !submission.record.headers.contains { $0.name == name.header }
            }
            .map { name in
                Problem(
                    .attributeMissing,
                    at: "/@attributes/\(name.rawValue)",
                    rule: "policy.\(name.rawValue)",
                    zh: "\(dataset) 须带路由属性 \(name.rawValue)(消息头 \(name.header))",
                    en: "\(dataset) needs the routing attribute \(name.rawValue) (header \(name.header))"
                )
            }
    }
}
