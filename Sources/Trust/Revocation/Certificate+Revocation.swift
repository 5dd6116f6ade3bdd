import COpenSSL

extension Certificate {
    /// The serial number as the content of a DER INTEGER, as a CRL or an OCSP answer names it.
    package var serialContent: [UInt8] {
        let encoded: [UInt8]? = unsafe withPointer { pointer in
            // The number belongs to the certificate.
            guard let number = unsafe X509_get0_serialNumber(pointer) else { return nil }
            return unsafe DEREncoding.bytes { unsafe i2d_ASN1_INTEGER(number, $0) }
        }
        guard let encoded else { return [] }
        var bytes = encoded[...]
        return DERElement(takenFrom: &bytes).map { Array($0.content) } ?? []
    }

    /// Name and public key of an issuer as one digest: what a revocation list is bound to. Certificates of one key
    /// under one name share it; the same name with another key does not.
    package var issuerIdentity: CertificateThumbprint? {
        var bytes: [UInt8] = []
        unsafe withPointer { pointer in
            // Name and key belong to the certificate.
            if let name = unsafe X509_get_subject_name(pointer),
                let encoded = unsafe DEREncoding.bytes({ unsafe i2d_X509_NAME(name, $0) })
            {
                bytes = encoded
            }
            if let key = unsafe X509_get0_pubkey(pointer),
                let encoded = unsafe DEREncoding.bytes({ unsafe i2d_PUBKEY(key, $0) })
            {
                bytes += encoded
            }
        }
        return CertificateThumbprint(PayloadDigest(.sha256, of: bytes).bytes)
    }

    /// True when the key usage extension, where present, allows signing of revocation lists (RFC 5280 §6.3.3 f).
    package var maySignRevocationLists: Bool {
        unsafe withPointer { unsafe X509_get_key_usage($0) & UInt32(KU_CRL_SIGN) != 0 }
    }

    /// True when the subject is `name`, a distinguished name in DER, compared as RFC 5280 §7.1 asks.
    func hasSubject(_ name: [UInt8]) -> Bool {
        unsafe withPointer { pointer in
            unsafe DistinguishedName.withName(name) { unsafe X509_NAME_cmp($0, X509_get_subject_name(pointer)) == 0 }
                ?? false
        }
    }

    /// True when both have the same subject.
    func sharesSubject(with other: Certificate) -> Bool {
        unsafe withPointer { pointer in
            unsafe other.withPointer {
                unsafe X509_NAME_cmp(X509_get_subject_name(pointer), X509_get_subject_name($0)) == 0
            }
        }
    }

    /// The names of all distribution points of the CRLs that speak about this certificate (RFC 5280 §4.2.1.13), each a
    /// GeneralName in DER.
    var distributionPoints: Set<[UInt8]> {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        return unsafe withPointer { pointer in
            guard let found = unsafe X509_get_ext_d2i(pointer, NID_crl_distribution_points, nil, nil) else { return [] }
            let points = OpaquePointer(found)
            // What was returned is ours; its parts belong to it.
            defer { unsafe CRL_DIST_POINTS_free(points) }
            var names: Set<[UInt8]> = []
            for index in stride(from: Int32(0), to: min(64, unsafe hutong_distribution_point_count(points)), by: 1) {
                guard let point = unsafe hutong_distribution_point_get0(points, index),
                    let name = unsafe point.pointee.distpoint
                else { continue }
                names.formUnion(unsafe RevocationScope.names(of: name, issuer: X509_get_issuer_name(pointer)) ?? [])
            }
            return names
        }
    }

    /// The addresses `http:`, `https:` and `ldap:` of its CRL distribution points, in order.
    package var revocationListAddresses: [String] {
        distributionPoints.compactMap { name in
            var bytes = name[...]
            // uniformResourceIdentifier is [6] IA5String.
            guard let element = DERElement(takenFrom: &bytes), element.tag == 0x86 else { return nil }
            return String(validating: element.content, as: UTF8.self)
        }.sorted()
    }
}

extension Certificate {
    /// True when the extended key usage names id-kp-OCSPSigning itself; anyExtendedKeyUsage does not do (RFC 6960
    /// §4.2.2.2).
    var mayAnswerStatus: Bool {
        unsafe withPointer { pointer in
            unsafe X509_get_extension_flags(pointer) & UInt32(EXFLAG_XKUSAGE) != 0
                && X509_get_extended_key_usage(pointer) & UInt32(XKU_OCSP_SIGN) != 0
        }
    }

    /// True when name, key identifiers and signature say that `issuer` issued this certificate, with an algorithm that
    /// is accepted.
    func isSigned(by issuer: Certificate) -> Bool {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        let isNamed = unsafe withPointer { pointer in
            unsafe issuer.withPointer { unsafe X509_check_issued($0, pointer) == X509_V_OK }
        }
        guard isNamed, let signature = issuerSignature else { return false }
        return signature.verify(under: issuer) == .valid
    }

    /// The issuer's signature on this certificate.
    private var issuerSignature: IssuerSignature? {
        var bytes = der[...]
        guard let outer = DERElement(takenFrom: &bytes), let parts = DERElement.elements(outer.content, limit: 3),
            parts.count == 3
        else { return nil }
        return IssuerSignature(signed: parts[0], algorithm: parts[1], bitString: parts[2])
    }
}
