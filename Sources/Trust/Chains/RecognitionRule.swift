import Core

/// Whether an authority's certificates count, for a use and at an instant: the history of its recognition decides.
enum RecognitionRule {
    /// Everything that speaks against `authority` of the list number `serial`.
    ///
    /// Verdicts are remembered for a stretch of time, so the messages name the dates of the history and never the
    /// instant asked about.
    static func problems(
        of authority: TrustAuthority,
        for use: TrustAuthority.Use,
        at instant: Instant,
        serial: UInt64
    ) -> [Problem] {
        let name = BilingualText(
            zh: "机构 \(authority.name.zh)（\(authority.id)）",
            en: "\(authority.name.en) (\(authority.id))"
        )
        let list = BilingualText(zh: "信任列表第 \(serial) 号", en: "trust list \(serial)")
        var problems: [Problem] = []
        let period = authority.period(at: instant)
        if let period, period.status != .recognised {
            let reason = period.reason.map { BilingualText(zh: "，原因：\($0.zh)", en: ": \($0.en)") }
            problems.append(
                TrustProblem.make(
                    .certificateNotValid,
                    rule: "trust.authority.\(period.status.rawValue)",
                    zh:
                        "\(name.zh)自 \(period.from.rfc3339) 起互认状态为“\(period.status.title.zh)”\(reason?.zh ?? "")；\(list.zh)",
                    en:
                        "\(name.en) is \(period.status.title.en) since \(period.from.rfc3339)\(reason?.en ?? ""); \(list.en)"
                )
            )
        }
        if period == nil {
            let first = authority.history.first?.from.rfc3339
            problems.append(
                TrustProblem.make(
                    .certificateNotValid,
                    rule: "trust.authority.period",
                    zh: "\(name.zh)的互认历史自 \(first ?? "未定") 开始，晚于提交时间；\(list.zh)",
                    en:
                        "the recognition of \(name.en) begins at \(first ?? "no date"), after the submission; \(list.en)"
                )
            )
        }
        if !authority.uses.contains(use) {
            let since = period?.from.rfc3339 ?? "-"
            let uses = authority.uses.map(\.rawValue).sorted().joined(separator: ", ")
            problems.append(
                TrustProblem.make(
                    .certificateUsage,
                    rule: "trust.authority.use",
                    zh: "\(name.zh)（自 \(since) 起\(authority.status(at: instant).title.zh)）的证书未获准用于 "
                        + "\(use.rawValue)，只准用于 \(uses)；\(list.zh)",
                    en: "certificates of \(name.en), \(authority.status(at: instant).title.en) since \(since), are not "
                        + "permitted for \(use.rawValue), only for \(uses); \(list.en)"
                )
            )
        }
        return problems
    }
}
