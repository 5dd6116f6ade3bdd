import COpenSSL
import Core

/// A parsed CMS SignedData with one to four signers (RFC 5652 §5, or the same under the names of GM/T 0010); nothing of it is
/// verified.
///
/// OpenSSL parses; signatures are verified by ``SignatureVerifier`` with EVP, since OpenSSL's own CMS verification knows no
/// SM2. Used on one thread, for one record.
@safe
final class CMSDocument {
    /// Most signers of one document.
    static let maximumSigners = 4

    /// The certificates that stood in the document, each in DER; none of them is parsed.
    let certificates: [[UInt8]]
    /// Whose object identifiers it bears.
    let family: CMSFamily
    /// The content type of what is signed, as the document wrote it, DER.
    let contentType: [UInt8]
    /// The content inside, where there is one; empty for detached documents.
    let content: [UInt8]
    private let signedAttributes: [[UInt8]?]
    private let pointer: OpaquePointer

    /// Takes over `pointer`.
    private init(adopting pointer: OpaquePointer, _ frame: CMSFrame, content: [UInt8]) {
        certificates = frame.certificates
        family = frame.family
        contentType = frame.contentType
        self.content = content
        signedAttributes = frame.signedAttributes
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        // The only reference, handed over in `init`.
        unsafe CMS_ContentInfo_free(pointer)
    }

    /// Parses `der`; nothing may follow it. The content of a time stamp must stand inside, other content outside.
    static func parse(_ der: [UInt8], content: CMSFrame.Content = .data) throws(CMSFault) -> CMSDocument {
        let frame = try CMSFrame(der, content: content)
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
            let inside = unsafe try checkedContent(of: parsed, content, signers: frame.signedAttributes.count)
            return unsafe CMSDocument(adopting: parsed, frame, content: inside)
        } catch {
            unsafe CMS_ContentInfo_free(parsed)
            throw error
        }
    }

    /// The content of a document of the one shape that is accepted. Everything reached here belongs to the document.
    private static func checkedContent(
        of document: OpaquePointer,
        _ kind: CMSFrame.Content,
        signers expected: Int
    ) throws(CMSFault) -> [UInt8] {
        guard let type = unsafe CMS_get0_type(document), unsafe OBJ_obj2nid(type) == NID_pkcs7_signed,
            let content = unsafe CMS_get0_content(document),
            let signers = unsafe CMS_get0_SignerInfos(document)
        else { throw .notCMS }
        let count = Int(unsafe hutong_signer_count(signers))
        guard (1...maximumSigners).contains(count) else { throw .signerCount(max(0, count)) }
        // The frame and OpenSSL read the same set; nobody in it may be passed over.
        guard count == expected else { throw .notCMS }
        switch (kind, unsafe content.pointee) {
        case (.data, nil): return []
        case (.data, _?): throw .attached
        case (.timeStamp, let octets?):
            guard let bytes = unsafe ASN1Octets.bytes(of: octets) else { throw .notCMS }
            return bytes
        case (.timeStamp, nil): throw .notCMS
        }
    }

    /// The signers, in the order of the document.
    var signers: [CMSSigner] {
        guard let stack = unsafe CMS_get0_SignerInfos(pointer) else { return [] }
        return unsafe zip(0..<hutong_signer_count(stack), signedAttributes).compactMap { index, attributes in
            // The signer belongs to the document, which the CMSSigner keeps.
            unsafe hutong_signer_get0(stack, index).map { unsafe CMSSigner(of: self, $0, signedAttributes: attributes) }
        }
    }

    /// Algorithm, value and signed attributes of the only signer, for a signer whose key is `key`; more than one are refused.
    func signature(key: PublicKeyKind) throws(CMSFault) -> CMSSignature {
        let signers = signers
        guard signers.count == 1 else { throw .signerCount(signers.count) }
        return try signers[0].signature(key: key)
    }
}
