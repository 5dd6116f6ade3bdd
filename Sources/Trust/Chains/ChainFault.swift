import COpenSSL
import Core

/// One error that OpenSSL reported while it built and checked a path.
struct ChainFault: Hashable {
    /// `X509_V_ERR_*`.
    let error: Int32
    /// Position in the chain: 0 is the signer's certificate.
    let depth: Int

    /// True when it only says that no listed certificate issued the one at hand.
    var isUnknownAuthority: Bool {
        switch error {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            true
        default: false
        }
    }

    /// The fault as a problem of `certificate`, the one at ``depth``.
    func problem(of certificate: Certificate, at instant: Instant) -> Problem {
        if isUnknownAuthority { return TrustProblem.authorityUnknown(certificate) }
        let place = TrustProblem.place(certificate, depth: depth)
        let time = instant.rfc3339
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.validity",
                zh: "\(place.zh)已于 \(certificate.notAfter.rfc3339) 过期，早于提交时间 \(time)",
                en: "\(place.en) expired at \(certificate.notAfter.rfc3339), before the submission at \(time)"
            )
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.validity",
                zh: "\(place.zh)自 \(certificate.notBefore.rfc3339) 起有效，晚于提交时间 \(time)",
                en: "\(place.en) is valid from \(certificate.notBefore.rfc3339), after the submission at \(time)"
            )
        case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE,
            X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.signature",
                zh: "\(place.zh)的签名与其颁发者的密钥不符",
                en: "the signature on \(place.en) does not verify under the key of its issuer"
            )
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL:
            return TrustProblem.make(
                .algorithmRefused,
                rule: "trust.chain.key-strength",
                zh: "\(place.zh)的密钥 \(certificate.publicKey.name) 过短（RSA 至少 2048 位）",
                en: "the key of \(place.en), \(certificate.publicKey.name), is too short (RSA needs 2048 bits)"
            )
        case X509_V_ERR_CA_MD_TOO_WEAK, X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM:
            return TrustProblem.make(
                .algorithmRefused,
                rule: "trust.chain.digest-strength",
                zh: "\(place.zh)使用了不被接受的签名算法（如 SHA-1、MD5）",
                en: "\(place.en) is signed with an algorithm that is not accepted (such as SHA-1 or MD5)"
            )
        default:
            // The text is a constant of the library.
            let reason = unsafe X509_verify_cert_error_string(Int(error)).map { unsafe String(cString: $0) }
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.path",
                zh: "\(place.zh)未通过证书链校验：\(reason ?? "未知原因")",
                en: "\(place.en) does not pass path validation: \(reason ?? "no detail")"
            )
        }
    }
}
