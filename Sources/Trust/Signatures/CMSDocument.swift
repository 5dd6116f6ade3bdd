import COpenSSL
import Core

/// A parsed detached CMS SignedData with exactly one signer (RFC 5652 §5); nothing of it is verified.
///
/// OpenSSL parses; the signature is verified by ``SignatureVerifier`` with EVP, since OpenSSL's own CMS verification
/// knows no SM2. Used on one thread, for one record.
@safe
final class CMSDocument {
    /// The certificates that stood in the document, each in DER; none of them is parsed.
    let certificates: [[UInt8]]
    private let pointer: OpaquePointer
    /// Belongs to the document at ``pointer``.
    private let signer: OpaquePointer

    /// Takes over `pointer`; `signer` is part of it.
    private init(adopting pointer: OpaquePointer, signer: OpaquePointer, certificates: [[UInt8]]) {
        self.certificates = certificates
        unsafe self.pointer = unsafe pointer
        unsafe self.signer = unsafe signer
    }

    deinit {
        // The only reference, handed over in `init`.
        unsafe CMS_ContentInfo_free(pointer)
    }

    /// Parses `der`; nothing may follow it.
    static func parse(_ der: [UInt8]) throws(CMSFault) -> CMSDocument {
        let frame = try CMSFrame(der)
        let document = frame.document
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe document.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard let parsed = unsafe d2i_CMS_ContentInfo(nil, &cursor, buffer.count) else { return nil }
            guard unsafe cursor == end else {
                unsafe CMS_ContentInfo_free(parsed)
                return nil
            }
            return unsafe parsed
        }
        guard let parsed = unsafe parsed else { throw .notCMS }
        do throws(CMSFault) {
            return unsafe CMSDocument(
                adopting: parsed,
                signer: try onlySigner(of: parsed),
                certificates: frame.certificates
            )
        } catch {
            unsafe CMS_ContentInfo_free(parsed)
            throw error
        }
    }

    /// The signer of a document of the one shape that is accepted. Everything reached here belongs to the document.
    private static func onlySigner(of document: OpaquePointer) throws(CMSFault) -> OpaquePointer {
        guard let type = unsafe CMS_get0_type(document) else { throw .notCMS }
        guard unsafe OBJ_obj2nid(type) == NID_pkcs7_signed else {
            throw .contentType(unsafe ObjectName.dotted(type))
        }
        guard let inner = unsafe CMS_get0_eContentType(document), unsafe OBJ_obj2nid(inner) == NID_pkcs7_data else {
            throw .innerContentType
        }
        guard let content = unsafe CMS_get0_content(document) else { throw .notCMS }
        guard unsafe content.pointee == nil else { throw .attached }
        guard let signers = unsafe CMS_get0_SignerInfos(document) else { throw .signerCount(0) }
        let count = Int(unsafe hutong_signer_count(signers))
        guard count == 1, let signer = unsafe hutong_signer_get0(signers, 0) else { throw .signerCount(max(0, count)) }
        return unsafe signer
    }

    /// True when the signer's identifier (issuer and serial number, or subject key identifier) names `certificate`.
    func names(_ certificate: Certificate) -> Bool {
        unsafe certificate.withPointer { unsafe CMS_SignerInfo_cert_cmp(signer, $0) == 0 }
    }

    /// Algorithm, value and signed attributes, for a signer whose key is `key`.
    func signature(key: PublicKeyKind) throws(CMSFault) -> CMSSignature {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        var algorithm: UnsafeMutablePointer<X509_ALGOR>?
        // Both point into the document.
        unsafe CMS_SignerInfo_get0_algs(signer, nil, nil, &digest, &algorithm)
        guard let digest = unsafe digest, let algorithm = unsafe algorithm else { throw .notCMS }
        let accepted = unsafe try CMSAlgorithm.algorithm(digest: digest, signature: algorithm, key: key)
        guard let value = unsafe CMS_SignerInfo_get0_signature(signer), let bytes = unsafe ASN1Octets.bytes(of: value)
        else { throw .notCMS }
        guard unsafe CMS_signed_get_attr_count(signer) > 0 else {
            return CMSSignature(algorithm: accepted, value: bytes, signedAttributes: nil, messageDigest: nil)
        }
        return CMSSignature(
            algorithm: accepted,
            value: bytes,
            signedAttributes: try encodedAttributes(),
            messageDigest: try messageDigest()
        )
    }

    /// `messageDigest`, where it and a contentType of id-data occur once with one value each (RFC 5652 §11.1, §11.2).
    private func messageDigest() throws(CMSFault) -> [UInt8] {
        // -3 asks OpenSSL for an attribute that occurs once and has one value; what it returns belongs to the document.
        guard
            let type = unsafe CMS_signed_get0_data_by_OBJ(
                signer,
                OBJ_nid2obj(NID_pkcs9_contentType),
                -3,
                V_ASN1_OBJECT
            ),
            unsafe OBJ_obj2nid(OpaquePointer(type)) == NID_pkcs7_data,
            let digest = unsafe CMS_signed_get0_data_by_OBJ(
                signer,
                OBJ_nid2obj(NID_pkcs9_messageDigest),
                -3,
                V_ASN1_OCTET_STRING
            ),
            let bytes = unsafe ASN1Octets.bytes(of: digest.assumingMemoryBound(to: ASN1_STRING.self))
        else { throw .attributes }
        return bytes
    }

    /// The signed attributes under the tag SET OF, as they are signed (RFC 5652 §5.4), in the order received.
    private func encodedAttributes() throws(CMSFault) -> [UInt8] {
        var content: [UInt8] = []
        for index in 0..<(unsafe CMS_signed_get_attr_count(signer)) {
            guard let attribute = unsafe CMS_signed_get_attr(signer, index),
                let encoded = unsafe DEREncoding.bytes({ unsafe i2d_X509_ATTRIBUTE(attribute, $0) })
            else { throw .attributes }
            content += encoded
        }
        return DERWriter.element(.set, content)
    }
}
