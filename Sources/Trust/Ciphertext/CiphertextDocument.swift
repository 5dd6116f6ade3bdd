package import Core

/// Who can open an encrypted content, and what it is encrypted with: a CMS EnvelopedData (RFC 5652 §6), AuthEnvelopedData
/// (RFC 5083), or EnvelopedData under the names of GM/T 0010, taken apart without any key.
///
/// Only what tells that is looked at, in DER alone, level by level and never recursively. Whatever could stand there in clear
/// (attributes, certificates, an originator) is refused: the content is secret, and nobody can tell what those would say.
package struct CiphertextDocument: Sendable, Hashable {
    /// Most certificates for which one content is encrypted: those of one recipient.
    package static let maximumReaders = 8

    /// Which of the two structures it is.
    package let form: ContentForm
    /// Whose content types it bears.
    package let family: CMSFamily
    /// Everyone who can open it, by certificate; at least one.
    package let readers: [CiphertextReader]
    /// How many RecipientInfos stand in it; one may name several readers.
    let recipientCount: Int

    /// Takes `der` apart; nothing may follow the document.
    package init(_ der: [UInt8]) throws(CiphertextFault) {
        var rest = der[...]
        guard let outer = DERElement(takenFrom: &rest), rest.isEmpty, outer.tag == Tag.sequence,
            let parts = DERElement.elements(outer.content, limit: 2), parts.count == 2,
            parts[0].tag == Tag.objectIdentifier, parts[1].tag == Tag.context0
        else { throw .notEnveloped }
        let isNationalOutside = parts[0].encoded.elementsEqual(Name.nationalEnveloped)
        if isNationalOutside || parts[0].encoded.elementsEqual(Name.enveloped) {
            form = .enveloped
        } else if parts[0].encoded.elementsEqual(Name.authenticated) {
            form = .authenticated
        } else {
            throw .contentType(ObjectName.dotted(der: Array(parts[0].encoded)))
        }
        rest = parts[1].content
        guard let inside = DERElement(takenFrom: &rest), rest.isEmpty, inside.tag == Tag.sequence,
            let fields = DERElement.elements(inside.content, limit: 8), fields.count > 1
        else { throw .notEnveloped }
        // version, recipientInfos, encryptedContentInfo, and the code of an authenticated one; all else is optional and
        // bears a context tag.
        guard !fields.contains(where: { $0.tag & 0xc0 == 0x80 }) else { throw .additions }
        let tags = [Tag.integer, Tag.set, Tag.sequence] + (form == .authenticated ? [Tag.octetString] : [])
        guard fields.map(\.tag) == tags, fields[0].content.count == 1 else { throw .notEnveloped }
        let code = form == .authenticated ? fields[3].content.count : nil
        let isNationalInside = try CiphertextDocument.check(fields[2], code: code)
        family = isNationalOutside == isNationalInside ? (isNationalInside ? .national : .international) : .mixed
        guard let recipients = DERElement.elements(fields[1].content, limit: CiphertextDocument.maximumReaders),
            !recipients.isEmpty
        else { throw .readerCount(fields[1].content.isEmpty ? 0 : CiphertextDocument.maximumReaders + 1) }
        recipientCount = recipients.count
        var readers: [CiphertextReader] = []
        for recipient in recipients { readers += try CiphertextDocument.readers(recipient) }
        guard readers.count <= CiphertextDocument.maximumReaders else { throw .readerCount(readers.count) }
        self.readers = readers
    }

    /// Checks an EncryptedContentInfo (RFC 5652 §6.1): the content type, cipher and ciphertext.
    ///
    /// - Parameter code: bytes of the authentication code of the document; nil for one without.
    /// - Returns: true when its content type is the one of GM/T 0010.
    private static func check(_ element: DERElement, code: Int?) throws(CiphertextFault) -> Bool {
        guard let parts = DERElement.elements(element.content, limit: 5), parts.count >= 2,
            parts[0].tag == Tag.objectIdentifier
        else { throw .notEnveloped }
        let isNational = parts[0].encoded.elementsEqual(Name.nationalData)
        guard isNational || parts[0].encoded.elementsEqual(Name.data) else {
            throw .contentType(ObjectName.dotted(der: Array(parts[0].encoded)))
        }
        // Without it the ciphertext would travel elsewhere, and what stands here would be something else.
        guard parts.count > 2 else { throw .content }
        guard parts[2].tag == Tag.implicit0 else { throw .notEnveloped }
        guard parts.count == 3 else { throw .additions }
        if let code {
            try CiphertextAlgorithm.checkAuthenticated(parts[1], count: parts[2].content.count, code: code)
        } else {
            try CiphertextAlgorithm.checkCipher(parts[1], count: parts[2].content.count)
        }
        return isNational
    }

    /// Everyone whom one RecipientInfo names (RFC 5652 §6.2).
    private static func readers(_ element: DERElement) throws(CiphertextFault) -> [CiphertextReader] {
        switch element.tag {
        case Tag.sequence: return [try transport(element)]
        case Tag.context1: return try agreement(element)
        default: throw .anonymousReader
        }
    }

    /// KeyTransRecipientInfo: version, rid, keyEncryptionAlgorithm, encryptedKey.
    private static func transport(_ element: DERElement) throws(CiphertextFault) -> CiphertextReader {
        guard let parts = DERElement.elements(element.content, limit: 4), parts.count == 4,
            parts[0].tag == Tag.integer, parts[3].tag == Tag.octetString, (1...1024).contains(parts[3].content.count)
        else { throw .notEnveloped }
        try CiphertextAlgorithm.checkTransport(parts[2])
        if parts[1].tag == Tag.implicit0 { return try reader(keyIdentifier: parts[1]) }
        return try reader(issuerAndSerial: parts[1])
    }

    /// KeyAgreeRecipientInfo: version, [0] originator, [1] ukm, keyEncryptionAlgorithm, recipientEncryptedKeys.
    private static func agreement(_ element: DERElement) throws(CiphertextFault) -> [CiphertextReader] {
        guard var parts = DERElement.elements(element.content, limit: 5), parts.count >= 4,
            parts[0].tag == Tag.integer, parts[1].tag == Tag.context0
        else { throw .notEnveloped }
        // An originator named by a certificate could open it as well: the key must be one made for this content.
        guard let originator = DERElement.elements(parts[1].content, limit: 1)?.first,
            originator.tag == Tag.context1, originator.content.count <= 256
        else { throw .anonymousReader }
        if parts.count == 5, parts[2].tag == Tag.context1, parts[2].content.count <= 66 { parts.remove(at: 2) }
        guard parts.count == 4, parts[3].tag == Tag.sequence else { throw .notEnveloped }
        try CiphertextAlgorithm.checkAgreement(parts[2])
        guard let keys = DERElement.elements(parts[3].content, limit: maximumReaders), !keys.isEmpty else {
            throw .readerCount(parts[3].content.isEmpty ? 0 : maximumReaders + 1)
        }
        var readers: [CiphertextReader] = []
        for key in keys {
            guard key.tag == Tag.sequence, let fields = DERElement.elements(key.content, limit: 2), fields.count == 2,
                fields[1].tag == Tag.octetString, (1...128).contains(fields[1].content.count)
            else { throw .notEnveloped }
            if fields[0].tag == Tag.context0 {
                // [0] RecipientKeyIdentifier, of which date and other are not accepted.
                guard let inside = DERElement.elements(fields[0].content, limit: 1), let identifier = inside.first,
                    identifier.tag == Tag.octetString
                else { throw .notEnveloped }
                readers.append(try reader(keyIdentifier: identifier))
            } else {
                readers.append(try reader(issuerAndSerial: fields[0]))
            }
        }
        return readers
    }

    private static func reader(keyIdentifier element: DERElement) throws(CiphertextFault) -> CiphertextReader {
        guard (1...64).contains(element.content.count) else { throw .notEnveloped }
        return .keyIdentifier(Array(element.content))
    }

    private static func reader(issuerAndSerial element: DERElement) throws(CiphertextFault) -> CiphertextReader {
        guard element.tag == Tag.sequence, element.content.count <= 4096,
            let parts = DERElement.elements(element.content, limit: 2), parts.count == 2,
            parts[0].tag == Tag.sequence, parts[1].tag == Tag.integer, (1...32).contains(parts[1].content.count)
        else { throw .notEnveloped }
        return .issuerAndSerial(issuer: Array(parts[0].encoded), serial: Array(parts[1].encoded))
    }

    private enum Tag {
        static let integer: UInt8 = 0x02
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30
        static let set: UInt8 = 0x31
        static let implicit0: UInt8 = 0x80
        static let context0: UInt8 = 0xa0
        static let context1: UInt8 = 0xa1
    }

    private enum Name {
        static let data = DERWriter.objectIdentifier(OID.data)
        static let nationalData = DERWriter.objectIdentifier(OID.nationalData)
        static let enveloped = DERWriter.objectIdentifier(OID.envelopedData)
        static let authenticated = DERWriter.objectIdentifier(OID.authEnvelopedData)
        static let nationalEnveloped = DERWriter.objectIdentifier(OID.nationalEnvelopedData)
    }
}
