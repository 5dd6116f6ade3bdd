import COpenSSL
import Core

/// Puts one CRL together and signs it (RFC 5280 §5.1). For development and demonstration.
struct RevocationListBuilder {
    private let template: RevocationTemplate

    /// A builder of what `template` describes.
    init(_ template: RevocationTemplate) {
        self.template = template
    }

    /// The list of `issuer`, signed with its key.
    func list(of issuer: Certificate, signedWith key: SigningKey) throws(TrustFailure) -> [UInt8] {
        LibraryErrors.clear()
        guard let handle = unsafe Handle<RevocationListHandleKind>(adopting: X509_CRL_new()) else {
            throw TrustFailure(library: "X509_CRL_new: \(LibraryErrors.drain())")
        }
        let der: [UInt8]? = unsafe handle.withPointer { list in
            guard unsafe fill(list, issuer), unsafe sign(list, with: key) else { return nil }
            return unsafe DEREncoding.bytes { unsafe i2d_X509_CRL(list, $0) }
        }
        guard let der else {
            throw TrustFailure(library: "making a revocation list of \(issuer.subject): \(LibraryErrors.drain())")
        }
        return der
    }

    private func fill(_ list: OpaquePointer, _ issuer: Certificate) -> Bool {
        // 1 says version 2; the name is copied.
        guard unsafe X509_CRL_set_version(list, 1) == 1,
            unsafe issuer.withPointer({ unsafe X509_CRL_set_issuer_name(list, X509_get_subject_name($0)) }) == 1,
            unsafe withTime(template.thisUpdate, { unsafe X509_CRL_set1_lastUpdate(list, $0) })
        else { return false }
        if let next = template.nextUpdate {
            guard unsafe withTime(next, { unsafe X509_CRL_set1_nextUpdate(list, $0) }) else { return false }
        }
        guard unsafe addNumber(to: list) else { return false }
        for entry in template.entries {
            guard unsafe add(entry, to: list) else { return false }
        }
        return unsafe X509_CRL_sort(list) == 1
    }

    private func addNumber(to list: OpaquePointer) -> Bool {
        // The number is ours until the end of this function; the list takes a copy.
        guard let number = unsafe ASN1_INTEGER_new() else { return false }
        defer { unsafe ASN1_INTEGER_free(number) }
        return unsafe ASN1_INTEGER_set_int64(number, Int64(template.number)) == 1
            && X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0) == 1
    }

    private func add(_ entry: RevocationTemplate.Entry, to list: OpaquePointer) -> Bool {
        guard let revoked = unsafe X509_REVOKED_new() else { return false }
        let isFilled = unsafe entry.certificate.withPointer { certificate in
            // Number and date are copied.
            unsafe X509_REVOKED_set_serialNumber(
                revoked,
                UnsafeMutablePointer(mutating: X509_get0_serialNumber(certificate))
            ) == 1
        }
        guard isFilled, unsafe withTime(entry.date, { unsafe X509_REVOKED_set_revocationDate(revoked, $0) }),
            unsafe addReason(entry.reason, to: revoked),
            // From here the entry belongs to the list.
            unsafe X509_CRL_add0_revoked(list, revoked) == 1
        else {
            unsafe X509_REVOKED_free(revoked)
            return false
        }
        return true
    }

    private func addReason(_ reason: RevocationReason?, to revoked: OpaquePointer) -> Bool {
        guard let reason else { return true }
        guard let value = unsafe ASN1_ENUMERATED_new() else { return false }
        defer { unsafe ASN1_ENUMERATED_free(value) }
        return unsafe ASN1_ENUMERATED_set_int64(value, Int64(reason.rawValue)) == 1
            && X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, value, 0, 0) == 1
    }

    /// Calls `body` with `instant` as ASN.1 time, which it copies.
    private func withTime(_ instant: Instant, _ body: (UnsafeMutablePointer<ASN1_TIME>) -> Int32) -> Bool {
        guard let time = unsafe ASN1_TIME_set(nil, time_t(instant.milliseconds / 1000)) else { return false }
        defer { unsafe ASN1_TIME_free(time) }
        return unsafe body(time) == 1
    }

    private func sign(_ list: OpaquePointer, with signer: SigningKey) -> Bool {
        guard let digest = unsafe Handle<DigestContextKind>(adopting: EVP_MD_CTX_new()) else { return false }
        let isSM2 = signer.kind == .sm2
        return unsafe digest.withPointer { digest in
            var context: OpaquePointer?
            // The operation context belongs to `digest`; the method is looked up by name in the default provider.
            let method = unsafe EVP_get_digestbyname(isSM2 ? "SM3" : "SHA256")
            guard unsafe signer.withPointer({ unsafe EVP_DigestSignInit(digest, &context, method, nil, $0) }) == 1
            else { return false }
            if isSM2 {
                let id = Certificate.distinguishingID
                guard unsafe EVP_PKEY_CTX_set1_id(context, id, Int32(id.count)) == 1 else { return false }
            }
            return unsafe X509_CRL_sign_ctx(list, digest) > 0
        }
    }
}
