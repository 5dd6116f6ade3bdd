import COpenSSL

/// Whose certificate it is, read through its authority's identity map.
enum CertificateIdentity: Sendable, Hashable {
    /// The one 统一社会信用代码 found, and where.
    case code(String, source: String)
    /// The one organisation code found, nine characters, and where.
    case organisationCode(String, source: String)
    /// No listed place holds a well-formed code.
    case absent
    /// One place holds several different codes; which one counts would be the holder's choice.
    case ambiguous(source: String)
    /// A natural person's, by a mark in the certificate or because it is used as one: no name in it counts.
    case person(source: String?)

    /// Reads `certificate` as one of `authority` that is used for `use`. A mark of a person decides wherever it stands;
    /// otherwise the sources are asked in order, and the first that holds a well-formed code decides.
    init(of certificate: Certificate, by authority: TrustAuthority, for use: TrustAuthority.Use) {
        let sources = authority.identity
        for source in sources where source.holds == .person {
            let values = CertificateIdentity.values(in: certificate, at: source.place)
            if values.contains(where: { source.pattern.code(in: $0)?.isEmpty == false }) {
                self = .person(source: source.name)
                return
            }
        }
        guard use != .personalSigning else {
            self = .person(source: nil)
            return
        }
        self.init(of: certificate, through: sources)
    }

    /// The organisation that `certificate` names: the first of `sources` that holds a well-formed code decides.
    init(of certificate: Certificate, through sources: [IdentitySource]) {
        for source in sources where source.holds != .person {
            let codes = Set(CertificateIdentity.codes(in: certificate, at: source))
            guard let code = codes.first else { continue }
            if codes.count > 1 {
                self = .ambiguous(source: source.name)
            } else if source.holds == .organisationCode {
                self = .organisationCode(code, source: source.name)
            } else {
                self = .code(code, source: source.name)
            }
            return
        }
        self = .absent
    }

    /// True when the certificate names the organisation with the 统一社会信用代码 `code`.
    func names(platform code: String) -> Bool {
        switch self {
        case .code(let found, _): found == code
        case .organisationCode(let found, _): OrganisationCode.isPart(found, of: code)
        case .absent, .ambiguous, .person: false
        }
    }

    /// The well-formed codes at `source`.
    private static func codes(in certificate: Certificate, at source: IdentitySource) -> [String] {
        values(in: certificate, at: source.place).compactMap { value in
            source.pattern.code(in: value).flatMap { code in
                source.holds == .organisationCode ? OrganisationCode.text(code) : SocialCreditCode.text(code)
            }
        }
    }

    /// The texts at `place`, at most eight, as bytes.
    static func values(in certificate: Certificate, at place: IdentitySource.Place) -> [[UInt8]] {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        switch place {
        case .extension(let oid): return extensionValues(in: certificate, oid: oid)
        case .attribute(let name): return attributeValues(in: certificate, name: name)
        }
    }

    private static func extensionValues(in certificate: Certificate, oid: String) -> [[UInt8]] {
        unsafe certificate.withPointer { pointer in
            // The object is new here and freed below; everything else is borrowed from the certificate.
            guard let object = unsafe OBJ_txt2obj(oid, 1) else { return [] }
            defer { unsafe ASN1_OBJECT_free(object) }
            var values: [[UInt8]] = []
            var position = unsafe X509_get_ext_by_OBJ(pointer, object, -1)
            while position >= 0, values.count < 8 {
                if let found = unsafe X509_get_ext(pointer, position),
                    let content = unsafe X509_EXTENSION_get_data(found)
                {
                    values.append(innermost(unsafe ASN1Octets.bytes(of: content) ?? []))
                }
                position = unsafe X509_get_ext_by_OBJ(pointer, object, position)
            }
            return values
        }
    }

    private static func attributeValues(in certificate: Certificate, name: String) -> [[UInt8]] {
        unsafe certificate.withPointer { pointer in
            guard let object = unsafe OBJ_txt2obj(name, 0) else { return [] }
            defer { unsafe ASN1_OBJECT_free(object) }
            guard let subject = unsafe X509_get_subject_name(pointer) else { return [] }
            var values: [[UInt8]] = []
            var position = unsafe X509_NAME_get_index_by_OBJ(subject, object, -1)
            while position >= 0, values.count < 8 {
                // Entry and string belong to the name, which belongs to the certificate.
                if let entry = unsafe X509_NAME_get_entry(subject, position),
                    let content = unsafe X509_NAME_ENTRY_get_data(entry)
                {
                    values.append(unsafe ASN1Octets.bytes(of: content) ?? [])
                }
                position = unsafe X509_NAME_get_index_by_OBJ(subject, object, position)
            }
            return values
        }
    }

    /// The content of the innermost first element: authorities write PrintableString, UTF8String, either of them in a
    /// context tag, or the bare characters (which are no DER at all, since a letter is too large a length).
    private static func innermost(_ value: [UInt8]) -> [UInt8] {
        var current = value
        for _ in 0..<4 {
            guard let (content, isConstructed) = element(current) else { return current }
            current = content
            if !isConstructed { return current }
        }
        return current
    }

    /// The content of `value` where it is exactly one DER element of definite length.
    private static func element(_ value: [UInt8]) -> (content: [UInt8], isConstructed: Bool)? {
        unsafe value.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            var length = 0
            var tag: Int32 = 0
            var category: Int32 = 0
            // OpenSSL reads the header within `count` bytes and says so when length points beyond them (bit 0x80).
            let result = unsafe ASN1_get_object(&cursor, &length, &tag, &category, buffer.count)
            guard result & 0x81 == 0, let start = buffer.baseAddress, let content = unsafe cursor else {
                return nil
            }
            let header = unsafe content - start
            guard length >= 0, header + length == buffer.count else { return nil }
            return (Array(value[header...]), result & V_ASN1_CONSTRUCTED != 0)
        }
    }
}
