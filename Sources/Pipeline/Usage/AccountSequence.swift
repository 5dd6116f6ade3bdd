package import Core
import RoutingPolicy
package import Trust

/// Whether the accounts of a recipient are all there: each names those before it, and none stands there twice
/// (docs/specs/topics.md §12a).
///
/// Takes the records of account topics in the order of their offsets, from the beginning; those of several topics may be
/// mixed. That one was changed or made up its seal tells.
package struct AccountSequence {
    /// What came so far, by topic.
    private var known: [String: Set<String>] = [:]

    /// Nothing yet.
    package init() {}

    /// What speaks against `record` in its place; nil when nothing does, or it is no account.
    package mutating func problem(of record: SealedRecord) -> Problem? {
        guard TopicName.isViewUsage(record.topic) else { return nil }
        // Also what says nothing itself may be named by what follows.
        let digest = AccountLink.digest(of: record.value ?? [])
        let isNew = known[record.topic, default: []].insert(digest).inserted
        guard let value = record.value, let previous = AccountLink.previous(of: value) else {
            return AccountSequence.problem(
                .signatureMalformed,
                "account.form",
                zh: "不是视图记账，或未写明前一条（previous）",
                en: "is no account of views, or does not say what stands before it (previous)"
            )
        }
        if !isNew {
            return AccountSequence.problem(
                .signatureInvalid,
                "account.repeated",
                zh: "同一条记账出现两次：\(digest)",
                en: "the account stands there twice: \(digest)"
            )
        }
        guard let missing = previous.first(where: { known[record.topic]?.contains($0) != true }) else { return nil }
        return AccountSequence.problem(
            .signatureInvalid,
            "account.missing",
            zh: "其前缺少一条记账：\(missing)",
            en: "an account before this one is missing: \(missing)"
        )
    }

    private static func problem(_ code: RejectionCode, _ rule: String, zh: String, en: String) -> Problem {
        Problem(code, at: "/previous", rule: rule, zh: zh, en: en)
    }
}
