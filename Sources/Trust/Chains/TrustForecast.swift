package import Core

/// When the certificates of an authority stop to count if nothing is done, and why: what an operator wants to be warned of
/// days ahead.
package struct TrustForecast: Sendable, Hashable {
    /// Why an issuer becomes unusable.
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// Its newest revocation data stop to be relied on.
        case revocationData = "revocation-data"
        /// There are no revocation data at all.
        case revocationMissing = "revocation-missing"
        /// Its own certificate, or one above it, ends.
        case certificate
        /// Its own certificate, or one above it, is revoked.
        case revoked
        /// Its recognition ends, or has not begun.
        case recognition
    }

    /// One listed certificate that issues certificates of end entities.
    package struct Entry: Sendable, Hashable {
        /// Id of the authority.
        package let authority: String
        /// Thumbprint of the listed certificate.
        package let issuer: CertificateThumbprint
        /// Its subject.
        package let issuerName: String
        /// From when on its certificates are refused, or remarked upon where the authority permits; not after the present
        /// when they are already.
        package let unusableAt: Instant
        /// Why.
        package let cause: Cause
        /// The same for a person: which data or certificate.
        package let because: BilingualText
        /// True when records are accepted with a warning then, for platform signing; false when they are refused.
        package let isTolerated: Bool
    }

    /// The entries, the most urgent first.
    package let entries: [Entry]

    /// The forecast of `store` as seen at `now`.
    ///
    /// - Parameters:
    ///   - causes: what is looked at.
    ///   - coversEndEntities: false leaves out the data about certificates of end entities, for callers who know which of
    ///     these are in use; what speaks about the authorities' own certificates remains.
    package init(
        _ store: TrustStore,
        at now: Instant,
        causes: Set<Cause> = Set(Cause.allCases),
        coversEndEntities: Bool = true
    ) {
        entries = store.authorities.flatMap { authority in
            authority.certificates
                .filter { Forecaster.issuesForEndEntities($0, in: authority) }
                .compactMap { issuer in
                    Forecaster(authority: authority, book: store.revocation, now: now)
                        .entry(of: issuer, causes, coversEndEntities)
                }
        }
        .sorted { ($0.unusableAt, $0.authority) < ($1.unusableAt, $1.authority) }
    }

    /// The first entry of `authority`; nil when nothing ends.
    package func first(of authority: String) -> Entry? { entries.first { $0.authority == authority } }
}

/// Collects what ends for one authority.
private struct Forecaster {
    let authority: TrustAuthority
    let book: RevocationBook
    let now: Instant

    private struct End {
        let instant: Instant
        let cause: TrustForecast.Cause
        let because: BilingualText
    }

    /// A root that has issued others of the list is taken to issue authorities only.
    static func issuesForEndEntities(_ certificate: Certificate, in authority: TrustAuthority) -> Bool {
        guard certificate.isSelfIssued else { return true }
        return !authority.certificates.contains { !$0.isSelfIssued && $0.issuerHash == certificate.subjectHash }
    }

    /// What ends first for certificates of `issuer`.
    func entry(
        of issuer: Certificate,
        _ causes: Set<TrustForecast.Cause>,
        _ coversEndEntities: Bool
    ) -> TrustForecast.Entry? {
        let path = path(from: issuer)
        var ends = path.map { certificate in
            End(
                instant: certificate.notAfter,
                cause: .certificate,
                because: BilingualText(
                    zh: "证书 \(certificate.subject) 到期",
                    en: "the certificate \(certificate.subject) expires"
                )
            )
        }
        ends += recognition
        if authority.revocation.check != .none {
            if coversEndEntities, let end = data(of: issuer) { ends.append(end) }
            for (certificate, above) in zip(path, path.dropFirst()) {
                ends += self.ends(of: certificate, issuedBy: above)
            }
        }
        // Ends that are past come before those to come, in the order of their dates.
        guard let first = ends.filter({ causes.contains($0.cause) }).min(by: { $0.instant < $1.instant }) else {
            return nil
        }
        let isData = first.cause == .revocationData || first.cause == .revocationMissing
        return TrustForecast.Entry(
            authority: authority.id,
            issuer: issuer.thumbprint,
            issuerName: issuer.subject,
            unusableAt: first.instant,
            cause: first.cause,
            because: first.because,
            isTolerated: isData && authority.revocation.whenStale(.platformSigning) == .accept
        )
    }

