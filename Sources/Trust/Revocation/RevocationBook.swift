package import Core

/// All revocation data that are verified and current: complete CRLs, delta CRLs and OCSP answers.
///
/// A value: who takes a copy has a snapshot, and copies share their lists. Nothing enters unless its signature verifies
/// under a certificate of the trust list, and nothing older replaces what is newer.
package struct RevocationBook: Sendable {
    /// How far into the future a thisUpdate may lie, for clocks that go wrong.
    static let tolerance: Int64 = 10 * 60 * 1000

    private struct AnswerKey: Hashable {
        let issuer: CertificateThumbprint
        let serial: [UInt8]
    }

    /// A complete list and what came after it.
    private struct Series {
        var complete: VerifiedRevocationList?
        var delta: VerifiedRevocationList?

        /// The delta where it builds upon the complete list (RFC 5280 §5.2.4): its base is no newer, itself it is.
        var effectiveDelta: VerifiedRevocationList? {
            guard let delta, let base = delta.list.baseNumber, let number = delta.list.number,
                let known = complete?.list.number, base <= known, known < number
            else { return nil }
            return delta
        }
    }

    private var series: [CertificateThumbprint: [RevocationScope: Series]] = [:]
    private var answers: [AnswerKey: VerifiedOCSPAnswer] = [:]
    /// Counts what was taken up so far, so that whoever adds something can tell whether it was new.
    package private(set) var additions = 0

    /// An empty book.
    package init() {}

    /// Number of items in it.
    package var count: Int {
        series.values.reduce(answers.count) { sum, scopes in
            sum + scopes.values.reduce(0) { $0 + ($1.complete == nil ? 0 : 1) + ($1.delta == nil ? 0 : 1) }
        }
    }

    /// Everything in it, ordered by authority, kind and key: for status, forecast, bundles and the topic.
    package var items: [RevocationItem] {
        let lists = series.values.flatMap { $0.values.flatMap { [$0.complete, $0.delta].compactMap { $0?.item } } }
        return (lists + answers.values.map(\.item)).sorted {
            ($0.authority, $0.kind.rawValue, $0.key) < ($1.authority, $1.kind.rawValue, $1.key)
        }
    }

    /// Verifies a CRL, complete or delta, under the certificates of `list` and takes it up.
    ///
    /// - Parameters:
    ///   - bytes: DER, or PEM text with one list.
    ///   - list: the trust list in force.
    ///   - now: the present; a list from the future is refused.
    /// - Returns: the item as it now stands in the book, also when it stood there already; or why it does not.
    package mutating func add(
        crl bytes: [UInt8],
        list: TrustList,
        at now: Instant
    ) -> Result<RevocationItem, RevocationFault> {
        let parsed: RevocationList
        switch RevocationList.parse(bytes) {
        case .failure(let fault): return .failure(fault)
        case .success(let found): parsed = found
        }
        return RevocationListRule.verify(parsed, list: list, at: now).flatMap { verified in
            let known = series[verified.issuer]?[parsed.scope]
            let previous = parsed.isDelta ? known?.delta : known?.complete
            if let previous {
                if previous.item.digest == verified.item.digest { return .success(previous.item) }
                if let fault = RevocationListRule.rollback(from: previous, to: verified) { return .failure(fault) }
            }
            // A delta no newer than the complete list in hand tells nothing.
            if parsed.isDelta, let complete = known?.complete, let newest = complete.list.number,
                let number = parsed.number, number <= newest
            {
                return .failure(RevocationListRule.superseded(verified, by: complete))
            }
            var changed = known ?? Series()
            if parsed.isDelta {
                changed.delta = verified
            } else {
                changed.complete = verified
                if let newest = parsed.number, let delta = changed.delta?.list.number, delta <= newest {
                    changed.delta = nil
                }
            }
            series[verified.issuer, default: [:]][parsed.scope] = changed
            additions += 1
            return .success(verified.item)
        }
    }

    /// Verifies an OCSP response under the certificates of `list` and takes it up.
    ///
    /// - Parameters:
    ///   - der: DER of an OCSPResponse about one certificate.
    ///   - list: the trust list in force.
    ///   - now: the present; a response from the future is refused.
    ///   - nonce: content of the nonce extension that was sent along with the request; a response with another nonce is
    ///     refused. Responders may leave it out (RFC 6960 §4.4.1); freshness then rests on thisUpdate alone.
    /// - Returns: the item as it now stands in the book, also when it stood there already; or why it does not.
    package mutating func add(
        ocsp der: [UInt8],
        list: TrustList,
        at now: Instant,
        nonce: [UInt8]? = nil
    ) -> Result<RevocationItem, RevocationFault> {
        let parsed: OCSPAnswer
        switch OCSPAnswer.parse(der) {
        case .failure(let fault): return .failure(fault)
        case .success(let found): parsed = found
        }
        if let nonce, let answered = parsed.nonce, nonce != answered {
            return .failure(OCSPAnswerRule.nonceMismatch)
        }
        return OCSPAnswerRule.verify(parsed, list: list, at: now).flatMap { verified in
            if isRevoked(responder: verified) { return .failure(OCSPAnswerRule.responderRevoked(verified)) }
            let key = AnswerKey(issuer: verified.issuer, serial: parsed.serial)
            if let previous = answers[key] {
                if previous.item.digest == verified.item.digest { return .success(previous.item) }
                let older = (previous.answer.thisUpdate, previous.answer.producedAt)
                if (parsed.thisUpdate, parsed.producedAt) <= older {
                    return .failure(OCSPAnswerRule.rollback(from: previous, to: verified))
                }
            }
            answers[key] = verified
            additions += 1
            return .success(verified.item)
        }
    }

    /// Takes over a new trust list: what no longer belongs to a listed certificate is left out, budgets are applied anew.
    package mutating func rebind(to list: TrustList) {
        var issuers: [CertificateThumbprint: (TrustAuthority, Certificate)] = [:]
        for authority in list.authorities {
            for certificate in authority.certificates {
                guard let identity = certificate.issuerIdentity, issuers[identity] == nil else { continue }
                issuers[identity] = (authority, certificate)
            }
        }
        func rebound(_ verified: VerifiedRevocationList?) -> VerifiedRevocationList? {
            guard let verified, let (authority, certificate) = issuers[verified.issuer] else { return nil }
            return verified.rebound(to: authority, issuer: certificate)
        }
        series = series.compactMapValues { scopes in
            let kept = scopes.compactMapValues { known -> Series? in
                let changed = Series(complete: rebound(known.complete), delta: rebound(known.delta))
                return changed.complete == nil && changed.delta == nil ? nil : changed
            }
            return kept.isEmpty ? nil : kept
        }
        answers = answers.compactMapValues { verified in
            guard let (authority, certificate) = issuers[verified.issuer] else { return nil }
            return verified.rebound(to: authority, issuer: certificate)
        }
    }

    /// Leaves out OCSP answers that stopped to be relied on before `instant`; lists stay, since a new one replaces them.
    package mutating func removeAnswers(unusableSince instant: Instant) {
        answers = answers.filter { $0.value.item.usableForAuthoritiesUntil > instant }
    }
}

