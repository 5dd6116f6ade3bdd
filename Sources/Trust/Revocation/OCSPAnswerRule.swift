import Core

/// What an OCSP response must satisfy to enter the book.
enum OCSPAnswerRule {
    /// The response with its issuer on the trust list, its signature and its dates verified.
    static func verify(
        _ parsed: OCSPAnswer,
        list: TrustList,
        at now: Instant
    ) -> Result<VerifiedOCSPAnswer, RevocationFault> {
        var fault = RevocationFault(
            .issuerUnknown,
            zh: "OCSP 响应（序列号 \(parsed.serialText)）的颁发者不在信任列表中",
            en: "the OCSP response about serial \(parsed.serialText) names no issuer of the trust list"
        )
        for authority in list.authorities {
            for certificate in authority.certificates where parsed.speaks(about: certificate) {
                switch OCSPResponderRule.signer(of: parsed, for: certificate) {
                case .success(let signer):
                    return verified(parsed, by: signer, for: certificate, of: authority, at: now)
                case .failure(let found): fault = found
                }
            }
        }
        return .failure(fault)
    }

    private static func verified(
        _ parsed: OCSPAnswer,
        by signer: Certificate,
        for certificate: Certificate,
        of authority: TrustAuthority,
        at now: Instant
    ) -> Result<VerifiedOCSPAnswer, RevocationFault> {
        let latest = now.advanced(byMilliseconds: RevocationBook.tolerance)
        guard parsed.thisUpdate <= latest, parsed.producedAt <= latest else {
            return .failure(
                RevocationFault(
                    .notYetValid,
                    zh: "OCSP 响应（序列号 \(parsed.serialText)）的时间晚于当前时间 \(now.rfc3339)",
                    en: "the OCSP response about serial \(parsed.serialText) is later than the present, \(now.rfc3339)"
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
                    zh: "OCSP 响应没有 nextUpdate，且机构 \(authority.id) 未规定时限",
                    en: "the OCSP response has no nextUpdate, and the authority \(authority.id) has no budget"
                )
            )
        }
        let isIssuer = signer.thumbprint == certificate.thumbprint
        let item = RevocationItem(
            kind: .ocsp,
            key: RevocationListRule.key(.ocsp, issuer: issuer, scope: .complete, serial: parsed.serial),
            authority: authority.id,
            issuer: certificate.thumbprint,
            issuerName: certificate.subject,
            signer: signer.subject,
            number: nil,
            serial: parsed.serialText,
            count: 1,
            thisUpdate: parsed.thisUpdate,
            nextUpdate: parsed.nextUpdate,
            usableUntil: usableUntil,
            digest: Hexadecimal.encode(PayloadDigest(.sha256, of: parsed.der).bytes),
            bytes: parsed.der
        )
        return .success(
            VerifiedOCSPAnswer(
                answer: parsed,
                item: item,
                issuer: issuer,
                responder: isIssuer ? nil : signer.serialContent
            )
        )
    }

    /// `new` is no newer than `old`.
    static func rollback(from old: VerifiedOCSPAnswer, to new: VerifiedOCSPAnswer) -> RevocationFault {
        RevocationFault(
            .rollback,
            zh: "拒绝回退：\(new.item.name) 不比已有的 \(old.item.name) 新",
            en: "roll-back refused: \(new.item.name) is no newer than \(old.item.name)"
        )
    }

    /// The responder's own certificate stands on a list of its issuer.
    static func responderRevoked(_ verified: VerifiedOCSPAnswer) -> RevocationFault {
        RevocationFault(
            .signatureInvalid,
            zh: "OCSP 响应者 \(verified.item.signer) 的证书已被吊销",
            en: "the certificate of the OCSP responder \(verified.item.signer) is revoked"
        )
    }

    /// The nonce is another than the one sent.
    static let nonceMismatch = RevocationFault(
        .nonceMismatch,
        zh: "OCSP 响应中的 nonce 与请求不符",
        en: "the nonce of the OCSP response is not the one of the request"
    )
}
