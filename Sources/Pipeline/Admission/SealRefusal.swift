package import Core
package import RoutingPolicy

/// How admission refuses sealed data (docs/specs/topics.md §7): the same words on a receipt and in an explanation.
package enum SealRefusal {
    /// What came before its release.
    ///
    /// - Parameter isKnown: false while the facts are not read to their end, so that nothing counts as released.
    package static func early(_ rule: SealRule, isKnown: Bool = true) -> Problem {
        let reason =
            isKnown
            ? (zh: "尚无\(name(of: rule.until).zh)记录", en: "there is no record yet that it was \(rule.until.rawValue)")
            : (zh: "事实表尚未读全", en: "the table of facts is not read to its end yet")
        return Problem(
            .notReleased,
            at: "/\(rule.section)",
            rule: "policy.seal",
            zh: "\(rule.dataset) 尚未到发布条件：\(reason.zh)",
            en: "\(rule.dataset) is sealed: \(reason.en)"
        )
    }

    /// What came while supervision has its proceedings rest.
    package static func suspended(_ rule: SealRule) -> Problem {
        Problem(
            .notReleased,
            at: "/\(rule.section)",
            rule: "policy.suspension",
            zh: "行政监督部门已责令暂停，\(rule.dataset) 暂不发布",
            en: "supervision has suspended the proceedings: \(rule.dataset) is held back"
        )
    }

    /// What does not say which section it is about.
    package static func sectionless(_ rule: SealRule) -> Problem {
        Problem(
            .fieldMissing,
            at: "/\(rule.section)",
            rule: "policy.seal",
            zh: "封存数据须注明 \(rule.section)",
            en: "sealed data must name its \(rule.section)"
        )
    }

    /// `fact` as the record that states it is called.
    package static func name(of fact: CaseFact) -> BilingualText {
        switch fact {
        case .opened: BilingualText(zh: "开标", en: "opened")
        case .publicised: BilingualText(zh: "中标候选人公示", en: "publicised")
        case .settled: BilingualText(zh: "中标结果", en: "settled")
        case .registered: BilingualText(zh: "登记", en: "registered")
        case .suspended: BilingualText(zh: "暂停", en: "suspended")
        case .closed: BilingualText(zh: "办结", en: "closed")
        case .acknowledged: BilingualText(zh: "签收", en: "acknowledged")
        }
    }
}
