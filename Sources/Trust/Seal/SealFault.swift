import Core

/// Why a seal does not hold.
enum SealFault: Sendable {
    /// A seal header occurs twice, is missing beside the other one, or is not of its form.
    case form(String)
    /// The record is not the one that was sealed: a byte of topic, key, header or value is another.
    case content
    /// No listed gateway has this id and key.
    case unknownGateway(String, CertificateThumbprint)
    /// The gateway's certificate or recognition does not cover the time of the seal.
    case time(String, String)
    /// The algorithm does not go with the certificate's key.
    case algorithm(SignatureAlgorithm, String)
    /// The signature over the statement does not verify.
    case signature(String)

    /// The fault as a problem of the record.
    var problem: Problem {
        switch self {
        case .form(let header):
            make(
                .signatureMalformed,
                "seal.form",
                zh: "封印消息头 \(header) 缺失、重复或格式不符",
                en: "the seal header \(header) is missing, repeated or malformed"
            )
        case .content:
            make(
                .signatureInvalid,
                "seal.content",
                zh: "记录与封印不符：主题、键、消息头或内容在封印后被改动",
                en: "the record is not the one that was sealed: topic, key, a header or the value was changed"
            )
        case .unknownGateway(let id, let keyID):
            make(
                .certificateUnknown,
                "seal.gateway",
                zh: "没有已列入的网关 \(id) 使用证书 \(keyID)",
                en: "no listed gateway \(id) has the certificate \(keyID)"
            )
        case .time(let id, let time):
            make(
                .certificateNotValid,
                "seal.time",
                zh: "网关 \(id) 的证书或其列入期限不含封印时间 \(time)",
                en:
                    "the certificate of gateway \(id), or its period on the list, does not cover the seal's time \(time)"
            )
        case .algorithm(let algorithm, let key):
            make(
                .algorithmRefused,
                "seal.algorithm",
                zh: "算法 \(algorithm.rawValue) 与网关证书的密钥 \(key) 不符",
                en: "the algorithm \(algorithm.rawValue) does not go with the key of the gateway's certificate, \(key)"
            )
        case .signature(let id):
            make(
                .signatureInvalid,
                "seal.signature",
                zh: "封印的签名不是网关 \(id) 的密钥所作",
                en: "the signature of the seal does not verify under the key of gateway \(id)"
            )
        }
    }

    private func make(_ code: RejectionCode, _ rule: String, zh: String, en: String) -> Problem {
        Problem(code, at: "/@attributes/\(SealHeader.statement)", rule: rule, zh: zh, en: en)
    }
}
