package import Core
package import Trust

/// How an authority stands now, and until when its certificates can be judged.
package struct AuthorityStanding: Sendable, Hashable {
    /// The end of the time for which something holds.
    package enum End: Sendable, Hashable, Comparable {
        /// At this instant, which may have passed.
        case at(Instant)
        /// It does not end.
        case never
    }

    /// Id of the authority.
    package let authority: String
    /// Name in two languages.
    package let name: BilingualText
    /// Its recognition now; nil before its history begins.
    package let status: TrustAuthority.Status?
    /// Which data decide.
    package let check: RevocationPolicy.Check
    /// From when on its certificates can no longer be judged; in the past where they cannot now.
    package let unusable: End
    /// From when on records are refused for it: as ``unusable``, but later or never where the trust list has records under
    /// data that are missing or too old accepted with a warning, for platform signing.
    package let refused: End
    /// Because of what.
    package let reason: BilingualText
    /// thisUpdate of its newest data; nil while there are none.
    package let newest: Instant?

    /// True when its certificates count and can be judged at `now`.
    package func isUsable(at now: Instant) -> Bool {
        status == .recognised && unusable > .at(now)
    }

    /// True when its certificates count at `now` and records that they signed are accepted, be it with a warning.
    package func isAccepted(at now: Instant) -> Bool {
        status == .recognised && refused > .at(now)
    }

    /// How each authority of `store` stands at `now`.
    ///
    /// - Parameter certificates: the certificates in use; OCSP answers are needed about them, and the CRLs of their issuers.
    package static func all(
        _ store: TrustStore,
        certificates: [Certificate],
        at now: Instant
    ) -> [AuthorityStanding] {
        // The authorities' own certificates: a root's list that ends, or a revoked issuer, takes every certificate along.
        let chains = TrustForecast(
            store,
            at: now,
            causes: [.revocationData, .revocationMissing, .revoked, .certificate],
            coversEndEntities: false
        )
        let held = Dictionary(grouping: store.revocation.items, by: \.authority)
        return store.authorities.map { authority in
            let own = certificates.filter { certificate in
                certificate.notBefore <= now && now < certificate.notAfter
                    && authority.certificates.contains { certificate.isIssued(by: $0) }
            }
            let items = held[authority.id] ?? []
            let chain = chains.first(of: authority.id)
            let (end, reason) = end(of: authority, own, items, store.revocation, chain)
            return AuthorityStanding(
                authority: authority.id,
                name: authority.name,
                status: authority.status(at: now),
                check: authority.revocation.check,
                unusable: end,
                refused: refused(by: authority, end, chain),
                reason: reason,
                newest: items.map(\.thisUpdate).max()
            )
        }
    }

    private static func refused(
        by authority: TrustAuthority,
        _ unusable: End,
        _ chain: TrustForecast.Entry?
    ) -> End {
        guard authority.revocation.check != .none, authority.revocation.whenStale(.platformSigning) == .accept else {
            return unusable
        }
        // Certificates that are revoked or expire are refused whatever is said of stale data.
        return chain.flatMap { $0.isTolerated ? nil : .at($0.unusableAt) } ?? .never
    }

    private static func end(
        of authority: TrustAuthority,
        _ certificates: [Certificate],
        _ items: [RevocationItem],
        _ book: RevocationBook,
        _ chain: TrustForecast.Entry?
    ) -> (End, BilingualText) {
        guard authority.revocation.check != .none else {
            return (.never, BilingualText(zh: "不检查吊销", en: "revocation is not checked"))
        }
        // The certificates in use decide; without any, every issuing certificate of the list does.
        var ends: [(End, BilingualText)] = certificates.map { certificate in
            self.end(of: certificate, authority, book)
        }
        if ends.isEmpty, authority.revocation.check != .ocsp {
            ends = issuing(authority).map { issuer in
                let list = items.filter { $0.kind != .ocsp && $0.issuer == issuer.thumbprint }
                    .max { $0.usableUntil < $1.usableUntil }
                return list.map { ended($0) } ?? missing(issuer.subject, "CRL")
            }
        }
        if let chain { ends.append((.at(chain.unusableAt), chain.because)) }
        // For a forecast the first that ends counts: from then on some certificates are refused.
        return ends.min { $0.0 < $1.0 }
            ?? (.never, BilingualText(zh: "没有在用的证书", en: "no certificate in use"))
    }

    private static func end(
        of certificate: Certificate,
        _ authority: TrustAuthority,
        _ book: RevocationBook
    ) -> (End, BilingualText) {
        guard let issuer = authority.certificates.first(where: { certificate.isIssued(by: $0) }) else {
            return (.never, BilingualText(zh: "", en: ""))
        }
        let check = authority.revocation.check
        var evidence: [RevocationEvidence] = []
        if check != .crl, let answer = book.answer(about: certificate, issuedBy: issuer) { evidence.append(answer) }
        if check != .ocsp,
            let list = book.list(about: certificate, issuedBy: issuer, kin: authority.certificates)
        {
            evidence.append(list)
        }
        // A responder that does not know a certificate has told nothing about it.
        guard let latest = evidence.filter({ $0.state != .unknown }).max(by: { $0.usableUntil < $1.usableUntil }) else {
            return missing(certificate.subject, check == .crl ? "CRL" : check == .ocsp ? "OCSP" : "CRL, OCSP")
        }
        return (.at(latest.usableUntil), ended(latest.item).1)
    }

    private static func ended(_ item: RevocationItem) -> (End, BilingualText) {
        let number = item.number?.description ?? item.serial ?? ""
        return (
            .at(item.usableUntil),
            BilingualText(
                zh: "\(item.issuerName) 的 \(item.kind.rawValue) \(number)（thisUpdate \(item.thisUpdate.rfc3339)）"
                    + "可用至 \(item.usableUntil.rfc3339)",
                en: "\(item.kind.rawValue) \(number) of \(item.issuerName) (thisUpdate \(item.thisUpdate.rfc3339)) "
                    + "is usable until \(item.usableUntil.rfc3339)"
            )
        )
    }

    private static func missing(_ subject: String, _ what: String) -> (End, BilingualText) {
        (
            .at(Instant(milliseconds: 0)),
            BilingualText(zh: "没有关于 \(subject) 的 \(what)", en: "there is no \(what) about \(subject)")
        )
    }

    /// The listed certificates from which certificates of platforms come: those below another listed one, or all where
    /// there is but one level.
    private static func issuing(_ authority: TrustAuthority) -> [Certificate] {
        let below = authority.certificates.filter { !$0.isSelfIssued }
        return below.isEmpty ? authority.certificates : below
    }
}
