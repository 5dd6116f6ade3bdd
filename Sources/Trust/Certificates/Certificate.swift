import COpenSSL
package import Core

/// An X.509 certificate as somebody presented it; nothing about it is verified yet (see ``VerifiedChain``).
///
/// `@unchecked Sendable`: any thread may read it. The handle never changes after `init`, which also sets the SM2
/// distinguishing id and reads the public key once; OpenSSL guards its lazily filled caches with its own locks and
/// counts references atomically.
@safe
package final class Certificate: @unchecked Sendable {
    /// Longest DER encoding accepted, in bytes.
    package static let maximumLength = 16 << 10
    /// The distinguishing id under which SM2 certificates are signed (GM/T 0009-2012 §10).
    static let distinguishingID = Array("1234567812345678".utf8)

    private let pointer: OpaquePointer

    /// The DER encoding.
    package let der: [UInt8]
    /// SHA-256 of ``der``.
    package let thumbprint: CertificateThumbprint
    /// ``thumbprint`` as text, as `ce_sigkeyid` and the signing base hold it.
    let keyID: String
    /// Subject after RFC 2253, cut to 200 characters; for messages only.
    package let subject: String
    /// Issuer after RFC 2253, cut to 200 characters; for messages only.
    package let issuer: String
    /// Serial number in hexadecimal.
    package let serial: String
    /// First instant of validity.
    package let notBefore: Instant
    /// Instant at which validity ends (OpenSSL: a certificate is no longer valid at `notAfter` itself).
    package let notAfter: Instant
    /// What sort of public key it holds.
    package let publicKey: PublicKeyKind
    /// Hash of the canonical subject name, as OpenSSL uses it to find issuers.
    let subjectHash: UInt
    /// Hash of the canonical issuer name.
    let issuerHash: UInt

    /// Reads one certificate from DER: nothing before it, nothing behind it, in exactly the encoding that OpenSSL would
    /// give it, so that a certificate has one thumbprint.
    ///
    /// - Returns: nil when the bytes are anything else.
    package init?(der: [UInt8]) {
        guard !der.isEmpty, der.count <= Certificate.maximumLength, let parsed = unsafe Certificate.parse(der),
            let thumbprint = CertificateThumbprint(PayloadDigest(.sha256, of: der).bytes)
        else { return nil }
        // From here this object owns `parsed`; each early return gives it back, deinit does so later.
        guard let notBefore = unsafe X509_get0_notBefore(parsed).flatMap({ unsafe Instant(asn1: $0) }),
            let notAfter = unsafe X509_get0_notAfter(parsed).flatMap({ unsafe Instant(asn1: $0) }),
            let key = unsafe X509_get0_pubkey(parsed),
            unsafe Certificate.setDistinguishingID(on: parsed)
        else {
            unsafe X509_free(parsed)
            LibraryErrors.clear()
            return nil
        }
        unsafe pointer = unsafe parsed
        self.der = der
        self.thumbprint = thumbprint
        keyID = thumbprint.keyID
        subject = unsafe DistinguishedName.text(of: X509_get_subject_name(parsed))
        issuer = unsafe DistinguishedName.text(of: X509_get_issuer_name(parsed))
        serial = unsafe Certificate.serial(of: parsed)
        self.notBefore = notBefore
        self.notAfter = notAfter
        publicKey = unsafe PublicKeyKind(of: key)
        subjectHash = unsafe UInt(X509_subject_name_hash(parsed))
        issuerHash = unsafe UInt(X509_issuer_name_hash(parsed))
        // Fills OpenSSL's cache of extensions now, on one thread.
        _ = unsafe X509_check_purpose(parsed, -1, 0)
        LibraryErrors.clear()
    }

    deinit {
        // This object took the only reference that `init` made.
        unsafe X509_free(pointer)
    }

    /// True when subject and issuer are the same name and the certificate's own key signed it or may have.
    package var isSelfIssued: Bool {
        // The pointer is valid while self lives.
        withExtendedLifetime(self) {
            unsafe X509_get_extension_flags(pointer) & UInt32(EXFLAG_SI) != 0
        }
    }

    /// True when basic constraints say CA (RFC 5280 §4.2.1.9); a certificate without them is no CA here.
    package var isAuthority: Bool {
        withExtendedLifetime(self) { unsafe X509_check_ca(pointer) == 1 }
    }

    /// True when the key usage extension, where present, allows signing of data: digitalSignature or nonRepudiation.
    ///
    /// A certificate without the extension may be used for anything (RFC 5280 §4.2.1.3). The encryption certificate of
    /// an SM2 pair carries keyEncipherment and is told apart by this rule.
    package var maySignData: Bool {
        withExtendedLifetime(self) {
            unsafe X509_get_key_usage(pointer) & UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION) != 0
        }
    }

    /// True when `instant` lies in the validity period.
    package func isValid(at instant: Instant) -> Bool {
        notBefore <= instant && instant < notAfter
    }

    /// The certificate as PEM text.
    package var pem: String { PEM.text(der, label: "CERTIFICATE") }

    /// The certificates of a PEM text in order; nil when there is none or one of them cannot be read.
    package static func certificates(pem: String) -> [Certificate]? {
        guard let blocks = PEM.blocks(pem, label: "CERTIFICATE"), !blocks.isEmpty else { return nil }
        var certificates: [Certificate] = []
        for block in blocks {
            guard let certificate = Certificate(der: block) else { return nil }
            certificates.append(certificate)
        }
        return certificates
    }

    /// Lends the handle for the duration of `body`, which must neither keep nor change it.
    func withPointer<Result: ~Copyable, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try unsafe body(pointer)
    }
}

