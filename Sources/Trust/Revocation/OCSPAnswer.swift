import COpenSSL
package import Core

/// An OCSP response about one certificate (RFC 6960) as somebody handed it over; nothing about it is verified.
package struct OCSPAnswer: Sendable {
    /// Longest response that is read, in bytes.
    package static let maximumLength = 256 << 10

    /// The DER encoding of the whole response.
    package let der: [UInt8]
    /// Serial number of the certificate, content of an INTEGER.
    let serial: [UInt8]
    /// What is said about it.
    package let state: RevocationState
    /// When that was known to be true.
    package let thisUpdate: Instant
    /// By when it will be known anew, where the response says so.
    package let nextUpdate: Instant?
    /// When the response was signed.
    package let producedAt: Instant
    /// The nonce, content of the extension, where there is one.
    package let nonce: [UInt8]?
    /// Certificates that came along; the responder's is among them unless the issuer itself signed.
    let certificates: [Certificate]
    /// The signature, unverified.
    let signature: IssuerSignature

    private let digest: DigestMethod
    private let issuerNameHash: [UInt8]
    private let issuerKeyHash: [UInt8]

    /// Serial number in hexadecimal.
    package var serialText: String { Hexadecimal.encode(serial) }

    /// True when the response is about a certificate that `issuer` issued, going by name and key (RFC 6960 §4.1.1).
    func speaks(about issuer: Certificate) -> Bool {
        unsafe issuer.withPointer { pointer in
            unsafe digest.withPointer { method in
                // Name and key belong to the certificate; the buffers have room for every digest.
                var buffer = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
                var length: UInt32 = 0
                guard let name = unsafe X509_get_subject_name(pointer),
                    unsafe X509_NAME_digest(name, method, &buffer, &length) == 1,
                    buffer.prefix(Int(length)).elementsEqual(issuerNameHash),
                    unsafe X509_pubkey_digest(pointer, method, &buffer, &length) == 1
                else { return false }
                return buffer.prefix(Int(length)).elementsEqual(issuerKeyHash)
            }
        }
    }

    /// Reads exactly one successful response about exactly one certificate.
    package static func parse(_ der: [UInt8]) -> Result<OCSPAnswer, RevocationFault> {
        guard der.count <= maximumLength else {
            return .failure(
                RevocationFault(
                    .tooLarge,
                    zh: "OCSP 响应 \(der.count) 字节，超过 \(maximumLength >> 10) KiB",
                    en: "the OCSP response has \(der.count) bytes, more than \(maximumLength >> 10) KiB"
                )
            )
        }
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_OCSP_RESPONSE(nil, &cursor, buffer.count)
        }
        guard let response = unsafe Handle<OCSPResponseKind>(adopting: parsed) else { return .failure(malformed) }
        return unsafe response.withPointer { response in
            // One encoding only: whatever OpenSSL would write differently is refused.
            guard unsafe DEREncoding.bytes({ unsafe i2d_OCSP_RESPONSE(response, $0) }) == der else {
                return .failure(malformed)
            }
            let status = unsafe OCSP_response_status(response)
            guard status == OCSP_RESPONSE_STATUS_SUCCESSFUL else {
                // The text is a constant of the library.
                let name =
                    unsafe OCSP_response_status_str(Int(status)).map { unsafe String(cString: $0) } ?? "\(status)"
                return .failure(
                    RevocationFault(
                        .responderError,
                        zh: "OCSP 响应者答复错误：\(name)",
                        en: "the OCSP responder answered \(name)"
                    )
                )
            }
            guard let basic = unsafe Handle<OCSPBasicResponseKind>(adopting: OCSP_response_get1_basic(response)) else {
                return .failure(malformed)
            }
            return unsafe basic.withPointer { basic in
                unsafe answer(der, basic).map { .success($0) } ?? .failure(malformed)
            }
        }
    }

    private static let malformed = RevocationFault(
        .malformed,
        zh: "不是针对一张证书的完整 OCSP 响应",
        en: "not one well-formed OCSP response about one certificate"
    )

    /// The fields of `basic`, to which everything reached here belongs.
    private static func answer(_ der: [UInt8], _ basic: OpaquePointer) -> OCSPAnswer? {
        guard unsafe OCSP_resp_count(basic) == 1, let single = unsafe OCSP_resp_get0(basic, 0),
            let id = unsafe OCSP_SINGLERESP_get0_id(single),
            let producedAt = unsafe OCSP_resp_get0_produced_at(basic).flatMap({ unsafe Instant(asn1: $0) })
        else { return nil }
        var nameHash: UnsafeMutablePointer<ASN1_OCTET_STRING>?
        var keyHash: UnsafeMutablePointer<ASN1_OCTET_STRING>?
        var serial: UnsafeMutablePointer<ASN1_INTEGER>?
        var algorithm: OpaquePointer?
        // The library only lends these, though it asks for a mutable id.
        guard
            unsafe OCSP_id_get0_info(&nameHash, &algorithm, &keyHash, &serial, id) == 1,
            let nameHash = unsafe nameHash.flatMap({ unsafe ASN1Octets.bytes(of: $0) }),
            let keyHash = unsafe keyHash.flatMap({ unsafe ASN1Octets.bytes(of: $0) }),
            let digest = unsafe DigestMethod.certificateID(OBJ_obj2nid(algorithm)),
            let serial = unsafe serial,
            let encoded = unsafe DEREncoding.bytes({ unsafe i2d_ASN1_INTEGER(serial, $0) })
        else { return nil }
        var number = encoded[...]
        guard let serialContent = DERElement(takenFrom: &number)?.content,
            let (state, thisUpdate, nextUpdate) = unsafe status(single),
            let signature = OCSPAnswer.signature(der),
            unsafe isUnderstood(basic, single)
        else { return nil }
        return unsafe OCSPAnswer(
            der: der,
            serial: Array(serialContent),
            state: state,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            producedAt: producedAt,
            nonce: nonce(basic),
            certificates: certificates(basic),
            signature: signature,
            digest: digest,
            issuerNameHash: nameHash,
            issuerKeyHash: keyHash
        )
    }

    private static func status(
        _ single: OpaquePointer
    ) -> (state: RevocationState, thisUpdate: Instant, nextUpdate: Instant?)? {
        var reason: Int32 = -1
        var revoked: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var this: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var next: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        let status = unsafe OCSP_single_get0_status(single, &reason, &revoked, &this, &next)
        guard let thisUpdate = unsafe this.flatMap({ unsafe Instant(asn1: $0) }) else { return nil }
        var nextUpdate: Instant?
        if let next = unsafe next {
            guard let instant = unsafe Instant(asn1: next), instant >= thisUpdate else { return nil }
            nextUpdate = instant
        }
        switch status {
        case V_OCSP_CERTSTATUS_GOOD: return (.good, thisUpdate, nextUpdate)
        case V_OCSP_CERTSTATUS_REVOKED:
            guard let at = unsafe revoked.flatMap({ unsafe Instant(asn1: $0) }) else { return nil }
            let known = UInt8(exactly: reason).flatMap(RevocationReason.init(rawValue:))
            return (.revoked(at: at, reason: known), thisUpdate, nextUpdate)
        case V_OCSP_CERTSTATUS_UNKNOWN: return (.unknown, thisUpdate, nextUpdate)
        default: return nil
        }
    }

    /// True when no extension is critical but the nonce.
    private static func isUnderstood(_ basic: OpaquePointer, _ single: OpaquePointer) -> Bool {
        for index in 0..<max(0, unsafe OCSP_BASICRESP_get_ext_count(basic)) {
            guard let found = unsafe OCSP_BASICRESP_get_ext(basic, index) else { return false }
            if unsafe X509_EXTENSION_get_critical(found) != 0,
                unsafe OBJ_obj2nid(X509_EXTENSION_get_object(found)) != NID_id_pkix_OCSP_Nonce
            {
                return false
            }
        }
        for index in 0..<max(0, unsafe OCSP_SINGLERESP_get_ext_count(single)) {
            guard let found = unsafe OCSP_SINGLERESP_get_ext(single, index),
                unsafe X509_EXTENSION_get_critical(found) == 0
            else { return false }
        }
        return true
    }

    private static func nonce(_ basic: OpaquePointer) -> [UInt8]? {
        let position = unsafe OCSP_BASICRESP_get_ext_by_NID(basic, NID_id_pkix_OCSP_Nonce, -1)
        guard position >= 0, let found = unsafe OCSP_BASICRESP_get_ext(basic, position),
            let content = unsafe X509_EXTENSION_get_data(found)
        else { return nil }
        return unsafe ASN1Octets.bytes(of: content)
    }

    private static func certificates(_ basic: OpaquePointer) -> [Certificate] {
        guard let all = unsafe OCSP_resp_get0_certs(basic) else { return [] }
        var certificates: [Certificate] = []
        for index in stride(from: Int32(0), to: min(8, unsafe hutong_X509_stack_count(all)), by: 1) {
            guard let pointer = unsafe hutong_X509_stack_get0(all, index),
                let encoded = unsafe DEREncoding.bytes({ unsafe i2d_X509(pointer, $0) }),
                let certificate = Certificate(der: encoded)
            else { continue }
            certificates.append(certificate)
        }
        return certificates
    }

    /// Signed bytes, algorithm and signature: OCSPResponse { status, [0] { type, OCTET STRING of BasicOCSPResponse } }.
    private static func signature(_ der: [UInt8]) -> IssuerSignature? {
        var bytes = der[...]
        guard let response = DERElement(takenFrom: &bytes), bytes.isEmpty,
            let parts = DERElement.elements(response.content, limit: 2), parts.count == 2
        else { return nil }
        var explicit = parts[1].content
        guard let inner = DERElement(takenFrom: &explicit), let typed = DERElement.elements(inner.content, limit: 2),
            typed.count == 2, typed[1].tag == 0x04
        else { return nil }
        var content = typed[1].content
        guard let basic = DERElement(takenFrom: &content), content.isEmpty,
            let fields = DERElement.elements(basic.content, limit: 4), fields.count >= 3
        else { return nil }
        return IssuerSignature(signed: fields[0], algorithm: fields[1], bitString: fields[2])
    }
}
