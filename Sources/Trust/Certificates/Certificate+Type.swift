import COpenSSL

extension Certificate {
    /// What the key usage makes of the certificate.
    package var type: CertificateType {
        // OpenSSL sets every bit where the extension is missing; the certificate is only read.
        let isRestricted = unsafe withPointer { unsafe X509_get_key_usage($0) != UInt32.max }
        guard isRestricted else { return .unrestricted }
        return maySignData ? .signing : .encryption
    }
}
