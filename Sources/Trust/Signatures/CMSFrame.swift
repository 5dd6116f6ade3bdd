/// A CMS document taken apart at its outermost layers (RFC 5652 §3, §5.1): the certificates, and the rest without them.
///
/// OpenSSL decodes the key of every certificate in a document that it parses, which costs more than an ECDSA verification;
/// apart, a signer's certificate is recognised by its bytes and decoded once.
struct CMSFrame {
    /// Most certificates that are looked at.
    static let maximumCertificates = 8

    /// The certificates, each one element in DER.
    let certificates: [[UInt8]]
    /// The document without certificates; the document itself when it is no SignedData of the usual form, for OpenSSL to
    /// judge.
    let document: [UInt8]

    /// Takes `der` apart; nothing may follow the document.
    init(_ der: [UInt8]) throws(CMSFault) {
        var rest = der[...]
        guard let outer = DERElement(takenFrom: &rest), rest.isEmpty, outer.tag == Tag.sequence,
            let parts = DERElement.elements(outer.content, limit: 2), let type = parts.first
        else { throw .notCMS }
        guard parts.count == 2, parts[1].tag == Tag.context0, type.encoded.elementsEqual(CMSFrame.signedData) else {
            certificates = []
            document = der
            return
        }
        rest = parts[1].content
        guard let signedData = DERElement(takenFrom: &rest), rest.isEmpty, signedData.tag == Tag.sequence,
            var fields = DERElement.elements(signedData.content, limit: 6)
        else { throw .notCMS }
        // version, digestAlgorithms, encapContentInfo, [0] certificates, [1] crls, signerInfos
        guard fields.count > 3, fields[3].tag == Tag.context0 else {
            certificates = []
            document = der
            return
        }
        guard
            let found = DERElement.elements(fields[3].content, limit: CMSFrame.maximumCertificates)
        else { throw .notCMS }
        certificates = found.map { Array($0.encoded) }
        fields.remove(at: 3)
        document = DERWriter.sequence(
            CMSFrame.signedData,
            DERWriter.element(
                .context0,
                DERWriter.element(.sequence, fields.flatMap { Array($0.encoded) })
            )
        )
    }

    private enum Tag {
        static let sequence: UInt8 = 0x30
        static let context0: UInt8 = 0xa0
    }

    private static let signedData = DERWriter.objectIdentifier(OID.signedData)
}
