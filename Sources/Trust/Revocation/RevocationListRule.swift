import Core

/// What a CRL must satisfy to enter the book.
enum RevocationListRule {
    /// The list with its issuer on the trust list, its signature and its dates verified.
    static func verify(
        _ parsed: RevocationList,
        list: TrustList,
        at now: Instant
    ) -> Result<VerifiedRevocationList, RevocationFault> {
        var isNamed = false
        var outcome = IssuerSignature.Outcome.invalid
        for authority in list.authorities {
            for certificate in authority.certificates where certificate.hasSubject(parsed.issuerName) {
                guard certificate.maySignRevocationLists else { continue }
                isNamed = true
                switch parsed.signature.verify(under: certificate) {
                case .valid: return verified(parsed, by: certificate, of: authority, at: now)
                case .refused: outcome = .refused
                case .invalid: break
                }
            }
        }
        let name = name(parsed)
        guard isNamed else {
            return .failure(
                RevocationFault(
                    .issuerUnknown,
                    zh: "\(name)的颁发者不在信任列表中，或其证书不得签发吊销列表",
                    en: "the issuer of \(name) is not on the trust list, or may not sign revocation lists"
                )
            )
        }
        guard outcome != .refused else {
            return .failure(
                RevocationFault(
                    .algorithmRefused,
                    zh: "\(name)使用了不被接受的签名算法或密钥",
                    en: "\(name) is signed with an algorithm or key that is not accepted"
                )
            )
        }
        return .failure(
            RevocationFault(
                .signatureInvalid,
                zh: "\(name)的签名与信任列表中同名证书的密钥均不符",
                en: "the signature of \(name) does not verify under any listed certificate of that name"
            )
        )
    }

    private static func verified(
        _ parsed: RevocationList,
        by certificate: Certificate,
        of authority: TrustAuthority,
        at now: Instant
    ) -> Result<VerifiedRevocationList, RevocationFault> {
        let name = name(parsed)
        guard parsed.thisUpdate <= now.advanced(byMilliseconds: RevocationBook.tolerance) else {
            return .failure(
                RevocationFault(
                    .notYetValid,
                    zh: "\(name)的 thisUpdate 晚于当前时间 \(now.rfc3339)",
                    en: "thisUpdate of \(name) is later than the present, \(now.rfc3339)"
                )
            )
        }
        guard
            let usableUntil = RevocationItem.usableUntil(
                thisUpdate: parsed.thisUpdate,
                nextUpdate: parsed.nextUpdate,
                policy: authority.revocation
            ), let issuer = certificate.issuerIdentity
        else {
            return .failure(
                RevocationFault(
                    .endless,
                    zh: "\(name)没有 nextUpdate，且机构 \(authority.id) 未规定时限",
                    en: "\(name) has no nextUpdate, and the authority \(authority.id) has no budget"
                )
            )
        }
        let kind: RevocationItem.Kind = parsed.isDelta ? .deltaCRL : .crl
        let item = RevocationItem(
            kind: kind,
            key: key(kind, issuer: issuer, scope: parsed.scope),
            authority: authority.id,
            issuer: certificate.thumbprint,
            issuerName: certificate.subject,
            signer: certificate.subject,
            number: parsed.number,
            serial: nil,
            count: parsed.count,
            thisUpdate: parsed.thisUpdate,
            nextUpdate: parsed.nextUpdate,
            usableUntil: usableUntil,
            digest: Hexadecimal.encode(PayloadDigest(.sha256, of: parsed.der).bytes),
            bytes: parsed.der
        )
        return .success(VerifiedRevocationList(list: parsed, item: item, issuer: issuer))
    }

    /// Why `new` may not replace `old`; nil when it may: its number is higher, or, where the numbers are equal or one is
    /// missing, its thisUpdate later.
    static func rollback(
        from old: VerifiedRevocationList,
        to new: VerifiedRevocationList
    ) -> RevocationFault? {
        if let before = old.list.number, let after = new.list.number, before != after {
            return after > before ? nil : superseded(new, by: old)
        }
        return new.list.thisUpdate > old.list.thisUpdate ? nil : superseded(new, by: old)
    }

    /// `new` is older than `old`, or no newer.
    static func superseded(_ new: VerifiedRevocationList, by old: VerifiedRevocationList) -> RevocationFault {
        RevocationFault(
            .rollback,
            zh: "拒绝回退：\(new.item.name)不比已有的 \(old.item.name) 新",
            en: "roll-back refused: \(new.item.name) is no newer than \(old.item.name)"
        )
    }

    private static func name(_ list: RevocationList) -> String {
        let number = list.number.map { " \($0)" } ?? ""
        return "\(list.isDelta ? "delta CRL" : "CRL")\(number) (\(list.issuer), \(list.thisUpdate.rfc3339))"
    }

    /// 32 hexadecimal digits that stay the same from one issue to the next.
    static func key(
        _ kind: RevocationItem.Kind,
        issuer: CertificateThumbprint,
        scope: RevocationScope,
        serial: [UInt8] = []
    ) -> String {
        var bytes = Array(kind.rawValue.utf8) + [0] + issuer.bytes
        bytes.append(scope.onlyUsers ? 1 : 0)
        bytes.append(scope.onlyAuthorities ? 1 : 0)
        let points = (scope.distributionPoints ?? []).sorted { $0.lexicographicallyPrecedes($1) }
        // Each of them is DER and so tells its own length.
        bytes += points.joined()
        bytes += serial
        return Hexadecimal.encode(PayloadDigest(.sha256, of: bytes).bytes.prefix(16))
    }
}
