import COpenSSL

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

    /// The library's own words, in English.
    static func text(_ error: Int32) -> String {
        // The text is a constant of the library.
        unsafe X509_verify_cert_error_string(Int(error)).map { unsafe String(cString: $0) } ?? "no detail"
    }
}

extension PathQuestion {
    /// The answer.
    package var answer: PathAnswer { PathCheck.answer(to: self) }
}
