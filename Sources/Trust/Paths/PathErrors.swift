import COpenSSL
import Core

/// OpenSSL's verification errors, sorted by what they mean for an answer.
enum PathErrors {
    /// True when the error says that nothing is known about a certificate's revocation, not that it is revoked.
    static func isUnavailable(_ error: Int32) -> Bool {
        switch error {
        case X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, X509_V_ERR_CRL_NOT_YET_VALID,
            X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_DIFFERENT_CRL_SCOPE, X509_V_ERR_CRL_SIGNATURE_FAILURE,
            X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, X509_V_ERR_CRL_PATH_VALIDATION_ERROR,
            X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
            true
        default: false
        }
    }

    /// Stable name of the rule that the error is about.
    static func rule(_ error: Int32) -> String {
        if isUnavailable(error) { return "path.revocation-unknown" }
        switch error {
        case X509_V_ERR_CERT_REVOKED: return "path.revoked"
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: return "path.validity"
        case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY,
            X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
            return "path.signature"
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            return "path.anchor"
        case X509_V_ERR_INVALID_CA, X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
            return "path.issuer"
        case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION, X509_V_ERR_SUBTREE_MINMAX,
            X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE, X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
            X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
            return "path.name-constraints"
        case X509_V_ERR_NO_EXPLICIT_POLICY, X509_V_ERR_INVALID_POLICY_EXTENSION: return "path.policies"
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: return "path.critical-extension"
        case X509_V_ERR_INVALID_PURPOSE: return "path.purpose"
        case X509_V_ERR_HOSTNAME_MISMATCH: return "path.host-name"
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
            return "path.strength"
        default: return "path.other"
        }
    }

    /// What the error says, for a person; in English in the library's own words.
    static func words(_ error: Int32) -> BilingualText {
        // The text is a constant of the library.
        let text = unsafe X509_verify_cert_error_string(Int(error)).map { unsafe String(cString: $0) } ?? "no detail"
        return BilingualText(zh: chinese[error] ?? "校验未通过（\(text)）", en: text)
    }

    private static let chinese: [Int32: String] = [
        X509_V_ERR_CERT_HAS_EXPIRED: "证书已过期",
        X509_V_ERR_CERT_NOT_YET_VALID: "证书尚未生效",
        X509_V_ERR_CERT_SIGNATURE_FAILURE: "证书签名与颁发者的密钥不符",
        X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE: "证书签名无法核验",
        X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: "颁发者的公钥无法解析",
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT: "缺少颁发者的证书",
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "缺少颁发者的证书",
        X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: "缺少颁发者的证书，签名无从核验",
        X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "证书为自签名且不受信任",
        X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: "链上的自签名证书不受信任",
        X509_V_ERR_CERT_UNTRUSTED: "证书不受信任",
        X509_V_ERR_CERT_CHAIN_TOO_LONG: "证书链过长",
        X509_V_ERR_INVALID_CA: "不是有效的 CA 证书",
        X509_V_ERR_PATH_LENGTH_EXCEEDED: "超出路径长度限制",
        X509_V_ERR_KEYUSAGE_NO_CERTSIGN: "密钥用法不含 keyCertSign",
        X509_V_ERR_KEYUSAGE_NO_CRL_SIGN: "密钥用法不含 cRLSign",
        X509_V_ERR_INVALID_PURPOSE: "证书用途不符",
        X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: "有不能识别的关键扩展",
        X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION: "吊销列表有不能识别的关键扩展",
        X509_V_ERR_INVALID_EXTENSION: "扩展无效或相互矛盾",
        X509_V_ERR_PERMITTED_VIOLATION: "名称不在允许的范围内（名称约束）",
        X509_V_ERR_EXCLUDED_VIOLATION: "名称在排除的范围内（名称约束）",
        X509_V_ERR_SUBTREE_MINMAX: "不支持名称约束中的 minimum、maximum",
        X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE: "不支持此类名称约束",
        X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX: "名称约束的写法不受支持",
        X509_V_ERR_UNSUPPORTED_NAME_SYNTAX: "名称的写法不受支持",
        X509_V_ERR_NO_EXPLICIT_POLICY: "证书链没有所要求的证书策略",
        X509_V_ERR_INVALID_POLICY_EXTENSION: "证书策略扩展无效",
        X509_V_ERR_EE_KEY_TOO_SMALL: "签名证书的密钥过短",
        X509_V_ERR_CA_KEY_TOO_SMALL: "CA 证书的密钥过短",
        X509_V_ERR_CA_MD_TOO_WEAK: "证书签名所用的摘要算法过弱",
        X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM: "不支持证书的签名算法",
        X509_V_ERR_HOSTNAME_MISMATCH: "主机名不符",
        X509_V_ERR_CERT_REVOKED: "证书已被吊销",
        X509_V_ERR_UNABLE_TO_GET_CRL: "没有该证书的吊销列表",
        X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER: "缺少吊销列表签发者的证书",
        X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE: "吊销列表的签名无法核验",
        X509_V_ERR_CRL_SIGNATURE_FAILURE: "吊销列表的签名不符",
        X509_V_ERR_CRL_NOT_YET_VALID: "吊销列表尚未生效",
        X509_V_ERR_CRL_HAS_EXPIRED: "吊销列表已过期",
        X509_V_ERR_DIFFERENT_CRL_SCOPE: "吊销列表的范围不含该证书",
        X509_V_ERR_CRL_PATH_VALIDATION_ERROR: "吊销列表签发者的证书链不成立",
        X509_V_ERR_UNSPECIFIED: "密码库未说明原因",
        X509_V_ERR_OUT_OF_MEM: "密码库内存不足",
    ]
}
