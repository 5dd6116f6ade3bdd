/// How a document names one who can open it (RFC 5652 §6.2.1).
package enum CiphertextReader: Sendable, Hashable {
    /// Issuer and serial number of a certificate, each in DER.
    case issuerAndSerial(issuer: [UInt8], serial: [UInt8])
    /// The subject key identifier of a certificate.
    case keyIdentifier([UInt8])
}
