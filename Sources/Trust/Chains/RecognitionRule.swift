import Core

/// Whether an authority's certificates count, for a use and at an instant.
enum RecognitionRule {
    /// Everything that speaks against `authority`.
    static func problems(
        of authority: TrustAuthority,
        for use: TrustAuthority.Use,
        at instant: Instant
    ) -> [Problem] {
        var problems: [Problem] = []
        if authority.status == .suspended {
            problems.append(
                TrustProblem.make(
                    .certificateNotValid,
                    rule: "trust.authority.suspended",
                    zh: "互认机构 \(authority.name.zh)（\(authority.id)）已暂停",
                    en: "the recognition of \(authority.name.en) (\(authority.id)) is suspended"
                )
            )
        }
        let ended = authority.recognisedUntil.map { $0 <= instant } ?? false
        if instant < authority.recognisedFrom || ended {
            problems.append(
                TrustProblem.make(
                    .certificateNotValid,
                    rule: "trust.authority.period",
                    zh: "\(instant.rfc3339) 不在机构 \(authority.name.zh)（\(authority.id)）的互认期内",
                    en: "\(authority.name.en) (\(authority.id)) was not recognised at \(instant.rfc3339)"
                )
            )
        }
        if !authority.uses.contains(use) {
            problems.append(
                TrustProblem.make(
                    .certificateUsage,
                    rule: "trust.authority.use",
                    zh: "机构 \(authority.name.zh)（\(authority.id)）的证书未获准用于 \(use.rawValue)",
                    en: "certificates of \(authority.name.en) (\(authority.id)) are not permitted for \(use.rawValue)"
                )
            )
        }
        return problems
    }
}
