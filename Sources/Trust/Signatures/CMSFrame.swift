/// A CMS document taken apart at its outermost layers (RFC 5652 §3, §5.1): the certificates, and the rest without them.
///
/// OpenSSL decodes the key of every certificate in a document that it parses, which costs more than an ECDSA verification;
/// apart, a signer's certificate is recognised by its bytes and decoded once. OpenSSL knows no content types of GM/T 0010
/// either: they are replaced by their equals of RFC 5652, outside of everything that is signed. It also reads some encodings
/// that are no DER and writes them anew as if they were; so signed attributes are taken from here, as they came.
struct CMSFrame {
    /// What a document is about.
    enum Content {
        /// Bytes that travel beside it: id-data, or data of GM/T 0010.
        case data
        /// A TSTInfo inside it (RFC 3161).
        case timeStamp
    }

    /// Most certificates that are looked at.
    static let maximumCertificates = 8
    /// Most signers that are taken apart; ``CMSDocument/maximumSigners`` is for the document to enforce.
    private static let maximumSigners = 64

    /// The certificates, each one element in DER.
    let certificates: [[UInt8]]
    /// The document without certificates, under the content types of RFC 5652.
    let document: [UInt8]
    /// Whose content types it bears.
    let family: CMSFamily
    /// The encapsulated content type as it stands there, DER; the signed attribute contentType has to be the same.
    let contentType: [UInt8]
    /// The signed attributes of each signer as they came, under the tag SET OF (RFC 5652 §5.4); nil for one without.
    let signedAttributes: [[UInt8]?]

    /// Takes `der` apart; nothing may follow the document.
    init(_ der: [UInt8], content: Content) throws(CMSFault) {
        var rest = der[...]
        guard let outer = DERElement(takenFrom: &rest), rest.isEmpty, outer.tag == Tag.sequence,
            let parts = DERElement.elements(outer.content, limit: 2), parts.count == 2,
            parts[0].tag == Tag.objectIdentifier, parts[1].tag == Tag.context0
        else { throw .notCMS }
        let isNationalOutside: Bool
        if parts[0].encoded.elementsEqual(Name.signedData) {
            isNationalOutside = false
        } else if parts[0].encoded.elementsEqual(Name.nationalSignedData), content == .data {
            isNationalOutside = true
        } else {
            throw .contentType(ObjectName.dotted(der: Array(parts[0].encoded)))
        }
        rest = parts[1].content
        guard let signedData = DERElement(takenFrom: &rest), rest.isEmpty, signedData.tag == Tag.sequence,
            var fields = DERElement.elements(signedData.content, limit: 6), fields.count > 3,
            fields[2].tag == Tag.sequence, var inner = DERElement.elements(fields[2].content, limit: 2),
            let type = inner.first, type.tag == Tag.objectIdentifier
        else { throw .notCMS }
        let isNationalInside: Bool
        let replacement: [UInt8]
        switch content {
        case .timeStamp:
            guard type.encoded.elementsEqual(Name.timeStampInfo) else { throw .innerContentType }
            (isNationalInside, replacement) = (false, Name.timeStampInfo)
        case .data:
            isNationalInside = type.encoded.elementsEqual(Name.nationalData)
            guard isNationalInside || type.encoded.elementsEqual(Name.data) else { throw .innerContentType }
            replacement = Name.data
        }
        contentType = Array(type.encoded)
        family =
            isNationalOutside == isNationalInside ? (isNationalInside ? .national : .international) : .mixed
        inner.removeFirst()
        // version, digestAlgorithms, encapContentInfo, [0] certificates, [1] crls, signerInfos
        if fields[3].tag == Tag.context0 {
            guard let found = DERElement.elements(fields[3].content, limit: CMSFrame.maximumCertificates) else {
                throw .notCMS
            }
            certificates = found.map { Array($0.encoded) }
            fields.remove(at: 3)
        } else {
            certificates = []
        }
        signedAttributes = try CMSFrame.signedAttributes(fields[fields.count - 1])
        var encapsulated = replacement
        for element in inner { encapsulated.append(contentsOf: element.encoded) }
        var body: [UInt8] = []
        body.reserveCapacity(der.count)
        for (place, field) in fields.enumerated() {
            if place == 2 {
                body.append(contentsOf: DERWriter.element(.sequence, encapsulated))
            } else {
                body.append(contentsOf: field.encoded)
            }
        }
        document = DERWriter.sequence(
            Name.signedData,
            DERWriter.element(.context0, DERWriter.element(.sequence, body))
        )
    }

    /// Those of each SignerInfo (RFC 5652 §5.3): version, identifier, digest algorithm, [0] signed attributes, signature
    /// algorithm, signature, [1] unsigned attributes.
    private static func signedAttributes(_ signers: DERElement) throws(CMSFault) -> [[UInt8]?] {
        guard signers.tag == Tag.set, let signers = DERElement.elements(signers.content, limit: maximumSigners) else {
            throw .notCMS
        }
        var attributes: [[UInt8]?] = []
        for signer in signers {
            guard signer.tag == Tag.sequence, let parts = DERElement.elements(signer.content, limit: 7),
                parts.count >= 5
            else { throw .notCMS }
            let isPresent = parts[3].tag == Tag.context0
            guard parts.count > (isPresent ? 5 : 4), parts[isPresent ? 5 : 4].tag == Tag.octetString else {
                throw .notCMS
            }
            attributes.append(isPresent ? [Tag.set] + parts[3].encoded.dropFirst() : nil)
        }
        return attributes
    }

    private enum Tag {
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30
        static let set: UInt8 = 0x31
        static let context0: UInt8 = 0xa0
    }

    private enum Name {
        static let data = DERWriter.objectIdentifier(OID.data)
        static let signedData = DERWriter.objectIdentifier(OID.signedData)
        static let nationalData = DERWriter.objectIdentifier(OID.nationalData)
        static let nationalSignedData = DERWriter.objectIdentifier(OID.nationalSignedData)
        static let timeStampInfo = DERWriter.objectIdentifier(OID.timeStampInfo)
    }
}
