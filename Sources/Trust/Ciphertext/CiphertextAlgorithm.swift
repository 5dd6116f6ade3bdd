/// What a document may be encrypted with (docs/specs/envelope.md §10.4). The list is closed: a recipient has to be able to
/// open it years later, and nothing weaker than what signs here protects what is secret.
enum CiphertextAlgorithm {
    /// Bytes of a block of every cipher here.
    private static let block = 16

    /// The object identifier and the encoded parameters of an AlgorithmIdentifier (RFC 5280 §4.1.1.2); nil when `element`
    /// is none, or its parameters are longer than any that are accepted.
    static func parts(_ element: DERElement) -> (name: [UInt8], parameters: DERElement?)? {
        guard element.tag == Tag.sequence, element.content.count <= 256,
            let parts = DERElement.elements(element.content, limit: 2), let name = parts.first,
            name.tag == Tag.objectIdentifier
        else { return nil }
        return (Array(name.encoded), parts.count > 1 ? parts[1] : nil)
    }

    /// Checks the key encryption of a reader whose key itself encrypts (RFC 5652 §6.2.1).
    static func checkTransport(_ element: DERElement) throws(CiphertextFault) {
        guard let (name, _) = parts(element) else { throw .notEnveloped }
        guard transport.contains(name) else { throw .keyAlgorithm(ObjectName.dotted(der: name)) }
    }

    /// Checks the key agreement with a reader (RFC 5753 §3.1.1), whose parameters name the cipher of the key.
    static func checkAgreement(_ element: DERElement) throws(CiphertextFault) {
        guard let (name, parameters) = parts(element) else { throw .notEnveloped }
        guard agreement.contains(name) else { throw .keyAlgorithm(ObjectName.dotted(der: name)) }
        guard let (wrap, _) = parameters.flatMap(parts) else { throw .notEnveloped }
        guard wraps.contains(wrap) else { throw .keyAlgorithm(ObjectName.dotted(der: wrap)) }
    }

    /// Checks the cipher of `count` bytes of ciphertext without authentication, and its vector.
    static func checkCipher(_ element: DERElement, count: Int) throws(CiphertextFault) {
        guard let (name, parameters) = parts(element) else { throw .notEnveloped }
        guard chained.contains(name), let vector = parameters, vector.tag == Tag.octetString,
            vector.content.count == block
        else { throw .cipher(ObjectName.dotted(der: name)) }
        guard count > 0, count % block == 0 else { throw .content }
    }

    /// Checks the cipher of `count` bytes of ciphertext with authentication, and its nonce (RFC 5084 §3.2).
    static func checkAuthenticated(_ element: DERElement, count: Int, code: Int) throws(CiphertextFault) {
        guard let (name, parameters) = parts(element) else { throw .notEnveloped }
        guard counter.contains(name), let parameters, parameters.tag == Tag.sequence,
            let fields = DERElement.elements(parameters.content, limit: 2), let nonce = fields.first,
            nonce.tag == Tag.octetString, nonce.content.count == 12, (12...block).contains(code)
        else { throw .cipher(ObjectName.dotted(der: name)) }
        guard count > 0 else { throw .content }
    }

    private static let transport = encoded(OID.rsaEncryption, OID.rsaOAEP, OID.sm2Encryption, OID.sm2)
    private static let agreement = encoded(OID.ecdhWithSHA256, OID.ecdhWithSHA384, OID.ecdhWithSHA512)
    private static let wraps = encoded(OID.aes128Wrap, OID.aes192Wrap, OID.aes256Wrap)
    private static let chained = encoded(OID.aes128CBC, OID.aes192CBC, OID.aes256CBC, OID.sm4CBC)
    private static let counter = encoded(OID.aes128GCM, OID.aes192GCM, OID.aes256GCM)

    private static func encoded(_ names: String...) -> Set<[UInt8]> { Set(names.map(DERWriter.objectIdentifier)) }

    private enum Tag {
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30
    }
}
