import Core

/// Why a time stamp does not count.
enum TimeStampFault: Error {
    /// The bytes are not one DER TimeStampToken; with what is wrong in the document, where that is known.
    case notToken(BilingualText?)
    /// Not exactly one signer.
    case signerCount
    /// The stamp is over something else than the signature.
    case imprint
    /// Digest algorithm of the imprint that is not accepted, by OID.
    case algorithm(String)
    /// The signer's certificate is not in the token.
    case certificateAbsent
    /// The certificate is not for time stamping alone.
    case usage(Certificate)
    /// No signed attribute ties the token to the signer's certificate, or it names another one.
    case certificateReference
    /// The token's signature does not verify.
    case signature(Certificate)
    /// The token was made after the record was submitted.
    case late(Instant)
    /// The certificate was not valid at the time of the stamp.
    case period(Certificate, Instant)

    /// The fault as a problem of the record.
    var problem: Problem {
        switch self {
        case .notToken(let detail):
            TimeStampFault.make(
                "form",
                zh: "不是单一的 TimeStampToken（DER）" + (detail.map { "：\($0.zh)" } ?? ""),
                en: "is not exactly one TimeStampToken in DER" + (detail.map { ": \($0.en)" } ?? "")
            )
        case .signerCount:
            TimeStampFault.make("signers", zh: "须恰有一个签名者", en: "must have exactly one signer")
        case .imprint:
            TimeStampFault.make("imprint", zh: "不是对此签名所加", en: "is not over this signature")
        case .algorithm(let oid):
            TimeStampFault.make(
                "algorithm",
                zh: "的摘要算法 \(oid) 不被接受",
                en: "has an imprint by \(oid), which is not accepted"
            )
        case .certificateAbsent:
            TimeStampFault.make("certificate", zh: "不含签发者的证书", en: "does not hold its signer's certificate")
        case .usage(let certificate):
            TimeStampFault.make(
                "usage",
                zh: "签发者的证书 \(certificate.subject) 不是专用于时间戳的（关键扩展 id-kp-timeStamping）",
                en: "is signed under \(certificate.subject), which is not for time stamping alone (critical "
                    + "id-kp-timeStamping)"
            )
        case .certificateReference:
            TimeStampFault.make(
                "reference",
                zh: "的签名属性未指明签发者的证书，或所指不符",
                en: "does not name its signer's certificate among the signed attributes, or names another one"
            )
        case .signature(let certificate):
            TimeStampFault.make(
                "signature",
                zh: "的签名与证书 \(certificate.subject) 不符",
                en: "has a signature that does not verify under \(certificate.subject)"
            )
        case .late(let time):
            TimeStampFault.make(
                "time",
                zh: "的时间 \(time.rfc3339) 晚于提交时间",
                en: "is of \(time.rfc3339), after the submission"
            )
        case .period(let certificate, let time):
            TimeStampFault.make(
                "period",
                zh: "的时间 \(time.rfc3339) 不在证书 \(certificate.subject) 的有效期内",
                en: "is of \(time.rfc3339), outside the validity of \(certificate.subject)"
            )
        }
    }

    private static func make(_ rule: String, zh: String, en: String) -> Problem {
        Problem(
            .timestampInvalid,
            at: "/@attributes/sigstamp",
            rule: "trust.stamp.\(rule)",
            zh: "时间戳\(zh)",
            en: "the time stamp \(en)"
        )
    }
}
