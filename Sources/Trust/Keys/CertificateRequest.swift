import COpenSSL
import Core

/// A certification request (PKCS#10, RFC 2986) for an organisation's signing certificate.
package struct CertificateRequest: Sendable {
    /// Where the 统一社会信用代码 stands.
    package enum CodePlace: String, Sendable, Hashable, CaseIterable {
        /// In the extension 1.2.156.10260.4.1.4, as PrintableString (GM/T 0015).
        case `extension`
        /// In the subject attribute organizationIdentifier (2.5.4.97).
        case attribute
        /// In both.
        case both
    }

    private let subject: SubjectName
    private let code: String?
    private let place: CodePlace

    /// A request for `subject`.
    ///
    /// - Throws: ``TrustFailure`` of kind `malformed` when `code` has not the form of a 统一社会信用代码.
    package init(subject: SubjectName, code: String?, place: CodePlace = .extension) throws(TrustFailure) {
        if let code, SocialCreditCode.text(Array(code.utf8)) == nil {
            throw TrustFailure(
                .malformed,
                zh: "\(code) 不是统一社会信用代码（18 位，不含 I、O、S、V、Z）",
                en: "\(code) is no unified social credit code (18 characters without I, O, S, V, Z)"
            )
        }
        self.subject = subject
        self.code = code
        self.place = place
    }

    /// The request in PEM, signed with `key`: SHA-2 of the key's strength, for SM2 keys SM3 under the standard
    /// distinguishing id.
    package func pem(signedWith key: SigningKey) throws(TrustFailure) -> String {
        LibraryErrors.clear()
        guard let request = unsafe Handle<RequestKind>(adopting: X509_REQ_new()) else {
            throw TrustFailure(library: "X509_REQ_new: \(LibraryErrors.drain())")
        }
        var unknown: String?
        let der: [UInt8]? = unsafe request.withPointer { pointer in
            // Everything set into the request is copied by it.
            guard unsafe X509_REQ_set_version(pointer, 0) == 1,
                let name = unsafe X509_REQ_get_subject_name(pointer)
            else { return nil }
            for entry in entries {
                guard unsafe CertificateRequest.add(entry, to: name) else {
                    unknown = entry.attribute
                    return nil
                }
            }
            guard unsafe key.withPointer({ unsafe X509_REQ_set_pubkey(pointer, $0) }) == 1,
                unsafe addExtensions(to: pointer), unsafe sign(pointer, with: key)
            else { return nil }
            return unsafe DEREncoding.bytes { unsafe i2d_X509_REQ(pointer, $0) }
        }
        if let unknown {
            throw TrustFailure(
                .malformed,
                zh: "主体属性 \(unknown)：\(SubjectName.rule.zh)",
                en: "the subject attribute \(unknown): it \(SubjectName.rule.en)"
            )
        }
        guard let der else { throw TrustFailure(library: "making a request: \(LibraryErrors.drain())") }
        return PEM.text(der, label: "CERTIFICATE REQUEST")
    }

    private var entries: [SubjectName.Entry] {
        guard let code, place != .extension else { return subject.entries }
        return subject.entries + [SubjectName.Entry(attribute: "organizationIdentifier", value: code)]
    }

    private static func add(_ entry: SubjectName.Entry, to name: OpaquePointer) -> Bool {
        let value = Array(entry.value.utf8)
        // The text is copied.
        return unsafe X509_NAME_add_entry_by_txt(
            name,
            entry.attribute,
            MBSTRING_UTF8,
            value,
            Int32(value.count),
            -1,
            0
        ) == 1
    }

    private func addExtensions(to request: OpaquePointer) -> Bool {
        // The list and what is pushed onto it are ours until the end of this function; the request takes copies.
        guard let list = unsafe hutong_extension_stack_new() else { return false }
        defer { unsafe hutong_extension_stack_free(list) }
        guard
            let usage = unsafe X509V3_EXT_conf_nid(nil, nil, NID_key_usage, "critical,digitalSignature,nonRepudiation"),
            unsafe hutong_extension_stack_push(list, usage) == 1
        else { return false }
        if let code, place != .attribute {
            guard let identity = unsafe CertificateRequest.identityExtension(code),
                unsafe hutong_extension_stack_push(list, identity) == 1
            else { return false }
        }
        return unsafe X509_REQ_add_extensions(request, list) == 1
    }

    private static func identityExtension(_ code: String) -> OpaquePointer? {
        let value = DERWriter.element(.printableString, Array(code.utf8))
        // Object and string are ours until the end of this function; the extension takes copies.
        guard let object = unsafe OBJ_txt2obj(CertificateTemplate.identityExtension, 1) else { return nil }
        defer { unsafe ASN1_OBJECT_free(object) }
        guard let octets = unsafe ASN1_OCTET_STRING_new() else { return nil }
        defer { unsafe ASN1_OCTET_STRING_free(octets) }
        guard unsafe ASN1_OCTET_STRING_set(octets, value, Int32(value.count)) == 1 else { return nil }
        return unsafe X509_EXTENSION_create_by_OBJ(nil, object, 0, octets)
    }

    private func sign(_ request: OpaquePointer, with key: SigningKey) -> Bool {
        guard let digest = unsafe Handle<DigestContextKind>(adopting: EVP_MD_CTX_new()) else { return false }
        let name =
            switch key.kind {
            case .sm2: "SM3"
            case .p384: "SHA384"
            case .p521: "SHA512"
            default: "SHA256"
            }
        return unsafe digest.withPointer { digest in
            var context: OpaquePointer?
            // The operation context belongs to `digest`; the method is a constant of the library.
            let method = unsafe EVP_get_digestbyname(name)
            guard unsafe key.withPointer({ unsafe EVP_DigestSignInit(digest, &context, method, nil, $0) }) == 1 else {
                return false
            }
            if key.kind == .sm2 {
                let id = Certificate.distinguishingID
                guard unsafe EVP_PKEY_CTX_set1_id(context, id, Int32(id.count)) == 1 else { return false }
            }
            return unsafe X509_REQ_sign_ctx(request, digest) > 0
        }
    }
}
