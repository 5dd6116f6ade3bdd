import Core

/// What changes for one authority between two trust lists.
struct AuthorityComparison {
    /// The differences.
    private(set) var changes: [TrustListChange] = []
    /// The authority as it was.
    let first: TrustAuthority
    /// The authority as it will be.
    let second: TrustAuthority

    /// Compares `first` with `second`, which bears the same id.
    init(_ first: TrustAuthority, _ second: TrustAuthority) {
        self.first = first
        self.second = second
        compareNames()
        compareHistories()
        compareUses()
        compareCertificates()
        compareIdentity()
        comparePolicies()
        compareRevocation()
    }

    /// What the removal of `authority` means.
    static func removed(_ authority: TrustAuthority) -> [TrustListChange] {
        let counted = authority.history.contains { $0.status == .recognised }
        return [
            TrustListChange(
                subject: authority.id,
                kind: "authorities",
                effect: counted ? .loss : .neutral,
                from: nil,
                until: nil,
                message: BilingualText(
                    zh: "\(name(of: authority).zh)被移除：其证书对任何时刻均不再有效",
                    en: "\(name(of: authority).en) is removed: its certificates count at no time any more"
                )
            )
        ]
    }

    /// What the appearance of `authority` means.
    static func added(_ authority: TrustAuthority) -> [TrustListChange] {
        let status = authority.history.map {
            BilingualText(
                zh: "\($0.status.title.zh)（自 \($0.from.rfc3339)）",
                en: "\($0.status.title.en) from \($0.from.rfc3339)"
            )
        }
        let recognised = authority.history.first { $0.status == .recognised }
        let uses = authority.uses.map(\.rawValue).sorted().joined(separator: ", ")
        return [
            TrustListChange(
                subject: authority.id,
                kind: "authorities",
                effect: recognised == nil ? .neutral : .gain,
                from: recognised?.from,
                until: nil,
                message: BilingualText(
                    zh: "\(name(of: authority).zh)新增，用途 \(uses)：\(status.map(\.zh).joined(separator: "，"))",
                    en: "\(name(of: authority).en) is added for \(uses): \(status.map(\.en).joined(separator: ", "))"
                )
            )
        ]
    }

    private static func name(of authority: TrustAuthority) -> BilingualText {
        BilingualText(
            zh: "机构 \(authority.name.zh)（\(authority.id)）",
            en: "\(authority.name.en) (\(authority.id))"
        )
    }

    /// Adds a difference of ``second``; the message begins with its name.
    mutating func note(
        _ kind: String,
        _ effect: TrustListChange.Effect,
        zh: String,
        en: String,
        from: Instant? = nil,
        until: Instant? = nil
    ) {
        let name = AuthorityComparison.name(of: second)
        changes.append(
            TrustListChange(
                subject: second.id,
                kind: kind,
                effect: effect,
                from: from,
                until: until,
                message: BilingualText(zh: name.zh + zh, en: "\(name.en) \(en)")
            )
        )
    }

    private mutating func compareNames() {
        if first.name != second.name {
            note("name", .neutral, zh: "原名“\(first.name.zh)”", en: "was called \(first.name.en)")
        }
        if first.licence != second.licence {
            note(
                "licence",
                .neutral,
                zh: "的许可证号由 \(first.licence ?? "无") 改为 \(second.licence ?? "无")",
                en: "has licence \(second.licence ?? "none") in place of \(first.licence ?? "none")"
            )
        }
    }

    /// Walks along the time at which either history changes; neighbouring stretches with the same pair of statuses are
    /// told as one.
    private mutating func compareHistories() {
        let edges = Set((first.history + second.history).map(\.from)).sorted()
        var stretches: [(from: Instant, until: Instant?, old: TrustAuthority.Status?, new: TrustAuthority.Status?)] = []
        for (index, edge) in edges.enumerated() {
            let old = first.period(at: edge)?.status
            let new = second.period(at: edge)?.status
            let until = index + 1 < edges.count ? edges[index + 1] : nil
            if let last = stretches.last, last.old == old, last.new == new {
                stretches[stretches.count - 1].until = until
            } else {
                stretches.append((edge, until, old, new))
            }
        }
        for stretch in stretches where stretch.old != stretch.new {
            let effect: TrustListChange.Effect =
                switch (stretch.old == .recognised, stretch.new == .recognised) {
                case (true, false): .loss
                case (false, true): .gain
                default: .neutral
                }
            let none = BilingualText(zh: "未列", en: "not listed")
            let (old, new) = (stretch.old?.title ?? none, stretch.new?.title ?? none)
            let end = stretch.until.map { BilingualText(zh: "至 \($0.rfc3339) ", en: " until \($0.rfc3339)") }
            note(
                "history",
                effect,
                zh: "自 \(stretch.from.rfc3339) 起\(end?.zh ?? "")由“\(old.zh)”改为“\(new.zh)”" + consequence(effect).zh,
                en: "from \(stretch.from.rfc3339)\(end?.en ?? "") is \(new.en) in place of \(old.en)"
                    + consequence(effect).en,
                from: stretch.from,
                until: stretch.until
            )
        }
    }

