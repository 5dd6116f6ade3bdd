import COpenSSL

extension RevocationItem {
    /// The `http:` addresses of the delta CRLs that this CRL points to (freshestCRL, RFC 5280 §5.2.6); none for other items.
    package var freshestListAddresses: [String] {
        guard kind == .crl else { return [] }
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_X509_CRL(nil, &cursor, buffer.count)
        }
        guard let handle = unsafe Handle<RevocationListHandleKind>(adopting: parsed) else { return [] }
        return unsafe handle.withPointer { list in
            guard let found = unsafe X509_CRL_get_ext_d2i(list, NID_freshest_crl, nil, nil) else { return [] }
            let points = OpaquePointer(found)
            // What was returned is ours; its parts belong to it.
            defer { unsafe CRL_DIST_POINTS_free(points) }
            var addresses: [String] = []
            for index in stride(from: Int32(0), to: min(16, unsafe hutong_distribution_point_count(points)), by: 1) {
                guard let point = unsafe hutong_distribution_point_get0(points, index),
                    let name = unsafe point.pointee.distpoint
                else { continue }
                let names = unsafe RevocationScope.names(of: name, issuer: X509_CRL_get_issuer(list)) ?? []
                for encoded in names {
                    var content = encoded[...]
                    // uniformResourceIdentifier is [6] IA5String.
                    guard let element = DERElement(takenFrom: &content), element.tag == 0x86,
                        let text = String(validating: element.content, as: UTF8.self), HTTPAddress(text) != nil
                    else { continue }
                    addresses.append(text)
                }
            }
            return addresses.sorted()
        }
    }
}

extension Certificate {
    /// True when name, key identifiers and signature say that `issuer` issued this certificate: enough to ask a responder
    /// about it, not to trust it.
    package func isIssued(by issuer: Certificate) -> Bool {
        isSigned(by: issuer)
    }
}