extension RevocationBook {
    /// What the newest OCSP answer says about `certificate`, issued by `issuer`; nil when there is none.
    ///
    /// - Complexity: O(1), and O(log n) where a delegated responder is looked up in a list of n entries.
    package func answer(about certificate: Certificate, issuedBy issuer: Certificate) -> RevocationEvidence? {
        guard let identity = issuer.issuerIdentity,
            let verified = answers[AnswerKey(issuer: identity, serial: certificate.serialContent)],
            !isRevoked(responder: verified)
        else { return nil }
        return RevocationEvidence(
            state: verified.answer.state,
            item: verified.item,
            usableUntil: usableUntil(verified.item, for: certificate)
        )
    }

    /// What the newest CRLs say about `certificate`, issued by `issuer`; nil when none of them speaks about it.
    ///
    /// - Parameter kin: the listed certificates of the issuer's authority. An authority that changed its key signs the
    ///   lists for its older certificates with the newer one; such a list counts where there is none by the same key.
    /// - Complexity: O(log n), n the number of entries.
    package func list(
        about certificate: Certificate,
        issuedBy issuer: Certificate,
        kin: [Certificate]
    ) -> RevocationEvidence? {
        guard let identity = issuer.issuerIdentity else { return nil }
        if let found = list(about: certificate, by: identity) { return found }
        // Only within one family of keys: an RSA and an SM2 hierarchy under one name count their serial numbers apart.
        var others: [RevocationEvidence] = []
        for other in kin where other.sharesSubject(with: issuer) && other.publicKey.family == issuer.publicKey.family {
            guard let otherIdentity = other.issuerIdentity, otherIdentity != identity,
                let found = list(about: certificate, by: otherIdentity)
            else { continue }
            others.append(found)
        }
        return others.max { $0.item.thisUpdate < $1.item.thisUpdate }
    }

