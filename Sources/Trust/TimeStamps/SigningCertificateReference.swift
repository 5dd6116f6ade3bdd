import COpenSSL

/// The signed attribute that ties a time stamp to its signer's certificate: signingCertificate (RFC 2634 §5.4) or
/// signingCertificateV2 (RFC 5035). Without it a stamp could be shown under another certificate for the same key.
enum SigningCertificateReference {
    /// True when `signer` names `chain`, which begins with its certificate, by such an attribute; OpenSSL compares.
    static func names(_ chain: [Certificate], by signer: CMSSigner) -> Bool {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        let first = signer.sequence(of: NID_id_smime_aa_signingCertificate)
        let second = signer.sequence(of: NID_id_smime_aa_signingCertificateV2)
        guard let stack = unsafe hutong_X509_stack_new() else { return false }
        // The stack borrows the certificates, which `chain` keeps until this function returns.
        defer { unsafe hutong_X509_stack_release(stack) }
        defer { withExtendedLifetime(chain) {} }
        for certificate in chain {
            guard unsafe certificate.withPointer({ unsafe hutong_X509_stack_push(stack, $0) }) > 0 else { return false }
        }
        // Each parsed attribute is given back here.
        let old = unsafe first.flatMap { unsafe parse($0, d2i_ESS_SIGNING_CERT, ESS_SIGNING_CERT_free) }
        defer { unsafe ESS_SIGNING_CERT_free(old) }
        let new = unsafe second.flatMap { unsafe parse($0, d2i_ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free) }
        defer { unsafe ESS_SIGNING_CERT_V2_free(new) }
        guard unsafe (first == nil) == (old == nil), unsafe (second == nil) == (new == nil) else { return false }
        return unsafe OSSL_ESS_check_signing_certs(old, new, stack, 1) == 1
    }

    /// Reads `der` with a `d2i_*` function of OpenSSL; the caller owns the result. Nil when something else stands there.
    private static func parse(
        _ der: [UInt8],
        _ read: (
            UnsafeMutablePointer<OpaquePointer?>?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, Int
        ) -> OpaquePointer?,
        _ release: (OpaquePointer?) -> Void
    ) -> OpaquePointer? {
        // The bytes live during the call; OpenSSL copies what it keeps.
        unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard let parsed = unsafe read(nil, &cursor, buffer.count) else { return nil }
            guard unsafe cursor == end else {
                unsafe release(parsed)
                return nil
            }
            return unsafe parsed
        }
    }
}
