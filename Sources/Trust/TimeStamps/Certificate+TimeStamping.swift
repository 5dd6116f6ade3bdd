import COpenSSL

extension Certificate {
    /// True when the certificate is for time stamping and nothing else, and says so critically (RFC 3161 §2.3); key usage, where
    /// present, is for signing alone.
    var mayStampTime: Bool {
        unsafe withPointer { unsafe X509_check_purpose($0, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1 }
    }
}