    private func consequence(_ effect: TrustListChange.Effect) -> BilingualText {
        switch effect {
        case .gain: BilingualText(zh: "：其证书变为可用", en: ": its certificates become usable")
        case .loss: BilingualText(zh: "：其证书变为不可用", en: ": its certificates become unusable")
        case .mayLose: BilingualText(zh: "：其证书可能变为不可用", en: ": its certificates may become unusable")
        case .neutral: BilingualText(zh: "", en: "")
        }
    }

    /// True when the authority was recognised at some time by the first list: otherwise nothing can be lost.
    var wasRecognised: Bool { first.history.contains { $0.status == .recognised } }

    private mutating func compareUses() {
        for use in TrustAuthority.Use.allCases where first.uses.contains(use) != second.uses.contains(use) {
            if second.uses.contains(use) {
                note("uses", .gain, zh: "获得用途 \(use.rawValue)", en: "gains the use \(use.rawValue)")
            } else {
                note(
                    "uses",
                    wasRecognised ? .loss : .neutral,
                    zh: "失去用途 \(use.rawValue)：其证书不再可用于此",
                    en: "loses the use \(use.rawValue): its certificates become unusable for it"
                )
            }
        }
    }

    private mutating func compareCertificates() {
        let (old, new) = (Set(first.certificates.map(\.thumbprint)), Set(second.certificates.map(\.thumbprint)))
        for certificate in first.certificates where !new.contains(certificate.thumbprint) {
            // The same authority's key under another certificate still issues what it issued.
            let isReplaced = second.certificates.contains { $0.issuerIdentity == certificate.issuerIdentity }
            note(
                "certificates",
                isReplaced || !wasRecognised ? .neutral : .loss,
                zh: "失去证书 \(certificate.subject)（\(certificate.thumbprint)）"
                    + (isReplaced ? "：同一密钥的另一证书取而代之" : "：由其签发的证书变为不可用"),
                en: "loses the certificate \(certificate.subject) (\(certificate.thumbprint))"
                    + (isReplaced
                        ? ": another of the same key takes its place"
                        : ": certificates issued under it become unusable")
            )
        }
        for certificate in second.certificates where !old.contains(certificate.thumbprint) {
            note(
                "certificates",
                .gain,
                zh: "新增证书 \(certificate.subject)（\(certificate.publicKey.name)，\(certificate.thumbprint)，"
                    + "有效至 \(certificate.notAfter.rfc3339)）",
                en:
                    "gains the certificate \(certificate.subject) (\(certificate.publicKey.name), \(certificate.thumbprint), "
                    + "valid until \(certificate.notAfter.rfc3339))",
                from: certificate.notBefore
            )
        }
    }

    private mutating func compareIdentity() {
        guard first.identity != second.identity else { return }
        // Sources behind the old ones are asked only where those hold nothing; anything else can change an answer.
        let isExtended = second.identity.starts(with: first.identity)
        let hasPerson = second.identity.dropFirst(first.identity.count).contains { $0.holds == .person }
        let effect: TrustListChange.Effect = isExtended && !hasPerson ? .gain : wasRecognised ? .mayLose : .neutral
        let (old, new) = (text(first.identity), text(second.identity))
        note(
            "identity",
            effect,
            zh: "的身份来源由 \(old) 改为 \(new)" + (effect == .mayLose ? consequence(effect).zh : ""),
            en: "is identified by \(new) in place of \(old)" + (effect == .mayLose ? consequence(effect).en : "")
        )
    }

    private func text(_ sources: [IdentitySource]) -> String {
        let texts = sources.map { source in
            source.name + (source.pattern == .bare ? "" : " \"\(source.pattern.text)\"")
                + (source.holds == .uscc ? "" : " (\(source.holds.rawValue))")
        }
        return "[" + texts.joined(separator: ", ") + "]"
    }

    private mutating func comparePolicies() {
        guard first.policies != second.policies else { return }
        // Any of the policies will do: fewer of them, or some where there were none, ask for more.
        let isLooser =
            second.policies.isEmpty || (!first.policies.isEmpty && Set(first.policies).isSubset(of: second.policies))
        let effect: TrustListChange.Effect = isLooser ? .gain : wasRecognised ? .mayLose : .neutral
        note(
            "policies",
            effect,
            zh: "要求的证书策略由 [\(first.policies.joined(separator: ", "))] 改为 "
                + "[\(second.policies.joined(separator: ", "))]" + (effect == .mayLose ? consequence(effect).zh : ""),
            en: "needs the certificate policies [\(second.policies.joined(separator: ", "))] in place of "
                + "[\(first.policies.joined(separator: ", "))]" + (effect == .mayLose ? consequence(effect).en : "")
        )
    }
}
