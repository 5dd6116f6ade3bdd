import COpenSSL

/// An OCSP request about one certificate (RFC 6960 §4.1), unsigned.
package struct OCSPQuery: Sendable {
    /// The DER encoding.
    package let der: [UInt8]
    /// Content of the nonce extension; nil when none was asked for.
    package let nonce: [UInt8]?

    /// A request about `certificate`, which `issuer` issued.
    ///
    /// Issuer and key are named by SHA-1, the one digest that every responder knows (RFC 5019 §2.1.1); a collision would
    /// gain nothing, since the answer is bound to the issuer whose key verified it.
    ///
    /// - Parameter hasNonce: true puts 16 random bytes into the request. Responders that produce their answers ahead of
    ///   time leave it out.
    /// - Throws: ``TrustFailure`` when OpenSSL cannot make the request.
    package init(about certificate: Certificate, issuedBy issuer: Certificate, hasNonce: Bool) throws(TrustFailure) {
        LibraryErrors.clear()
        var nonce: [UInt8]?
        if hasNonce {
            var random = [UInt8](repeating: 0, count: 16)
            guard unsafe RAND_bytes(&random, Int32(random.count)) == 1 else {
                throw TrustFailure(library: "RAND_bytes: \(LibraryErrors.drain())")
            }
            nonce = random
        }
        guard let request = unsafe Handle<OCSPRequestKind>(adopting: OCSP_REQUEST_new()) else {
            throw TrustFailure(library: "OCSP_REQUEST_new: \(LibraryErrors.drain())")
        }
        let encoded: [UInt8]? = unsafe request.withPointer { request in
            let id = unsafe certificate.withPointer { subject in
                unsafe issuer.withPointer { unsafe OCSP_cert_to_id(EVP_sha1(), subject, $0) }
            }
            guard let id = unsafe id else { return nil }
            // Once added, the id belongs to the request.
            guard unsafe OCSP_request_add0_id(request, id) != nil else {
                unsafe OCSP_CERTID_free(id)
                return nil
            }
            if var random = nonce {
                // Copied into the request.
                guard unsafe OCSP_request_add1_nonce(request, &random, Int32(random.count)) == 1 else { return nil }
            }
            return unsafe DEREncoding.bytes { unsafe i2d_OCSP_REQUEST(request, $0) }
        }
        guard let encoded else {
            throw TrustFailure(library: "making an OCSP request: \(LibraryErrors.drain())")
        }
        der = encoded
        // The content of the extension is itself an OCTET STRING (RFC 6960 §4.4.1); a responder gives back the whole of it,
        // and so it is compared.
        self.nonce = nonce.map { [0x04, UInt8($0.count)] + $0 }
    }
}
