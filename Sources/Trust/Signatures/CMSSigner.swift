import COpenSSL
import Core

/// One SignerInfo of a parsed document (RFC 5652 §5.3); nothing of it is verified. Used on the thread of its document.
@safe
final class CMSSigner {
    private let document: CMSDocument
    /// Belongs to ``document``.
    private let pointer: OpaquePointer
    /// As they came, under the tag SET OF.
    private let signedAttributes: [UInt8]?

    /// The signer at `pointer`, which is part of `document`.
    init(of document: CMSDocument, _ pointer: OpaquePointer, signedAttributes: [UInt8]?) {
        self.document = document
        self.signedAttributes = signedAttributes
        unsafe self.pointer = unsafe pointer
    }

    /// True when the signer's identifier (issuer and serial number, or subject key identifier) names `certificate`.
    func names(_ certificate: Certificate) -> Bool {
        unsafe certificate.withPointer { unsafe CMS_SignerInfo_cert_cmp(pointer, $0) == 0 }
    }

    /// Algorithm, value and signed attributes, for a signer whose key is `key`.
    func signature(key: PublicKeyKind) throws(CMSFault) -> CMSSignature {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        var digest: UnsafeMutablePointer<X509_ALGOR>?
        var algorithm: UnsafeMutablePointer<X509_ALGOR>?
        // Both point into the document.
        unsafe CMS_SignerInfo_get0_algs(pointer, nil, nil, &digest, &algorithm)
        guard let digest = unsafe digest, let algorithm = unsafe algorithm else { throw .notCMS }
        let accepted = unsafe try CMSAlgorithm.algorithm(digest: digest, signature: algorithm, key: key)
        guard let value = unsafe CMS_SignerInfo_get0_signature(pointer), let bytes = unsafe ASN1Octets.bytes(of: value)
        else { throw .notCMS }
        // -1 without the field; an empty one is there, and lacks what it must hold. OpenSSL sees the field in another
        // encoding too, which is none.
        let isPresent = unsafe CMS_signed_get_attr_count(pointer) >= 0
        guard isPresent == (signedAttributes != nil) else { throw .attributes }
        guard let signedAttributes else {
            return CMSSignature(algorithm: accepted, value: bytes, signedAttributes: nil, messageDigest: nil)
        }
        return CMSSignature(
            algorithm: accepted,
            value: bytes,
            signedAttributes: signedAttributes,
            messageDigest: try messageDigest()
        )
    }

    /// `messageDigest`, where it and a contentType equal to that of the document occur once with one value each (RFC 5652
    /// §11.1, §11.2).
    private func messageDigest() throws(CMSFault) -> [UInt8] {
        guard
            let type = unsafe value(of: NID_pkcs9_contentType, tag: V_ASN1_OBJECT),
            unsafe ObjectName.encoded(OpaquePointer(type)) == document.contentType,
            let digest = unsafe value(of: NID_pkcs9_messageDigest, tag: V_ASN1_OCTET_STRING),
            let bytes = unsafe ASN1Octets.bytes(of: digest.assumingMemoryBound(to: ASN1_STRING.self))
        else { throw .attributes }
        return bytes
    }

    /// The DER of the one SEQUENCE that is the value of a signed attribute; nil when the attribute is absent, repeated, or has
    /// another value.
    func sequence(of attribute: Int32) -> [UInt8]? {
        unsafe value(of: attribute, tag: V_ASN1_SEQUENCE).flatMap {
            unsafe ASN1Octets.bytes(of: $0.assumingMemoryBound(to: ASN1_STRING.self))
        }
    }

    /// -3 asks OpenSSL for an attribute that occurs once and has one value; what it returns belongs to the document.
    private func value(of attribute: Int32, tag: Int32) -> UnsafeMutableRawPointer? {
        unsafe CMS_signed_get0_data_by_OBJ(pointer, OBJ_nid2obj(attribute), -3, tag)
    }
}
