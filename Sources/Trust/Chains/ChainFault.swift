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

    /// True when a certificate does not verify under the key of the one above it.
    var isSignature: Bool {
        switch error {
        case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE,
            X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
            true
        default: false
        }
    }

    /// True when it is the signer's certificate by itself that is at fault, whatever stands above it.
    var isOfLeafAlone: Bool {
        guard depth == 0 else { return false }
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_EE_KEY_TOO_SMALL,
            X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
            return true
        default: return false
        }
    }

    /// The fault as a problem of `certificate`, the one at ``depth``.
    ///
    /// A verdict is remembered for a stretch of time, so the message names the dates of the certificate and never the
    /// instant asked about.
    func problem(of certificate: Certificate, for use: TrustAuthority.Use) -> Problem {
        if isUnknownAuthority { return TrustProblem.authorityUnknown(certificate) }
        let place = TrustProblem.place(certificate, depth: depth, for: use)
        let reason = PathErrors.words(error)
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            // Who can open a content is asked for the time at which it is admitted as well.
            let relation =
                use == .encryption
                ? BilingualText(zh: "", en: "") : BilingualText(zh: "，早于提交时间", en: ", before the submission")
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.validity",
                zh: "\(place.zh)已于 \(certificate.notAfter.rfc3339) 过期\(relation.zh)",
                en: "\(place.en) expired at \(certificate.notAfter.rfc3339)\(relation.en)"
            )
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.validity",
                zh: "\(place.zh)自 \(certificate.notBefore.rfc3339) 起有效，晚于提交时间",
                en: "\(place.en) is valid from \(certificate.notBefore.rfc3339), after the submission"
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
        case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION, X509_V_ERR_SUBTREE_MINMAX,
            X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE, X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
            X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.name-constraints",
                zh: "\(place.zh)的名称违反上级证书的名称约束",
                en: "the names of \(place.en) violate the name constraints of a certificate above it"
            )
        case X509_V_ERR_NO_EXPLICIT_POLICY, X509_V_ERR_INVALID_POLICY_EXTENSION:
            return TrustProblem.make(
                .certificateUsage,
                rule: "trust.chain.policies",
                zh: "\(place.zh)所在的证书链不具备信任列表要求的证书策略",
                en: "the chain of \(place.en) has none of the certificate policies that the trust list asks for"
            )
        case X509_V_ERR_INVALID_CA, X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.issuer",
                zh: "\(place.zh)不得签发下级证书：\(reason.zh)",
                en: "\(place.en) may not issue what it issued: \(reason.en)"
            )
        default:
            return TrustProblem.make(
                .certificateNotValid,
                rule: "trust.chain.path",
                zh: "\(place.zh)未通过证书链校验：\(reason.zh)",
                en: "\(place.en) does not pass path validation: \(reason.en)"
            )
        }
    }
}
