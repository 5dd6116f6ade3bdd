import COpenSSL
import Core

/// Puts one X.509 certificate together and signs it (RFC 5280 §4.1). For development and demonstration.
struct CertificateBuilder {
    private let template: CertificateTemplate

    /// A builder of what `template` describes.
    init(_ template: CertificateTemplate) {
        self.template = template
    }

    /// A certificate for the public half of `subject`, signed with `signer`, the key of `issuer` or, without one, of
    /// the subject itself.
    func certificate(
        for subject: SigningKey,
        issuer: Certificate?,
        signedWith signer: SigningKey
    ) throws(TrustFailure) -> Certificate {
        LibraryErrors.clear()
        guard let handle = unsafe Handle<CertificateHandleKind>(adopting: X509_new()) else {
            throw TrustFailure(library: "X509_new: \(LibraryErrors.drain())")
        }
        let der: [UInt8]? = unsafe handle.withPointer { pointer in
            guard unsafe fill(pointer, subject: subject, issuer: issuer),
                unsafe addExtensions(to: pointer, issuer: issuer),
                unsafe sign(pointer, with: signer)
            else { return nil }
            return unsafe DEREncoding.bytes { unsafe i2d_X509(pointer, $0) }
        }
        guard let der, let certificate = Certificate(der: der) else {
            throw TrustFailure(
                library: "making a certificate for \(template.commonName): \(LibraryErrors.drain())"
            )
        }
        return certificate
    }

    private func fill(_ certificate: OpaquePointer, subject: SigningKey, issuer: Certificate?) -> Bool {
        var serial = [UInt8](repeating: 0, count: 16)
        guard unsafe RAND_bytes(&serial, Int32(serial.count)) == 1 else { return false }
        serial[0] = serial[0] & 0x7f | 0x40
        // The number is set into the certificate, which copies it.
        guard let number = unsafe BN_bin2bn(serial, Int32(serial.count), nil) else { return false }
        defer { unsafe BN_free(number) }
        guard let integer = unsafe X509_get_serialNumber(certificate),
            unsafe BN_to_ASN1_INTEGER(number, integer) != nil,
            unsafe X509_set_version(certificate, Int(X509_VERSION_3)) == 1,
            unsafe ASN1_TIME_set(X509_getm_notBefore(certificate), time_t(template.notBefore.seconds)) != nil,
            unsafe ASN1_TIME_set(X509_getm_notAfter(certificate), time_t(template.notAfter.seconds)) != nil,
            unsafe subject.withPointer({ unsafe X509_set_pubkey(certificate, $0) }) == 1,
            unsafe fillName(X509_get_subject_name(certificate))
        else { return false }
        guard let issuer else {
            return unsafe X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1
        }
        return unsafe issuer.withPointer {
            unsafe X509_set_issuer_name(certificate, X509_get_subject_name($0)) == 1
        }
    }

    private func fillName(_ name: OpaquePointer?) -> Bool {
        var entries = [("C", "CN"), ("O", template.organization)]
        if let code = template.platformCode { entries.append(("organizationIdentifier", code)) }
        entries.append(("CN", template.commonName))
        return entries.allSatisfy { field, value in
            // The text is copied.
            unsafe X509_NAME_add_entry_by_txt(
                name,
                field,
                MBSTRING_UTF8,
                Array(value.utf8),
                Int32(value.utf8.count),
                -1,
                0
            ) == 1
        }
    }

    private func addExtensions(to certificate: OpaquePointer, issuer: Certificate?) -> Bool {
        var extensions = [
            (NID_basic_constraints, template.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE"),
            (NID_subject_key_identifier, "hash"),
        ]
        if !template.keyUsage.isEmpty {
            let uses = template.keyUsage.map(\.rawValue).sorted().joined(separator: ",")
            extensions.append((NID_key_usage, "critical,\(uses)"))
        }
        if issuer != nil { extensions.append((NID_authority_key_identifier, "keyid:always")) }
        for (kind, value) in extensions {
            guard unsafe addExtension(kind, value, to: certificate, issuer: issuer) else { return false }
        }
        guard let code = template.platformCode else { return true }
        return unsafe addIdentity(code, to: certificate)
    }

    private func addExtension(
        _ kind: Int32,
        _ value: String,
        to certificate: OpaquePointer,
        issuer: Certificate?
    ) -> Bool {
        var context = unsafe X509V3_CTX()
        let made: OpaquePointer? =
            if let issuer {
                unsafe issuer.withPointer { issuer in
                    unsafe X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
                    return unsafe X509V3_EXT_conf_nid(nil, &context, kind, value)
                }
            } else {
                {
                    unsafe X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
                    return unsafe X509V3_EXT_conf_nid(nil, &context, kind, value)
                }()
            }
        guard let made = unsafe made else { return false }
        // The certificate takes a copy.
        defer { unsafe X509_EXTENSION_free(made) }
        return unsafe X509_add_ext(certificate, made, -1) == 1
    }

    private func addIdentity(_ code: String, to certificate: OpaquePointer) -> Bool {
        let content = Array(code.utf8)
        let value =
            switch template.identityEncoding {
            case .printableString: DERWriter.element(.printableString, content)
            case .utf8String: DERWriter.element(.utf8String, content)
            case .tagged: DERWriter.element(.context0, DERWriter.element(.printableString, content))
            case .bare: content
            }
        // Object and string are ours until the end of this function; the certificate takes copies.
        guard let object = unsafe OBJ_txt2obj(CertificateTemplate.identityExtension, 1) else { return false }
        defer { unsafe ASN1_OBJECT_free(object) }
        guard let octets = unsafe ASN1_OCTET_STRING_new() else { return false }
        defer { unsafe ASN1_OCTET_STRING_free(octets) }
        guard unsafe ASN1_OCTET_STRING_set(octets, value, Int32(value.count)) == 1,
            let made = unsafe X509_EXTENSION_create_by_OBJ(nil, object, 0, octets)
        else { return false }
        defer { unsafe X509_EXTENSION_free(made) }
        return unsafe X509_add_ext(certificate, made, -1) == 1
    }

    private func sign(_ certificate: OpaquePointer, with signer: SigningKey) -> Bool {
        guard let digest = unsafe Handle<DigestContextKind>(adopting: EVP_MD_CTX_new()) else { return false }
        let isSM2 = signer.kind == .sm2
        return unsafe digest.withPointer { digest in
            var context: OpaquePointer?
            // The operation context belongs to `digest`; the method is looked up by name in the default provider.
            let method = unsafe EVP_get_digestbyname(isSM2 ? "SM3" : template.digest.rawValue)
            guard
                unsafe signer.withPointer({ unsafe EVP_DigestSignInit(digest, &context, method, nil, $0) }) == 1
            else { return false }
            if isSM2 {
                let id = Certificate.distinguishingID
                guard unsafe EVP_PKEY_CTX_set1_id(context, id, Int32(id.count)) == 1 else { return false }
            }
            return unsafe X509_sign_ctx(certificate, digest) > 0
        }
    }
}

extension Instant {
    /// Whole seconds since the epoch.
    fileprivate var seconds: Int64 { milliseconds / 1000 }
}
