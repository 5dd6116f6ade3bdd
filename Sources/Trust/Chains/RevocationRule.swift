import Core

/// Whether any certificate of a path below its anchor was revoked, and whether anybody knows.
///
/// The newest verified data decide, as of the instant asked for: a revocation counts from its date on, so that what was
/// signed before keeps its verdict, and data count until their budget ends.
enum RevocationRule {
    /// What was found about a path.
    struct Finding {
        /// What refuses it.
        var problems: [Problem] = []
        /// What is remarked upon: data that were missing or too old where the authority permits that.
        var warnings: [Problem] = []
        /// Every instant at which the finding changes.
        var boundaries: [Instant] = []
    }

    /// What `book` says about `path`, which begins with the signer's certificate and ends at its anchor.
    static func finding(
        of path: [Certificate],
        authority: TrustAuthority,
        use: TrustAuthority.Use,
        at instant: Instant,
        book: RevocationBook
    ) -> Finding {
        var finding = Finding()
        guard authority.revocation.check != .none else { return finding }
        for depth in path.indices.dropLast() {
            let evidence = evidence(about: path[depth], issuedBy: path[depth + 1], depth, authority, book)
            for found in evidence {
                finding.boundaries.append(found.usableUntil)
                if case .revoked(let date, _) = found.state { finding.boundaries.append(date) }
            }
            guard
                let problem = problem(of: path[depth], depth, evidence, authority: authority, use: use, at: instant)
            else { continue }
            if problem.severity == .warning {
                finding.warnings.append(problem)
            } else {
                finding.problems.append(problem)
            }
        }
        return finding
    }

    /// The data of the sorts that the authority's policy names. Certificates of authorities stand on lists, whatever is
    /// asked for those of platforms: either sort will do for them.
    private static func evidence(
        about certificate: Certificate,
        issuedBy issuer: Certificate,
        _ depth: Int,
        _ authority: TrustAuthority,
        _ book: RevocationBook
    ) -> [RevocationEvidence] {
        var found: [RevocationEvidence] = []
        let check = authority.revocation.check
        if check != .crl || depth > 0, let answer = book.answer(about: certificate, issuedBy: issuer) {
            found.append(answer)
        }
        if check != .ocsp || depth > 0,
            let list = book.list(about: certificate, issuedBy: issuer, kin: authority.certificates)
        {
            found.append(list)
        }
        return found
    }

    private static func problem(
        of certificate: Certificate,
        _ depth: Int,
        _ evidence: [RevocationEvidence],
        authority: TrustAuthority,
        use: TrustAuthority.Use,
        at instant: Instant
    ) -> Problem? {
        let place = TrustProblem.place(certificate, depth: depth, for: use)
        for found in evidence {
            guard case .revoked(let date, let reason) = found.state, date <= instant,
                !isReleased(found, by: evidence)
            else { continue }
            return revoked(place, date, reason, found.item)
        }
        if evidence.contains(where: { $0.state != .unknown && $0.isFresh(at: instant) }) { return nil }
        let severity: Severity = authority.revocation.whenStale(use) == .accept ? .warning : .error
        guard let newest = evidence.max(by: { $0.item.thisUpdate < $1.item.thisUpdate }) else {
            return missing(place, authority, severity)
        }
        if newest.state == .unknown { return unknown(place, newest.item) }
        return stale(place, newest, authority, severity)
    }

    /// A hold ends when newer data of the other sort say good; every other revocation is for good.
    private static func isReleased(_ hold: RevocationEvidence, by evidence: [RevocationEvidence]) -> Bool {
        guard case .revoked(_, .certificateHold) = hold.state else { return false }
        return evidence.contains { $0.state == .good && $0.item.thisUpdate > hold.item.thisUpdate }
    }

    private static func revoked(
        _ place: BilingualText,
        _ date: Instant,
        _ reason: RevocationReason?,
        _ item: RevocationItem
    ) -> Problem {
        let why = reason?.name ?? "unspecified"
        return TrustProblem.make(
            .certificateRevoked,
            rule: "trust.revocation.revoked",
            zh: "\(place.zh)自 \(date.rfc3339) 起已被吊销（\(why)）；依据：\(item.name)",
            en: "\(place.en) is revoked since \(date.rfc3339) (\(why)), by \(item.name)"
        )
    }

    private static func unknown(_ place: BilingualText, _ item: RevocationItem) -> Problem {
        TrustProblem.make(
            .revocationUnavailable,
            rule: "trust.revocation.unknown",
            zh: "\(place.zh)不为其机构的 OCSP 响应者所知；依据：\(item.name)",
            en: "\(place.en) is not known to the OCSP responder of its authority, by \(item.name)"
        )
    }

    private static func stale(
        _ place: BilingualText,
        _ evidence: RevocationEvidence,
        _ authority: TrustAuthority,
        _ severity: Severity
    ) -> Problem {
        let end = evidence.usableUntil.rfc3339
        let hours = authority.revocation.budget.map { $0.components.seconds / 3600 }
        let budget = hours.map { BilingualText(zh: "时限 \($0) 小时", en: "the budget is \($0) h") }
        let rule = budget ?? BilingualText(zh: "以 nextUpdate 为限", en: "nextUpdate ends it")
        return TrustProblem.make(
            .revocationUnavailable,
            rule: "trust.revocation.fresh",
            severity: severity,
            zh: "\(place.zh)的吊销信息过旧：\(evidence.item.name) 只可用至 \(end)（\(rule.zh)）；机构 \(authority.id)",
            en: "the revocation data for \(place.en) are too old: \(evidence.item.name) may be relied on until \(end) "
                + "(\(rule.en)); authority \(authority.id)"
        )
    }

    private static func missing(
        _ place: BilingualText,
        _ authority: TrustAuthority,
        _ severity: Severity
    ) -> Problem {
        let asked = authority.revocation.check.rawValue
        return TrustProblem.make(
            .revocationUnavailable,
            rule: "trust.revocation.present",
            severity: severity,
            zh: "没有\(place.zh)的吊销信息；机构 \(authority.id) 要求 \(asked)",
            en: "there are no revocation data for \(place.en); the authority \(authority.id) asks for \(asked)"
        )
    }
}