extension Certificate {
    /// Parses DER strictly. The caller owns the result.
    private static func parse(_ der: [UInt8]) -> OpaquePointer? {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard let parsed = unsafe d2i_X509(nil, &cursor, buffer.count) else { return nil }
            guard unsafe cursor == end else {
                unsafe X509_free(parsed)
                return nil
            }
            return unsafe parsed
        }
        guard let parsed = unsafe parsed else { return nil }
        guard unsafe DEREncoding.bytes({ unsafe i2d_X509(parsed, $0) }) == der else {
            unsafe X509_free(parsed)
            return nil
        }
        return unsafe parsed
    }

    /// A certificate signed with SM2 is verified under the standard distinguishing id; OpenSSL's default is empty.
    private static func setDistinguishingID(on certificate: OpaquePointer) -> Bool {
        guard unsafe X509_get_signature_nid(certificate) == NID_SM2_with_SM3 else { return true }
        // On success the certificate owns the string.
        guard let id = unsafe ASN1_OCTET_STRING_new() else { return false }
        guard unsafe ASN1_OCTET_STRING_set(id, distinguishingID, Int32(distinguishingID.count)) == 1 else {
            unsafe ASN1_OCTET_STRING_free(id)
            return false
        }
        unsafe X509_set0_distinguishing_id(certificate, id)
        return true
    }

    private static func serial(of certificate: OpaquePointer) -> String {
        guard let number = unsafe X509_get0_serialNumber(certificate) else { return "" }
        // The string belongs to the certificate; at most 64 octets of it are copied out.
        let length = min(64, Int(unsafe ASN1_STRING_length(number)))
        guard length > 0, let start = unsafe ASN1_STRING_get0_data(number) else { return "" }
        return unsafe Hexadecimal.encode(UnsafeBufferPointer(start: start, count: length))
    }
}

extension Certificate {
    /// The certificate that OpenSSL has parsed into `handle`; nil when it is none that is accepted here.
    convenience init?(copying handle: borrowing Handle<CertificateHandleKind>) {
        let der = unsafe handle.withPointer { pointer in
            // The certificate is only read.
            unsafe DEREncoding.bytes { unsafe i2d_X509(pointer, $0) }
        }
        guard let der else { return nil }
        self.init(der: der)
    }

    /// A verifier of signatures under this certificate's key; nil when the key is not of the sort `scheme` needs.
    func makeVerifier(_ scheme: SignatureScheme) -> KeyVerifier? {
        unsafe withPointer { pointer in
            // The key belongs to the certificate; the verifier takes a reference of its own.
            guard let key = unsafe X509_get0_pubkey(pointer) else { return nil }
            return unsafe KeyVerifier(scheme, key: key)
        }
    }
}