    /// `issuer` and the listed certificates above it.
    private func path(from issuer: Certificate) -> [Certificate] {
        var path = [issuer]
        while let last = path.last, !last.isSelfIssued, path.count < 8,
            let above = authority.certificates.first(where: { candidate in
                !path.contains { $0.thumbprint == candidate.thumbprint } && last.isSigned(by: candidate)
            })
        {
            path.append(above)
        }
        return path
    }

    private var recognition: [End] {
        let present = authority.status(at: now)
        guard present == .recognised else {
            let title = present.title
            return [
                End(
                    instant: authority.period(at: now)?.from ?? now,
                    cause: .recognition,
                    because: BilingualText(zh: "互认状态为\(title.zh)", en: "the authority is \(title.en)")
                )
            ]
        }
        return authority.history.first { $0.from > now && $0.status != .recognised }.map { period in
            let title = period.status.title
            return [
                End(
                    instant: period.from,
                    cause: .recognition,
                    because: BilingualText(zh: "互认状态将为\(title.zh)", en: "the authority becomes \(title.en)")
                )
            ]
        } ?? []
    }

    /// The end of the data about end entities that `issuer` certified.
    private func data(of issuer: Certificate) -> End? {
        let items = book.items(of: issuer, kin: authority.certificates)
        let lists = items.filter { $0.kind != .ocsp }
        let answers = items.filter { $0.kind == .ocsp }
        // Each list is about a part of the certificates, each answer about one: the first to end counts.
        let asked =
            switch authority.revocation.check {
            case .none: [RevocationItem]()
            case .crl: lists
            case .ocsp: answers
            case .any: lists.isEmpty ? answers : lists
            }
        let first = asked.min { $0.usableUntil < $1.usableUntil }
        guard let item = first else { return missing(issuer.subject) }
        return end(of: item, at: item.usableUntil)
    }

    /// What the data say about `certificate`, an authority's, and when they end.
    private func ends(of certificate: Certificate, issuedBy issuer: Certificate) -> [End] {
        let known = [
            book.answer(about: certificate, issuedBy: issuer),
            book.list(about: certificate, issuedBy: issuer, kin: authority.certificates),
        ].compactMap(\.self)
        for evidence in known {
            guard case .revoked(let date, _) = evidence.state else { continue }
            return [
                End(
                    instant: date,
                    cause: .revoked,
                    because: BilingualText(
                        zh: "证书 \(certificate.subject) 已被吊销；依据：\(evidence.item.name)",
                        en: "the certificate \(certificate.subject) is revoked, by \(evidence.item.name)"
                    )
                )
            ]
        }
        guard let longest = known.max(by: { $0.usableUntil < $1.usableUntil }) else {
            return [missing(certificate.subject)]
        }
        return [end(of: longest.item, at: longest.usableUntil)]
    }

    private func end(of item: RevocationItem, at instant: Instant) -> End {
        End(
            instant: instant,
            cause: .revocationData,
            because: BilingualText(
                zh: "\(item.name) 只可用至 \(instant.rfc3339)",
                en: "\(item.name) may be relied on until \(instant.rfc3339)"
            )
        )
    }

    private func missing(_ subject: String) -> End {
        End(
            instant: now,
            cause: .revocationMissing,
            because: BilingualText(
                zh: "没有 \(subject) 的吊销信息",
                en: "there are no revocation data of \(subject)"
            )
        )
    }
}