    /// The newest among the lists of `issuer` whose scope covers `certificate`, and what it says.
    private func list(about certificate: Certificate, by issuer: CertificateThumbprint) -> RevocationEvidence? {
        guard let scopes = series[issuer] else { return nil }
        let serial = certificate.serialContent
        var newest: RevocationEvidence?
        for (scope, known) in scopes where scope.covers(certificate) {
            guard let complete = known.complete else { continue }
            let delta = known.effectiveDelta
            let state = delta?.state(of: serial) ?? complete.state(of: serial) ?? .good
            let ends = [complete, delta].compactMap { $0.map { usableUntil($0.item, for: certificate) } }
            let found = RevocationEvidence(
                state: state,
                item: delta?.item ?? complete.item,
                usableUntil: ends.max() ?? complete.item.usableUntil
            )
            // Several lists may cover a certificate; one that says revoked is never outvoted.
            guard let known = newest else {
                newest = found
                continue
            }
            if found.isRevocation != known.isRevocation {
                newest = found.isRevocation ? found : known
            } else if found.item.thisUpdate > known.item.thisUpdate {
                newest = found
            }
        }
        return newest
    }

    /// The newest items about end entities that `issuer` certified, one for each scope: those by its own key, or else by
    /// another key of the same name among `kin`. Of a complete list and the delta upon it, the one that reaches further.
    func items(of issuer: Certificate, kin: [Certificate]) -> [RevocationItem] {
        guard let identity = issuer.issuerIdentity else { return [] }
        let own = items(by: identity)
        guard own.isEmpty else { return own }
        return kin.filter { $0.sharesSubject(with: issuer) && $0.publicKey.family == issuer.publicKey.family }
            .compactMap(\.issuerIdentity).flatMap(items(by:))
    }

    private func items(by issuer: CertificateThumbprint) -> [RevocationItem] {
        let lists = (series[issuer] ?? [:]).compactMap { scope, known -> RevocationItem? in
            guard !scope.onlyAuthorities, let complete = known.complete?.item else { return nil }
            guard let delta = known.effectiveDelta?.item else { return complete }
            return delta.usableUntil > complete.usableUntil ? delta : complete
        }
        return lists + answers.values.filter { $0.issuer == issuer }.map(\.item)
    }

    private func usableUntil(_ item: RevocationItem, for certificate: Certificate) -> Instant {
        certificate.isAuthority ? item.usableForAuthoritiesUntil : item.usableUntil
    }

    /// True when a CRL of the issuer says that the delegated responder's certificate is revoked.
    private func isRevoked(responder verified: VerifiedOCSPAnswer) -> Bool {
        guard let serial = verified.responder, let scopes = series[verified.issuer] else { return false }
        return scopes.values.contains { known in
            let state = known.effectiveDelta?.state(of: serial) ?? known.complete?.state(of: serial)
            if case .revoked = state { return true }
            return false
        }
    }
}

extension RevocationEvidence {
    /// True when it says revoked, from whatever instant on.
    var isRevocation: Bool {
        if case .revoked = state { return true }
        return false
    }
}
